#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"

namespace itw::train {

/// The steps of a training.
struct Horizon {
  std::int64_t stepsPerEpoch = 1;
  std::int64_t steps = 1;
};

/// The factor on the optimizer's learning rate in every step.
class Schedule {
 public:
  /// The schedule that a component names, for a training of this length.
  static Result<Schedule> of(const expr::Component& component, const Horizon& horizon);

  /// The factor of a step, from 0.
  double factor(std::int64_t step) const;

 private:
  Schedule(bool cosine, double warmup, double steps)
      : cosine_(cosine), warmup_(warmup), steps_(steps) {}

  bool cosine_;
  double warmup_;  ///< In steps.
  double steps_;
};

}  // namespace itw::train
