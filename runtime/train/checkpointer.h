#pragma once

#include <chrono>
#include <string>

#include "runtime/train/observer.h"
#include "runtime/train/train_spec.h"
#include "runtime/train/training_state.h"

namespace itw::train {

/// Saves a training now and then and finds what an earlier attempt saved. At most two checkpoints
/// lie in the folder, `step-N.safetensors`: the newest, and the one before in case it is damaged.
class Checkpointer {
 public:
  Checkpointer(CheckpointRule rule, Observer& observer)
      : rule_(std::move(rule)), observer_(observer), last_(Clock::now()) {}

  /// Goes on from the newest checkpoint that is whole; true if there was one. `make` makes the
  /// state anew where one turns out to be damaged.
  template <class Make>
  Result<bool> resume(TrainingState& state, const Make& make) {
    for (const std::string& path : saved()) {
      auto read = readCheckpoint(path, state);
      if (read) {
        observer_.onNote("goes on from step " + std::to_string(state.place.step));
        return true;
      }
      observer_.onNote("a checkpoint is left out: " + read.error().message);
      auto fresh = make();
      if (!fresh) return fail(std::move(fresh.error()));
      state = *std::move(fresh);
    }
    return false;
  }

  /// Saves if it is time to.
  Result<void> onStep(const TrainingState& state);
  /// Saves now, unless this step is saved.
  Result<void> save(const TrainingState& state);

 private:
  using Clock = std::chrono::steady_clock;

  /// Paths of the checkpoints, newest first.
  std::vector<std::string> saved() const;

  CheckpointRule rule_;
  Observer& observer_;
  Clock::time_point last_;
  std::int64_t savedStep_ = -1;
};

}  // namespace itw::train
