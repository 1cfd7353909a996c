#include "runtime/nn/arguments.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

class Conv2d final : public Op {
 public:
  Conv2d(std::int64_t stride, std::int64_t padding, bool bias)
      : stride_(stride), padding_(padding), bias_(bias) {}

  at::Tensor forward(const OpCall& call, const Pass&) const override {
    const at::Tensor& weight = call.weights[0]->value;
    const at::Tensor bias = bias_ ? call.weights[1]->value : at::Tensor();
    return at::conv2d(call.inputs[0], weight, bias, {stride_, stride_}, {padding_, padding_});
  }

  void backward(const OpCall& call, const at::Tensor& gradient,
                std::span<const bool> wanted) const override {
    WeightSlot& weight = *call.weights[0];
    const std::vector<std::int64_t> biasSize = {weight.value.size(0)};
    auto [inputGradient, weightGradient, biasGradient] = at::convolution_backward(
        gradient, call.inputs[0], weight.value, at::OptionalIntArrayRef(biasSize),
        {stride_, stride_}, {padding_, padding_}, /*dilation=*/{1, 1}, /*transposed=*/false,
        /*output_padding=*/{0, 0}, /*groups=*/1, {wanted[0], true, bias_});
    weight.accumulate(weightGradient);
    if (bias_) call.weights[1]->accumulate(biasGradient);
    if (wanted[0]) call.memory.inputGradients[0] = inputGradient;
  }

 private:
  std::int64_t stride_;
  std::int64_t padding_;
  bool bias_;
};

}  // namespace

Bound conv2d(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::int64_t stride = arguments.integer("stride");
  const std::int64_t padding = arguments.integer("padding");
  const bool bias = arguments.boolean("bias");
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<Conv2d>(stride, padding, bias);
}

}  // namespace itw::nn::ops
