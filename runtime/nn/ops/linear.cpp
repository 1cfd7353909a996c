#include "runtime/nn/arguments.h"
#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

// [..B, I] as [B, I]: one matrix product for all leading dimensions.
at::Tensor asRows(const at::Tensor& tensor) {
  return tensor.dim() == 2 ? tensor : tensor.reshape({-1, tensor.size(-1)});
}

class Linear final : public Op {
 public:
  explicit Linear(bool bias) : bias_(bias) {}

  at::Tensor forward(const OpCall& call, const Pass&) const override {
    const at::Tensor& input = call.inputs[0];
    const at::Tensor& weight = call.weights[0]->value;
    const at::Tensor rows = asRows(input);
    at::Tensor& output =
        reuse(call.memory.output, {rows.size(0), weight.size(0)}, input.scalar_type());
    if (bias_) {
      at::addmm_out(output, call.weights[1]->value, rows, weight.t());
    } else {
      at::mm_out(output, rows, weight.t());
    }
    if (input.dim() == 2) return output;
    std::vector<std::int64_t> shape = input.sizes().vec();
    shape.back() = weight.size(0);
    return output.view(shape);
  }

  void backward(const OpCall& call, const at::Tensor& gradient,
                std::span<const bool> wanted) const override {
    WeightSlot& weight = *call.weights[0];
    const at::Tensor rows = asRows(call.inputs[0]);
    const at::Tensor gradientRows = asRows(gradient);
    at::addmm_out(weight.gradient, weight.gradient, gradientRows.t(), rows, weight.beta());
    weight.hasGradient = true;
    if (bias_) addBias(*call.weights[1], gradientRows);
    if (!wanted[0]) return;
    at::Tensor& inputGradient = call.memory.inputGradients[0];
    reuse(inputGradient, rows.sizes(), rows.scalar_type());
    at::mm_out(inputGradient, gradientRows, weight.value);
    if (call.inputs[0].dim() != 2) inputGradient = inputGradient.view(call.inputs[0].sizes());
  }

 private:
  static void addBias(WeightSlot& bias, const at::Tensor& gradientRows) {
    if (bias.hasGradient) {
      bias.accumulate(gradientRows.sum(0));
      return;
    }
    at::sum_out(bias.gradient, gradientRows, at::IntArrayRef{0});
    bias.hasGradient = true;
  }

  bool bias_;
};

}  // namespace

Bound linear(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const bool bias = arguments.boolean("bias");
  if (arguments.error()) return fail(*arguments.error());
  return withMixed(std::make_unique<Linear>(bias), [bias](const FunctionCall& call) {
    return at::linear(call.inputs[0], call.weights[0],
                      bias ? std::optional(call.weights[1]) : std::nullopt);
  });
}

}  // namespace itw::nn::ops
