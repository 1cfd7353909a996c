#include "runtime/nn/arguments.h"
#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

// Cross-correlation over one, two or three dimensions: `convolution` takes all of them.
class Convolution final : public Op {
 public:
  Convolution(std::size_t dims, std::int64_t stride, std::int64_t padding, bool bias)
      : stride_(dims, stride),
        padding_(dims, padding),
        ones_(dims, 1),
        zeros_(dims, 0),
        bias_(bias) {}

  at::Tensor forward(const OpCall& call, const Pass&) const override {
    const at::Tensor& weight = call.weights[0]->value;
    const std::optional<at::Tensor> bias =
        bias_ ? std::optional(call.weights[1]->value) : std::nullopt;
    return at::convolution(call.inputs[0], weight, bias, stride_, padding_, ones_,
                           /*transposed=*/false, zeros_, /*groups=*/1);
  }

  void backward(const OpCall& call, const at::Tensor& gradient,
                std::span<const bool> wanted) const override {
    WeightSlot& weight = *call.weights[0];
    const std::vector<std::int64_t> biasSize = {weight.value.size(0)};
    auto [inputGradient, weightGradient, biasGradient] = at::convolution_backward(
        gradient, call.inputs[0], weight.value, at::OptionalIntArrayRef(biasSize), stride_,
        padding_, ones_, /*transposed=*/false, zeros_, /*groups=*/1, {wanted[0], true, bias_});
    weight.accumulate(weightGradient);
    if (bias_) call.weights[1]->accumulate(biasGradient);
    if (wanted[0]) call.memory.inputGradients[0] = inputGradient;
  }

 private:
  std::vector<std::int64_t> stride_;
  std::vector<std::int64_t> padding_;
  std::vector<std::int64_t> ones_;
  std::vector<std::int64_t> zeros_;
  bool bias_;
};

Bound convolution(const expr::LayerInstance& layer, std::size_t dims) {
  Arguments arguments(layer.name, layer.arguments);
  const std::int64_t stride = arguments.integer("stride");
  const std::int64_t padding = arguments.integer("padding");
  const bool bias = arguments.boolean("bias");
  if (arguments.error()) return fail(*arguments.error());
  const std::vector<std::int64_t> strides(dims, stride);
  const std::vector<std::int64_t> paddings(dims, padding);
  const std::vector<std::int64_t> ones(dims, 1);
  const std::vector<std::int64_t> zeros(dims, 0);
  return withMixed(std::make_unique<Convolution>(dims, stride, padding, bias),
                   [=](const FunctionCall& call) {
                     const std::optional<at::Tensor> shift =
                         bias ? std::optional(call.weights[1]) : std::nullopt;
                     return at::convolution(call.inputs[0], call.weights[0], shift, strides,
                                            paddings, ones, /*transposed=*/false, zeros, 1);
                   });
}

}  // namespace

Bound conv1d(const expr::LayerInstance& layer) { return convolution(layer, 1); }
Bound conv2d(const expr::LayerInstance& layer) { return convolution(layer, 2); }
Bound conv3d(const expr::LayerInstance& layer) { return convolution(layer, 3); }

}  // namespace itw::nn::ops
