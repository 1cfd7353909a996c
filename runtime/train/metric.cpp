#include "runtime/train/metric.h"

#include "compiler/plan/json_writer.h"
#include "runtime/nn/nn_errors.h"
#include "runtime/train/metrics.h"

namespace itw::train {

namespace {

// A metric without arguments.
template <metrics::Made (*kMake)()>
Result<std::unique_ptr<Metric>> plain(const expr::Component&) {
  return kMake();
}

}  // namespace

const std::vector<MetricEntry>& metricTable() {
  static const std::vector<MetricEntry> kTable = {
      {"std.train.accuracy", "metric", true, {}, plain<metrics::accuracy>},
      {"std.train.auc", "metric", true, {}, plain<metrics::auc>},
      {"std.train.confusion_matrix", "table", false, {}, plain<metrics::confusionMatrix>},
      {"std.train.f1", "metric", true, {}, plain<metrics::f1>},
      {"std.train.largest", "metric", false, {"function"}, metrics::functionLargest},
      {"std.train.mae", "metric", false, {}, plain<metrics::meanAbsolute>},
      {"std.train.mean", "metric", false, {"function"}, metrics::functionMean},
      {"std.train.mse", "metric", false, {}, plain<metrics::meanSquare>},
      {"std.train.precision", "metric", true, {}, plain<metrics::precision>},
      {"std.train.r2", "metric", true, {}, plain<metrics::determination>},
      {"std.train.recall", "metric", true, {}, plain<metrics::recall>},
  };
  return kTable;
}

Result<std::vector<NamedMetric>> makeMetrics(const std::vector<expr::Component>& components,
                                             const std::vector<std::string>& outputs) {
  std::vector<NamedMetric> made;
  for (std::size_t i = 0; i < components.size(); ++i) {
    const expr::Component& component = components[i];
    const MetricEntry* found = nullptr;
    for (const MetricEntry& entry : metricTable()) {
      if (entry.name == component.name) found = &entry;
    }
    if (found == nullptr) return fail(nn::unknownComponent("metric", component.name));
    auto metric = found->make(component);
    if (!metric) return fail(std::move(metric.error()));
    const std::string_view name = found->name.substr(found->name.rfind('.') + 1);
    made.push_back({.name = i < outputs.size() ? outputs[i] : std::string(name),
                    .higherIsBetter = found->higherIsBetter,
                    .metric = *std::move(metric)});
  }
  return made;
}

std::string jsonOf(double number) {
  std::string text;
  plan::appendJsonNumber(text, number);
  return text;
}

}  // namespace itw::train
