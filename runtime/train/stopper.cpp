#include "runtime/train/stopper.h"

#include "runtime/nn/arguments.h"
#include "runtime/nn/nn_errors.h"

namespace itw::train {

Result<Stopper> Stopper::of(const std::optional<expr::Component>& stop,
                            const std::vector<Series>& series) {
  Stopper stopper;
  if (!stop) return stopper;
  if (stop->name != "std.train.patience") return fail(nn::unknownComponent("stop", stop->name));
  nn::Arguments arguments(stop->name, stop->arguments);
  const std::string name = arguments.text("series");
  stopper.patience_ = static_cast<std::int64_t>(arguments.amount("length"));
  stopper.margin_ = arguments.number("margin");
  if (arguments.error()) return fail(*arguments.error());
  auto found = findSeries(series, name);
  if (!found) return fail(std::move(found.error()));
  stopper.active_ = true;
  stopper.series_ = *found;
  stopper.higherIsBetter_ = series[*found].higherIsBetter;
  return stopper;
}

bool Stopper::onEpoch(const std::vector<double>& values) {
  if (!active_) return false;
  const double value = values[series_];
  const bool better = !state_.hasBest || (higherIsBetter_ ? value > state_.best + margin_
                                                          : value < state_.best - margin_);
  if (better) {
    state_ = {.best = value, .hasBest = true, .worse = 0};
    return false;
  }
  return ++state_.worse >= patience_;
}

}  // namespace itw::train
