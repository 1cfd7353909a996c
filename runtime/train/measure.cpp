#include "runtime/train/measure.h"

#include "runtime/data/data_errors.h"
#include "runtime/train/train_errors.h"

namespace itw::train {

namespace {

// Adds a batch to all metrics; the first one that cannot take it fails.
Result<void> addAll(std::vector<NamedMetric>& metrics, const at::Tensor& prediction,
                    const at::Tensor& target, const std::string& model) {
  for (NamedMetric& metric : metrics) {
    const std::string wrong = metric.metric->mismatch(prediction, target);
    if (!wrong.empty()) return fail(dataMismatch(model, wrong));
    metric.metric->add(prediction, target);
  }
  return {};
}

}  // namespace

Result<std::optional<double>> measure(const nn::Module& module, Feed& feed,
                                      const MeasureOptions& options,
                                      std::vector<NamedMetric>& metrics, Observer& observer) {
  const c10::InferenceMode inference;
  for (NamedMetric& metric : metrics) metric.metric->reset();
  double lossSum = 0;
  double lossWeight = 0;
  for (std::int64_t first = 0; first < feed.size(); first += options.batch) {
    if (observer.cancelled()) return fail(data::cancelledError());
    feed.takeRange(first, std::min(options.batch, feed.size() - first));
    const at::Tensor prediction = module.predict(feed.inputs())[feed.result()];
    if (options.loss != nullptr) {
      lossSum += options.loss->perSample(prediction, feed.target()).sum().item<double>();
      lossWeight += options.loss->weight(feed.target());
    }
    auto added = addAll(metrics, prediction, feed.target(), module.graph().name);
    if (!added) return fail(std::move(added.error()));
  }
  if (options.loss == nullptr) return std::optional<double>();
  return std::optional<double>(lossSum / lossWeight);
}

}  // namespace itw::train
