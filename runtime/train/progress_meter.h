#pragma once

#include <algorithm>
#include <chrono>

#include "runtime/train/observer.h"

namespace itw::train {

/// Tells the observer now and then how fast a training goes.
class ProgressMeter {
 public:
  ProgressMeter(Observer& observer, TrainingProgress totals)
      : observer_(observer), progress_(totals), last_(Clock::now()) {}

  /// A step of so many samples is done; `force` tells of it whatever the time.
  void onStep(std::int64_t epoch, std::int64_t samples, bool force) {
    ++progress_.step;
    progress_.epoch = epoch;
    samples_ += samples;
    const Clock::time_point now = Clock::now();
    const std::chrono::duration<double> passed = now - last_;
    const bool longEnough = passed >= kInterval;
    if (!force && !longEnough) return;
    // Over a shorter time the rate would only be noise, but for the first one there is no other.
    if (longEnough || progress_.samplesPerSecond == 0) {
      progress_.samplesPerSecond = static_cast<double>(samples_) / std::max(1e-9, passed.count());
    }
    observer_.onProgress(progress_);
    if (!longEnough) return;
    samples_ = 0;
    last_ = now;
  }

  std::int64_t step() const { return progress_.step; }
  /// Goes on from a checkpoint.
  void restore(std::int64_t step) { progress_.step = step; }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr auto kInterval = std::chrono::milliseconds(100);

  Observer& observer_;
  TrainingProgress progress_;
  std::int64_t samples_ = 0;
  Clock::time_point last_;
};

}  // namespace itw::train
