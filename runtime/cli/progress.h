#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>

#include "runtime/cli/console.h"
#include "runtime/exec/observer.h"

namespace itw::cli {

/// Behind every epoch: what `TaskProgress::close` takes when a task has ended.
constexpr std::int64_t kPastAllEpochs = std::numeric_limits<std::int64_t>::max();

/// Where one running task is.
struct TaskProgress {
  event::Progress last;
  double startedAt = 0;
  std::int64_t epoch = 0;                 ///< The last one whose points are all there.
  std::map<std::string, double> metrics;  ///< Of `epoch`.

  /// Takes in a point of the epoch that is coming in.
  void add(const event::Metric& metric);
  /// No more points of epochs before `next` will come: true when that ends one.
  bool close(std::int64_t next);
  /// "epoch 3/30, 1.2 s left, accuracy 0.912, train_loss 0.31, 23,400 samples/s", with the metrics
  /// of the last whole epoch whichever number is shown.
  std::string text(double now, std::int64_t shown) const;

 private:
  std::int64_t comingEpoch_ = 0;
  std::map<std::string, double> coming_;
};

/// Tells on standard error how a run goes on: in place on a terminal, else as plain lines.
std::unique_ptr<exec::Observer> makeProgress(Console& console);

/// One line for each end of a task, and at most one a second for each epoch of a running one.
std::unique_ptr<exec::Observer> makePlainProgress(Console& console);

/// The running tasks in place, redrawn a few times a second, below the lines of those that ended.
std::unique_ptr<exec::Observer> makeLiveProgress(Console& console);

/// "digits/raw done in 0.1 s", with nothing behind it for a task that did not run.
std::string endLine(const std::string& task, const std::string& state, double seconds);

}  // namespace itw::cli
