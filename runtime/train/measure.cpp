#include "runtime/train/measure.h"

#include "runtime/data/data_errors.h"
#include "runtime/train/train_errors.h"

namespace itw::train {

Result<std::optional<double>> measure(const nn::Module& module, Feed& feed, std::int64_t batch,
                                      const Loss* loss, std::vector<NamedMetric>& metrics,
                                      Observer& observer) {
  const c10::InferenceMode inference;
  for (NamedMetric& metric : metrics) metric.metric->reset();
  double lossSum = 0;
  for (std::int64_t first = 0; first < feed.size(); first += batch) {
    if (observer.cancelled()) return fail(data::cancelledError());
    feed.takeRange(first, std::min(batch, feed.size() - first));
    const at::Tensor prediction = module.predict(feed.inputs())[0];
    if (loss != nullptr) {
      lossSum += loss->perSample(prediction, feed.target()).sum().item<double>();
    }
    for (NamedMetric& metric : metrics) metric.metric->add(prediction, feed.target());
  }
  if (loss == nullptr) return std::optional<double>();
  return std::optional<double>(lossSum / static_cast<double>(feed.size()));
}

}  // namespace itw::train
