#include "runtime/train/loss.h"

#include "runtime/nn/nn_errors.h"

namespace itw::train {

namespace {

// item() costs a dispatch; a scalar of the processor can simply be read.
double valueOf(const at::Tensor& scalar) {
  if (scalar.scalar_type() == at::kFloat)
    return static_cast<double>(*scalar.const_data_ptr<float>());
  return scalar.item<double>();
}

std::string typeText(const at::Tensor& tensor) {
  std::string text(expr::nameOf(nn::dtypeOf(tensor.scalar_type())));
  text += "[";
  for (std::int64_t i = 1; i < tensor.dim(); ++i) {
    text += (i == 1 ? "" : ", ") + std::to_string(tensor.size(i));
  }
  return text + "]";
}

class CrossEntropy final : public Loss {
 public:
  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    if (prediction.dim() == 2 && target.dim() == 1 && target.scalar_type() == at::kLong) return {};
    return "predicts " + typeText(prediction) + ", and cross_entropy wants f32[C] for a class[C]";
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
    if (prediction.sizes() == target.sizes() && target.is_floating_point()) return {};
    return "predicts " + typeText(prediction) + " for a target " + typeText(target);
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
    return difference.square().flatten(1).mean(1);
  }

 private:
  at::Tensor difference_, gradient_;
  std::int64_t perSample_ = 1;
};

}  // namespace

const std::vector<LossEntry>& lossTable() {
  static const std::vector<LossEntry> table = {
      {"std.train.cross_entropy",
       {},
       [](const expr::Component&) -> std::unique_ptr<Loss> {
         return std::make_unique<CrossEntropy>();
       }},
      {"std.train.mse",
       {},
       [](const expr::Component&) -> std::unique_ptr<Loss> {
         return std::make_unique<MeanSquare>();
       }},
  };
  return table;
}

Result<std::unique_ptr<Loss>> makeLoss(const expr::Component& component) {
  for (const LossEntry& entry : lossTable()) {
    if (entry.name == component.name) return entry.make(component);
  }
  return fail(nn::unknownComponent("loss", component.name));
}

}  // namespace itw::train
