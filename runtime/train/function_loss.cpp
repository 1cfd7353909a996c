#include <array>

#include "runtime/nn/elementwise_function.h"
#include "runtime/train/losses.h"
#include "runtime/train/mismatch.h"

namespace itw::train::losses {

namespace {

// The mean over all elements of a user's function of prediction and truth.
class FunctionLoss final : public Loss {
 public:
  explicit FunctionLoss(nn::ElementwiseFunction function) : function_(std::move(function)) {}

  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return valueMismatch(prediction, target);
  }

  double sum(const at::Tensor& prediction, const at::Tensor& target) override {
    const std::array<at::Tensor, 2> arguments = {prediction, target};
    const nn::Dual dual = function_.withDerivative(arguments, 0);
    elements_ = prediction.numel() / std::max<std::int64_t>(prediction.size(0), 1);
    derivative_ = dual.derivative;
    return sampleMeans(dual.value).sum().item<double>();
  }

  at::Tensor gradient(double scale) override {
    return derivative_ * (scale / static_cast<double>(elements_));
  }

  at::Tensor perSample(const at::Tensor& prediction, const at::Tensor& target) const override {
    const std::array<at::Tensor, 2> arguments = {prediction.to(at::kDouble),
                                                 target.to(at::kDouble)};
    return sampleMeans(function_(arguments));
  }

 private:
  nn::ElementwiseFunction function_;
  at::Tensor derivative_;
  std::int64_t elements_ = 1;
};

}  // namespace

at::Tensor sampleMeans(const at::Tensor& elements) {
  return elements.dim() == 1 ? elements : elements.flatten(1).mean(1);
}

Bound functionMean(const expr::Component& component) {
  auto function = nn::ElementwiseFunction::of(component.arguments.find("function"), 2);
  if (!function) return fail(std::move(function.error()));
  return std::make_unique<FunctionLoss>(*std::move(function));
}

}  // namespace itw::train::losses
