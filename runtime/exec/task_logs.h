#pragma once

#include <map>
#include <string>
#include <string_view>

#include "runtime/process/descriptor.h"
#include "runtime/store/store.h"

namespace itw::exec {

/// What tasks print and log, a file each, appended as it comes. A task that prints without end is
/// cut off, with a line that says so.
class TaskLogs {
 public:
  /// Bytes kept of one task.
  static constexpr std::size_t kMost = std::size_t{16} << 20U;

  TaskLogs(const store::Store& store, std::string run) : store_(store), run_(std::move(run)) {}

  /// Appends to the log of a task (or "worker").
  void write(const std::string& task, std::string_view text);

 private:
  struct Log {
    process::Descriptor file;
    std::size_t bytes = 0;
  };
  const store::Store& store_;
  std::string run_;
  std::map<std::string, Log> logs_;
};

}  // namespace itw::exec
