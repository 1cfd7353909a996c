#include "runtime/train/metric.h"

#include "compiler/plan/json_writer.h"
#include "runtime/nn/nn_errors.h"
#include "runtime/train/metrics.h"

namespace itw::train {

const std::vector<MetricEntry>& metricTable() {
  static const std::vector<MetricEntry> kTable = {
      {"std.train.accuracy", "metric", true, metrics::accuracy},
      {"std.train.auc", "metric", true, metrics::auc},
      {"std.train.confusion_matrix", "table", false, metrics::confusionMatrix},
      {"std.train.f1", "metric", true, metrics::f1},
      {"std.train.mae", "metric", false, metrics::meanAbsolute},
      {"std.train.mse", "metric", false, metrics::meanSquare},
      {"std.train.precision", "metric", true, metrics::precision},
      {"std.train.r2", "metric", true, metrics::determination},
      {"std.train.recall", "metric", true, metrics::recall},
  };
  return kTable;
}

Result<std::vector<NamedMetric>> makeMetrics(const std::vector<expr::Component>& components) {
  std::vector<NamedMetric> made;
  for (const expr::Component& component : components) {
    const MetricEntry* found = nullptr;
    for (const MetricEntry& entry : metricTable()) {
      if (entry.name == component.name) found = &entry;
    }
    if (found == nullptr) return fail(nn::unknownComponent("metric", component.name));
    const std::string_view name = found->name.substr(found->name.rfind('.') + 1);
    made.push_back({.name = std::string(name),
                    .higherIsBetter = found->higherIsBetter,
                    .metric = found->make()});
  }
  return made;
}

std::string jsonOf(double number) {
  std::string text;
  plan::appendJsonNumber(text, number);
  return text;
}

}  // namespace itw::train
