#pragma once

#include <cstdint>
#include <string>

namespace itw::train {

/// Where a training is.
struct TrainingProgress {
  std::int64_t epoch = 0;  ///< From 1.
  std::int64_t epochs = 0;
  std::int64_t step = 0;  ///< Global, from 1.
  std::int64_t steps = 0;
  double samplesPerSecond = 0;
};

/// One point of a series.
struct SeriesPoint {
  std::string name;  ///< "train_loss"
  std::int64_t step = 0;
  std::int64_t epoch = 0;
  double value = 0;
};

/// Is told what happens in a training and may stop it.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void onProgress(const TrainingProgress& progress) = 0;
  virtual void onMetric(const SeriesPoint& point) = 0;
  /// Something that a user may want to know: a line of the log.
  virtual void onNote(const std::string& text) = 0;
  /// Asked before every step; true stops the task with class Interrupted.
  virtual bool cancelled() = 0;
};

}  // namespace itw::train
