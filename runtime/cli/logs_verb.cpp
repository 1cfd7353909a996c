#include <algorithm>

#include "compiler/base/nearest.h"
#include "compiler/plan/json_writer.h"
#include "runtime/cli/carry_out.h"
#include "runtime/cli/output.h"
#include "runtime/cli/verbs.h"
#include "runtime/store/disk.h"

namespace itw::cli {
namespace {

/// What a task printed and logged.
struct TaskLog {
  std::string task;
  std::string text;
};

std::string documentOf(const std::string& run, const std::vector<TaskLog>& logs) {
  std::string text;
  plan::JsonWriter out(text);
  out.beginObject();
  out.key("diagnostics");
  out.raw("[]");
  out.key("itw");
  out.integer(1);
  out.key("kind");
  out.string("logs");
  out.key("logs");
  out.beginArray();
  for (const TaskLog& log : logs) {
    out.beginObject();
    out.key("task");
    out.string(log.task);
    out.key("text");
    out.string(log.text);
    out.endObject();
  }
  out.endArray();
  out.key("ok");
  out.boolean(true);
  out.key("run");
  out.string(run);
  out.endObject();
  return text + "\n";
}

class LogsVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.optional("RUN", run_, "the run (default: the latest)");
    options.optional("TASK", task_, "one task of it (default: all)");
    store_.declare(options);
    format_.declare(options);
    options.examples("itwc logs", "itwc logs r0007 digits/fit");
  }

  int run(Console& console) override {
    const store::Store store(store_.folder);
    // `itwc logs digits/fit` names a task of the latest run.
    if (task_.empty() && run_.find('/') != std::string::npos) std::swap(run_, task_);
    auto run = chooseRun(store, run_);
    if (!run) return reportError(console, format_.json(), "logs", run.error());
    auto stored = readStoredRun(store, *run);
    if (!stored) return reportError(console, format_.json(), "logs", stored.error());
    if (auto known = checkTask(*stored); !known) {
      return reportError(console, format_.json(), "logs", known.error());
    }
    const std::vector<TaskLog> logs = collect(store, *stored);
    if (format_.json()) {
      console.result(documentOf(stored->run, logs));
    } else {
      tell(console, logs);
    }
    return 0;
  }

 private:
  Result<void> checkTask(const StoredRun& stored) const {
    std::vector<std::string> ids = {"worker"};
    for (const plan::Task& task : stored.plan.tasks) ids.push_back(task.id);
    if (task_.empty() || std::find(ids.begin(), ids.end(), task_) != ids.end()) return {};
    const std::string nearest = nearestName(task_, ids);
    Error error = makeError(ErrorClass::Usage, "run " + stored.run + " has no task `" + task_ + "`",
                            nearest.empty() ? "`itwc show " + stored.run + "` lists its tasks"
                                            : "did you mean `" + nearest + "`?");
    error.code = "R0206";
    return fail(std::move(error));
  }

  std::vector<TaskLog> collect(const store::Store& store, const StoredRun& stored) const {
    std::vector<TaskLog> logs;
    const auto add = [&](const std::string& task) {
      if (!task_.empty() && task != task_) return;
      auto text = store::readFile(store.logPath(stored.run, task));
      if (text && !text->empty()) logs.push_back({task, *std::move(text)});
    };
    add("worker");
    for (const plan::Task& task : stored.plan.tasks) add(task.id);
    return logs;
  }

  void tell(Console& console, const std::vector<TaskLog>& logs) const {
    if (logs.empty()) console.note("nothing was printed or logged\n");
    for (const TaskLog& log : logs) {
      if (task_.empty()) console.result("== " + log.task + "\n");
      console.result(log.text);
      if (!log.text.ends_with('\n')) console.result("\n");
    }
  }

  std::string run_;
  std::string task_;
  StoreOption store_;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeLogsVerb() { return std::make_unique<LogsVerb>(); }

}  // namespace itw::cli
