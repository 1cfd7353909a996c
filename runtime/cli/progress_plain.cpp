#include "runtime/cli/progress.h"
#include "runtime/cli/run_words.h"
#include "runtime/exec/exec_options.h"

namespace itw::cli {
namespace {

/// Runs of thousands of small tasks must not flood a log.
constexpr std::size_t kMostEndLines = 200;
constexpr double kSecondsBetweenLines = 1;

class PlainProgress final : public exec::Observer {
 public:
  explicit PlainProgress(Console& console) : console_(console) {}

  void runStarts(const std::string& run, std::size_t tasks) override {
    tasks_ = tasks;
    console_.note("run " + run + ": " + std::to_string(tasks) +
                  (tasks == 1 ? " task\n" : " tasks\n"));
  }

  void taskStarts(const std::string& task) override {
    running_[task].progress.startedAt = exec::steadyClock();
  }

  void progress(const std::string& task, const event::Progress& progress) override {
    Running& running = running_[task];
    // The points of an epoch come behind its progress; the next epoch says that they are all there.
    if (running.progress.close(progress.epoch)) tell(task, running);
    running.progress.last = progress;
  }

  void metric(const std::string& task, const event::Metric& metric) override {
    Running& running = running_[task];
    if (running.progress.close(metric.epoch)) tell(task, running);
    running.progress.add(metric);
  }

  void taskEnds(const std::string& task, const std::string& state, double seconds) override {
    const auto found = running_.find(task);
    if (found != running_.end()) {
      found->second.progress.close(kPastAllEpochs);
      found->second.toldAt = 0;
      tell(task, found->second);
      running_.erase(found);
    }
    if (tasks_ <= kMostEndLines || state == "failed") console_.note(endLine(task, state, seconds));
  }

  void note(const std::string& text) override { console_.note("note: " + text + "\n"); }

 private:
  struct Running {
    TaskProgress progress;
    std::int64_t toldEpoch = 0;
    double toldAt = 0;
  };

  /// A line for the epoch that is whole, unless there was one just now.
  void tell(const std::string& task, Running& running) {
    const double now = exec::steadyClock();
    if (running.progress.epoch == running.toldEpoch) return;
    if (now - running.toldAt < kSecondsBetweenLines) return;
    running.toldEpoch = running.progress.epoch;
    running.toldAt = now;
    console_.note(task + " " + running.progress.text(now, running.progress.epoch) + "\n");
  }

  Console& console_;
  std::size_t tasks_ = 0;
  std::map<std::string, Running> running_;
};

}  // namespace

std::unique_ptr<exec::Observer> makePlainProgress(Console& console) {
  return std::make_unique<PlainProgress>(console);
}

}  // namespace itw::cli
