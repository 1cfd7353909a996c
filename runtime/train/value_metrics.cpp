#include "runtime/train/metrics.h"
#include "runtime/train/mismatch.h"

namespace itw::train::metrics {

namespace {

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

// One minus the squared errors over the squares about the mean of the targets, over all elements.
// The squares are kept about the running mean (Chan et al., 1983), so that large targets lose no
// digits.
class Determination final : public Metric {
 public:
  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return valueMismatch(prediction, target);
  }

  void reset() override { elements_ = mean_ = squares_ = errors_ = 0; }

  void add(const at::Tensor& prediction, const at::Tensor& target) override {
    const at::Tensor exact = target.to(at::kDouble);
    errors_ += (prediction.to(at::kDouble) - exact).square().sum().item<double>();
    const auto count = static_cast<double>(exact.numel());
    const double mean = exact.mean().item<double>();
    const double difference = mean - mean_;
    squares_ += (exact - mean).square().sum().item<double>() +
                difference * difference * elements_ * count / (elements_ + count);
    elements_ += count;
    mean_ += difference * count / elements_;
  }

  // Targets that are all equal leave nothing to explain: 1 if they are met, else 0.
  std::optional<double> number() const override {
    if (squares_ == 0) return errors_ == 0 ? 1 : 0;
    return 1 - errors_ / squares_;
  }

  std::string json() const override { return jsonOf(*number()); }

 private:
  double elements_ = 0;
  double mean_ = 0;
  double squares_ = 0;
  double errors_ = 0;
};

}  // namespace

Made meanAbsolute() { return std::make_unique<MeanAbsolute>(); }
Made meanSquare() { return std::make_unique<MeanSquare>(); }
Made determination() { return std::make_unique<Determination>(); }

}  // namespace itw::train::metrics
