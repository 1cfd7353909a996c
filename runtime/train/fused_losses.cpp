#include "runtime/nn/arguments.h"
#include "runtime/train/losses.h"
#include "runtime/train/mismatch.h"

// The losses of small models: their forward and backward are single kernels that allocate nothing.
namespace itw::train::losses {

namespace {

// item() costs a dispatch; a scalar of the processor can simply be read.
double valueOf(const at::Tensor& scalar) {
  if (scalar.scalar_type() == at::kFloat)
    return static_cast<double>(*scalar.const_data_ptr<float>());
  return scalar.item<double>();
}

class CrossEntropy final : public Loss {
 public:
  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return labelMismatch(prediction, target);
  }

  double sum(const at::Tensor& prediction, const at::Tensor& target) override {
    target_ = target;
    at::_log_softmax_out(nn::reuseLike(logs_, prediction), prediction, 1, false);
    nn::reuse(sum_, {}, prediction.scalar_type());
    nn::reuse(weight_, {}, prediction.scalar_type());
    at::nll_loss_forward_out(sum_, weight_, logs_, target, {}, at::Reduction::Sum, kNoIndex);
    return valueOf(sum_);
  }

  at::Tensor gradient(double scale) override {
    nn::reuse(scale_, {}, logs_.scalar_type()).fill_(scale);
    at::nll_loss_backward_out(nn::reuseLike(logGradient_, logs_), scale_, logs_, target_, {},
                              at::Reduction::Sum, kNoIndex, weight_);
    at::_log_softmax_backward_data_out(nn::reuseLike(gradient_, logs_), logGradient_, logs_, 1,
                                       logs_.scalar_type());
    return gradient_;
  }

  at::Tensor perSample(const at::Tensor& prediction, const at::Tensor& target) const override {
    const at::Tensor logs = at::log_softmax(prediction, 1, at::kDouble);
    return at::nll_loss(logs, target, {}, at::Reduction::None);
  }

 private:
  static constexpr std::int64_t kNoIndex = -100;

  at::Tensor target_, logs_, sum_, weight_, scale_, logGradient_, gradient_;
};

class MeanSquare final : public Loss {
 public:
  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    return valueMismatch(prediction, target);
  }

  double sum(const at::Tensor& prediction, const at::Tensor& target) override {
    at::sub_out(nn::reuseLike(difference_, prediction), prediction, target);
    perSample_ = prediction.numel() / std::max<std::int64_t>(1, prediction.size(0));
    const at::Tensor flat = difference_.view({-1});
    return at::dot(flat, flat).item<double>() / static_cast<double>(perSample_);
  }

  at::Tensor gradient(double scale) override {
    at::mul_out(
        nn::reuseLike(gradient_, difference_), difference_,
        at::scalar_tensor(2 * scale / static_cast<double>(perSample_), difference_.options()));
    return gradient_;
  }

  at::Tensor perSample(const at::Tensor& prediction, const at::Tensor& target) const override {
    const at::Tensor difference = prediction.to(at::kDouble) - target.to(at::kDouble);
    return difference.square().reshape({difference.size(0), -1}).mean(1);
  }

 private:
  at::Tensor difference_, gradient_;
  std::int64_t perSample_ = 1;
};

}  // namespace

Bound fusedCrossEntropy() { return std::make_unique<CrossEntropy>(); }

Bound meanSquare(const expr::Component&) { return std::make_unique<MeanSquare>(); }

}  // namespace itw::train::losses
