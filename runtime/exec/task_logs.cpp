#include "runtime/exec/task_logs.h"

#include <fcntl.h>
#include <unistd.h>

namespace itw::exec {

void TaskLogs::write(const std::string& task, std::string_view text) {
  Log& log = logs_[task];
  if (!log.file.open()) {
    const std::string path = store_.logPath(run_, task);
    log.file =
        process::Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  }
  if (log.bytes >= kMost) return;
  log.bytes += text.size();
  if (log.bytes >= kMost) text = "\n... the rest is left out\n";
  // A log that cannot be written must not stop the work that it tells of.
  (void)!::write(log.file.number(), text.data(), text.size());
}

}  // namespace itw::exec
