#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "runtime/cli/progress.h"
#include "runtime/cli/run_words.h"
#include "runtime/exec/exec_options.h"

namespace itw::cli {
namespace {

constexpr double kSecondsBetweenDraws = 0.08;
constexpr std::size_t kMostRunning = 8;
constexpr std::size_t kMostEndLines = 50;
constexpr int kBarCells = 20;

std::size_t terminalWidth() {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

/// The first `width` columns of a line, which must not wrap or the cursor would be lost.
std::string cut(std::string line, std::size_t width) {
  if (line.size() >= width) line.resize(width - 1);
  return line;
}

class LiveProgress final : public exec::Observer {
 public:
  explicit LiveProgress(Console& console) : console_(console) {}
  ~LiveProgress() override { erase(); }

  void runStarts(const std::string& run, std::size_t tasks) override {
    tasks_ = tasks;
    print("run " + run + ": " + std::to_string(tasks) + (tasks == 1 ? " task\n" : " tasks\n"));
  }

  void taskStarts(const std::string& task) override {
    running_[task].startedAt = exec::steadyClock();
    draw();
  }

  void progress(const std::string& task, const event::Progress& progress) override {
    running_[task].close(progress.epoch);
    running_[task].last = progress;
    draw();
  }

  void metric(const std::string& task, const event::Metric& metric) override {
    running_[task].close(metric.epoch);
    running_[task].add(metric);
    draw();
  }

  void taskEnds(const std::string& task, const std::string& state, double seconds) override {
    ++ended_;
    std::string line = endLine(task, state, seconds);
    const auto found = running_.find(task);
    if (found != running_.end() && state == "done") line = withMetrics(line, found->second);
    running_.erase(task);
    if (tasks_ <= kMostEndLines || state == "failed") return print(line);
    draw();
  }

  void note(const std::string& text) override { print("note: " + text + "\n"); }

 private:
  static std::string withMetrics(std::string line, TaskProgress& task) {
    task.close(kPastAllEpochs);
    if (task.epoch == 0) return line;
    task.last.step = task.last.steps;
    line.insert(line.size() - 1, ": " + task.text(exec::steadyClock(), task.epoch));
    return line;
  }

  std::string bar(const event::Progress& progress) const {
    if (progress.steps <= 0) return "";
    const auto filled = static_cast<int>(kBarCells * progress.step / progress.steps);
    std::string cells(static_cast<std::size_t>(std::clamp(filled, 0, kBarCells)), '#');
    return "[" + padded(cells, kBarCells) + "] ";
  }

  /// A line that stays, above those that are redrawn.
  void print(const std::string& line) {
    erase();
    console_.note(line);
    drawnAt_ = 0;
    draw();
  }

  void erase() {
    if (drawn_ == 0) return;
    console_.note("\r\x1b[" + std::to_string(drawn_) + "A\x1b[J");
    drawn_ = 0;
  }

  void draw() {
    const double now = exec::steadyClock();
    if (now - drawnAt_ < kSecondsBetweenDraws) return;
    drawnAt_ = now;
    std::string text;
    if (drawn_ > 0) text = "\r\x1b[" + std::to_string(drawn_) + "A\x1b[J";
    drawn_ = 0;
    const std::size_t width = terminalWidth();
    for (const auto& [task, progress] : running_) {
      if (drawn_ == kMostRunning) break;
      text += cut(task + " " + bar(progress.last) +
                      progress.text(now, std::max(progress.epoch, progress.last.epoch)),
                  width) +
              "\n";
      ++drawn_;
    }
    if (tasks_ > kMostEndLines || running_.size() > kMostRunning) {
      text += std::to_string(ended_) + " of " + std::to_string(tasks_) + " tasks, " +
              std::to_string(running_.size()) + " running\n";
      ++drawn_;
    }
    console_.note(text);
  }

  Console& console_;
  std::map<std::string, TaskProgress> running_;
  std::size_t tasks_ = 0;
  std::size_t ended_ = 0;
  std::size_t drawn_ = 0;
  double drawnAt_ = 0;
};

}  // namespace

std::unique_ptr<exec::Observer> makeLiveProgress(Console& console) {
  return std::make_unique<LiveProgress>(console);
}

}  // namespace itw::cli
