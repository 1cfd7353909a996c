#include "runtime/train/metric.h"

#include <cmath>
#include <limits>

#include "compiler/plan/json_writer.h"
#include "runtime/nn/nn_errors.h"
#include "runtime/train/mismatch.h"

namespace itw::train {

namespace {

class Accuracy final : public Metric {
 public:
  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return labelMismatch(prediction, target);
  }

  void reset() override { right_ = total_ = 0; }

  void add(const at::Tensor& prediction, const at::Tensor& target) override {
    right_ += prediction.argmax(1).eq(target).sum().item<std::int64_t>();
    total_ += target.size(0);
  }

  std::optional<double> number() const override {
    return static_cast<double>(right_) / static_cast<double>(total_);
  }

  std::string json() const override { return jsonOf(*number()); }

 private:
  std::int64_t right_ = 0;
  std::int64_t total_ = 0;
};

// Rows are labels, columns predictions.
class ConfusionMatrix final : public Metric {
 public:
  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return labelMismatch(prediction, target);
  }

  void reset() override { counts_.clear(); }

  void add(const at::Tensor& prediction, const at::Tensor& target) override {
    classes_ = prediction.size(1);
    counts_.resize(static_cast<std::size_t>(classes_ * classes_));
    const at::Tensor cells = target * classes_ + prediction.argmax(1);
    const at::Tensor counts = at::bincount(cells, {}, classes_ * classes_);
    const auto* values = counts.const_data_ptr<std::int64_t>();
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += values[i];
  }

  std::optional<double> number() const override { return std::nullopt; }

  std::string json() const override {
    std::string text = "[";
    for (std::int64_t row = 0; row < classes_; ++row) {
      text += row == 0 ? "[" : ",[";
      for (std::int64_t column = 0; column < classes_; ++column) {
        if (column > 0) text += ',';
        text += std::to_string(counts_[static_cast<std::size_t>(row * classes_ + column)]);
      }
      text += ']';
    }
    return text + "]";
  }

 private:
  std::int64_t classes_ = 0;
  std::vector<std::int64_t> counts_;
};

// A mean over all elements of a function of the error, summed in f64.
class ErrorMean : public Metric {
 public:
  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return valueMismatch(prediction, target);
  }

  void reset() override {
    sum_ = 0;
    elements_ = 0;
  }

  void add(const at::Tensor& prediction, const at::Tensor& target) override {
    const at::Tensor difference = prediction.to(at::kDouble) - target.to(at::kDouble);
    sum_ += total(difference);
    elements_ += difference.numel();
  }

  std::optional<double> number() const override { return sum_ / static_cast<double>(elements_); }
  std::string json() const override { return jsonOf(*number()); }

 private:
  virtual double total(const at::Tensor& difference) const = 0;

  double sum_ = 0;
  std::int64_t elements_ = 0;
};

class MeanAbsolute final : public ErrorMean {
  double total(const at::Tensor& difference) const override {
    return difference.abs().sum().item<double>();
  }
};

class MeanSquare final : public ErrorMean {
  double total(const at::Tensor& difference) const override {
    return difference.square().sum().item<double>();
  }
};

template <class T>
std::unique_ptr<Metric> make() {
  return std::make_unique<T>();
}

}  // namespace

const std::vector<MetricEntry>& metricTable() {
  static const std::vector<MetricEntry> kTable = {
      {"std.train.accuracy", "metric", true, make<Accuracy>},
      {"std.train.confusion_matrix", "table", false, make<ConfusionMatrix>},
      {"std.train.mae", "metric", false, make<MeanAbsolute>},
      {"std.train.mse", "metric", false, make<MeanSquare>},
  };
  return kTable;
}

Result<std::vector<NamedMetric>> makeMetrics(const std::vector<expr::Component>& components) {
  std::vector<NamedMetric> metrics;
  for (const expr::Component& component : components) {
    const MetricEntry* found = nullptr;
    for (const MetricEntry& entry : metricTable()) {
      if (entry.name == component.name) found = &entry;
    }
    if (found == nullptr) return fail(nn::unknownComponent("metric", component.name));
    const std::string_view name = found->name.substr(found->name.rfind('.') + 1);
    metrics.push_back({.name = std::string(name),
                       .higherIsBetter = found->higherIsBetter,
                       .metric = found->make()});
  }
  return metrics;
}

std::string jsonOf(double number) {
  std::string text;
  plan::appendJsonNumber(text, number);
  return text;
}

}  // namespace itw::train
