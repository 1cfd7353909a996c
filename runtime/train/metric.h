#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"
#include "runtime/nn/tensors.h"

namespace itw::train {

/// A measure over a whole dataset, collected batch by batch: counts and sums, never means of means.
class Metric {
 public:
  virtual ~Metric() = default;
  /// Empty if shapes and types fit, else what is wrong.
  virtual std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const = 0;
  /// Forgets all samples.
  virtual void reset() = 0;
  virtual void add(const at::Tensor& prediction, const at::Tensor& target) = 0;
  /// The value so far, if it is one number.
  virtual std::optional<double> number() const = 0;
  /// The value so far as JSON.
  virtual std::string json() const = 0;
};

/// A metric under its name in the standard library.
struct MetricEntry {
  std::string_view name;
  std::string_view kind;  ///< "metric" for a number, "table" for more.
  bool higherIsBetter;
  std::vector<std::string_view> parameters;
  Result<std::unique_ptr<Metric>> (*make)(const expr::Component& component);
};

/// All metrics, by name.
const std::vector<MetricEntry>& metricTable();

/// A metric as a task uses it.
struct NamedMetric {
  std::string name;  ///< Of its output: "accuracy", "mean_relative".
  bool higherIsBetter = false;
  std::unique_ptr<Metric> metric;
};

/// The metrics that a list of components names. `outputs` are the names of their results, in the
/// same order; none where the last word of each component's name is meant.
Result<std::vector<NamedMetric>> makeMetrics(const std::vector<expr::Component>& components,
                                             const std::vector<std::string>& outputs = {});

/// A finite number as JSON.
std::string jsonOf(double number);

}  // namespace itw::train
