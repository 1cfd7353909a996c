#include "runtime/train/schedule.h"

#include <cmath>
#include <numbers>

#include "runtime/nn/arguments.h"
#include "runtime/nn/nn_errors.h"

namespace itw::train {

Result<Schedule> Schedule::of(const expr::Component& component, const Horizon& horizon) {
  const auto steps = static_cast<double>(horizon.steps);
  if (component.name == "std.train.constant") return Schedule(false, 0, steps);
  if (component.name != "std.train.cosine") {
    return fail(nn::unknownComponent("schedule", component.name));
  }
  nn::Arguments arguments(component.name, component.arguments);
  const double epochs = arguments.amount("warmup");
  if (arguments.error()) return fail(*arguments.error());
  return Schedule(true, epochs * static_cast<double>(horizon.stepsPerEpoch), steps);
}

double Schedule::factor(std::int64_t step) const {
  if (!cosine_) return 1;
  const auto at = static_cast<double>(step);
  if (at < warmup_) return std::min(1.0, (at + 1) / warmup_);
  if (steps_ <= warmup_) return 1;
  return 0.5 * (1 + std::cos(std::numbers::pi * (at - warmup_) / (steps_ - warmup_)));
}

}  // namespace itw::train
