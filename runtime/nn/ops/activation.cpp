#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

class Relu final : public Op {
 public:
  at::Tensor forward(const OpCall& call, const Pass&) const override {
    at::relu_out(reuseLike(call.memory.output, call.inputs[0]), call.inputs[0]);
    return call.memory.output;
  }

  void backward(const OpCall& call, const at::Tensor& gradient,
                std::span<const bool> wanted) const override {
    if (!wanted[0]) return;
    at::Tensor& inputGradient = reuseLike(call.memory.inputGradients[0], gradient);
    at::threshold_backward_out(inputGradient, gradient, call.memory.output, 0);
  }
};

class Flatten final : public Op {
 public:
  at::Tensor forward(const OpCall& call, const Pass&) const override {
    return call.inputs[0].flatten(1);
  }

  void backward(const OpCall& call, const at::Tensor& gradient,
                std::span<const bool> wanted) const override {
    if (wanted[0]) call.memory.inputGradients[0] = gradient.reshape(call.inputs[0].sizes());
  }
};

}  // namespace

Bound relu(const expr::LayerInstance&) { return std::make_unique<Relu>(); }

Bound flatten(const expr::LayerInstance&) { return std::make_unique<Flatten>(); }

Bound gelu(const expr::LayerInstance&) {
  return autogradOp([](auto inputs, auto) { return at::gelu(inputs[0]); });
}

Bound sigmoid(const expr::LayerInstance&) {
  return autogradOp([](auto inputs, auto) { return at::sigmoid(inputs[0]); });
}

Bound tanh(const expr::LayerInstance&) {
  return autogradOp([](auto inputs, auto) { return at::tanh(inputs[0]); });
}

}  // namespace itw::nn::ops
