#pragma once

#include <optional>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"
#include "runtime/train/series.h"

namespace itw::train {

/// What early stopping remembers; part of a checkpoint.
struct StopperState {
  double best = 0;
  bool hasBest = false;
  std::int64_t worse = 0;  ///< Epochs since the best.
};

/// Ends a training when a series no longer gets better.
class Stopper {
 public:
  /// What `stop` says; a stopper that never acts without one.
  static Result<Stopper> of(const std::optional<expr::Component>& stop,
                            const std::vector<Series>& series);

  /// Looks at the values of an epoch, one for each series; true ends the training.
  bool onEpoch(const std::vector<double>& values);

  const StopperState& state() const { return state_; }
  void restore(const StopperState& state) { state_ = state; }

 private:
  bool active_ = false;
  std::size_t series_ = 0;
  bool higherIsBetter_ = false;
  std::int64_t patience_ = 0;  // In epochs.
  double margin_ = 0;
  StopperState state_;
};

}  // namespace itw::train
