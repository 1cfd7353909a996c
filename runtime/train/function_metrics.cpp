#include <array>
#include <limits>

#include "runtime/nn/elementwise_function.h"
#include "runtime/train/metrics.h"
#include "runtime/train/mismatch.h"

namespace itw::train::metrics {

namespace {

// Collects the values of a user's function over all elements, in f64.
class FunctionMetric : public Metric {
 public:
  explicit FunctionMetric(nn::ElementwiseFunction function) : function_(std::move(function)) {}

  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return valueMismatch(prediction, target);
  }

  void add(const at::Tensor& prediction, const at::Tensor& target) override {
    const std::array<at::Tensor, 2> arguments = {prediction.to(at::kDouble),
                                                 target.to(at::kDouble)};
    addValues(function_(arguments));
  }

  std::string json() const override { return jsonOf(*number()); }

 private:
  virtual void addValues(const at::Tensor& values) = 0;

  nn::ElementwiseFunction function_;
};

class FunctionMean final : public FunctionMetric {
 public:
  using FunctionMetric::FunctionMetric;
  void reset() override {
    sum_ = 0;
    elements_ = 0;
  }
  std::optional<double> number() const override { return sum_ / static_cast<double>(elements_); }

 private:
  void addValues(const at::Tensor& values) override {
    sum_ += values.sum().item<double>();
    elements_ += values.numel();
  }

  double sum_ = 0;
  std::int64_t elements_ = 0;
};

class FunctionLargest final : public FunctionMetric {
 public:
  using FunctionMetric::FunctionMetric;
  void reset() override { largest_ = -std::numeric_limits<double>::infinity(); }
  std::optional<double> number() const override { return largest_; }

 private:
  // A NaN stays: `max` passes it on.
  void addValues(const at::Tensor& values) override {
    const double most = values.max().item<double>();
    if (!(most <= largest_)) largest_ = most;
  }

  double largest_ = -std::numeric_limits<double>::infinity();
};

template <class Kind>
Result<Made> madeOf(const expr::Component& component) {
  auto function = nn::ElementwiseFunction::of(component.arguments.find("function"), 2);
  if (!function) return fail(std::move(function.error()));
  return std::make_unique<Kind>(*std::move(function));
}

}  // namespace

Result<Made> functionMean(const expr::Component& component) {
  return madeOf<FunctionMean>(component);
}

Result<Made> functionLargest(const expr::Component& component) {
  return madeOf<FunctionLargest>(component);
}

}  // namespace itw::train::metrics
