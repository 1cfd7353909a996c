#include "runtime/nn/arguments.h"
#include "runtime/nn/nn_errors.h"
#include "runtime/nn/ops/dropout_mask.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

class Dropout final : public Op {
 public:
  explicit Dropout(double probability)
      : threshold_(dropoutThreshold(probability)), scale_(1 / (1 - probability)) {}

  at::Tensor forward(const OpCall& call, const Pass& pass) const override {
    const at::Tensor& input = call.inputs[0];
    if (!pass.training || threshold_ == 0) return input;
    call.memory.kept.resize(2);
    at::Tensor& mask = maskFor(call, pass);
    at::mul_out(reuseLike(call.memory.output, input), input, mask);
    return call.memory.output;
  }

  void backward(const OpCall& call, const at::Tensor& gradient,
                std::span<const bool> wanted) const override {
    if (!wanted[0]) return;
    if (threshold_ == 0) {
      call.memory.inputGradients[0] = gradient;
      return;
    }
    const at::Tensor& mask = call.memory.kept[gradient.scalar_type() == at::kFloat ? 0 : 1];
    at::mul_out(reuseLike(call.memory.inputGradients[0], gradient), gradient, mask);
  }

 private:
  // kept[0] is the mask in f32; kept[1] the same in the input's type where that is another one.
  at::Tensor& maskFor(const OpCall& call, const Pass& pass) const {
    const at::Tensor& input = call.inputs[0];
    at::Tensor& mask = reuse(call.memory.kept[0], input.sizes(), at::kFloat);
    const bool plain = input.scalar_type() == at::kFloat;
    fillDropoutMask(mask, pass, call.key, threshold_, plain ? static_cast<float>(scale_) : 1.0F);
    if (plain) return mask;
    // In the input's own precision.
    at::Tensor& typed = reuse(call.memory.kept[1], input.sizes(), input.scalar_type());
    typed.copy_(mask).mul_(scale_);
    return typed;
  }

  std::uint32_t threshold_;
  double scale_;
};

}  // namespace

Bound dropout(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const double probability = arguments.number("p");
  if (arguments.error()) return fail(*arguments.error());
  if (probability < 0 || probability >= 1) {
    return fail(badArgument(layer.name, "p", "a probability below 1"));
  }
  return std::make_unique<Dropout>(probability);
}

}  // namespace itw::nn::ops
