#include "runtime/train/keeper.h"

#include "runtime/nn/arguments.h"
#include "runtime/nn/nn_errors.h"
#include "runtime/train/train_errors.h"

namespace itw::train {

Result<std::size_t> findSeries(const std::vector<Series>& series, const std::string& name) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (series[i].name == name) return i;
    known.push_back(series[i].name);
  }
  return fail(unknownSeries(name, known));
}

Result<Keeper> Keeper::of(const expr::Component& keep, const std::vector<Series>& series) {
  Keeper keeper;
  if (keep.name == "std.train.last") return keeper;
  if (keep.name != "std.train.best") return fail(nn::unknownComponent("keep", keep.name));
  nn::Arguments arguments(keep.name, keep.arguments);
  const std::string name = arguments.text("series");
  if (arguments.error()) return fail(*arguments.error());
  auto found = findSeries(series, name);
  if (!found) return fail(std::move(found.error()));
  keeper.series_ = static_cast<int>(*found);
  keeper.higherIsBetter_ = series[*found].higherIsBetter;
  return keeper;
}

bool Keeper::isBetter(const EpochResult& result) const {
  if (series_ < 0 || !hasAny_) return true;
  const auto at = static_cast<std::size_t>(series_);
  return higherIsBetter_ ? result.values[at] > kept_.values[at]
                         : result.values[at] < kept_.values[at];
}

void Keeper::offer(const nn::Weights& weights, EpochResult result) {
  if (!isBetter(result)) return;
  hasAny_ = true;
  kept_ = std::move(result);
  if (series_ < 0) return;
  const std::vector<at::Tensor> now = weights.values();
  values_.resize(now.size());
  for (std::size_t i = 0; i < values_.size(); ++i) nn::reuseLike(values_[i], now[i]).copy_(now[i]);
}

void Keeper::restore(EpochResult result, std::vector<at::Tensor> values) {
  hasAny_ = true;
  kept_ = std::move(result);
  values_ = std::move(values);
}

std::vector<Measured> Keeper::handOut(nn::Weights& weights) {
  const std::vector<at::Tensor> now = weights.values();
  for (std::size_t i = 0; i < values_.size(); ++i) now[i].copy_(values_[i]);
  return std::move(kept_.measured);
}

}  // namespace itw::train
