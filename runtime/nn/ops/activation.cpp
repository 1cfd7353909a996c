#include "runtime/nn/arguments.h"
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
  return autogradOp([](const FunctionCall& call) { return at::gelu(call.inputs[0]); });
}

Bound sigmoid(const expr::LayerInstance&) {
  return autogradOp([](const FunctionCall& call) { return at::sigmoid(call.inputs[0]); });
}

Bound tanh(const expr::LayerInstance&) {
  return autogradOp([](const FunctionCall& call) { return at::tanh(call.inputs[0]); });
}

Bound leakyRelu(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const double slope = arguments.number("slope");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp(
      [slope](const FunctionCall& call) { return at::leaky_relu(call.inputs[0], slope); });
}

Bound elu(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const double alpha = arguments.number("alpha");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([alpha](const FunctionCall& call) { return at::elu(call.inputs[0], alpha); });
}

Bound selu(const expr::LayerInstance&) {
  return autogradOp([](const FunctionCall& call) { return at::selu(call.inputs[0]); });
}

Bound silu(const expr::LayerInstance&) {
  return autogradOp([](const FunctionCall& call) { return at::silu(call.inputs[0]); });
}

Bound softplus(const expr::LayerInstance&) {
  return autogradOp([](const FunctionCall& call) { return at::softplus(call.inputs[0]); });
}

Bound softmax(const expr::LayerInstance&) {
  return autogradOp([](const FunctionCall& call) { return at::softmax(call.inputs[0], -1); });
}

Bound logSoftmax(const expr::LayerInstance&) {
  return autogradOp([](const FunctionCall& call) { return at::log_softmax(call.inputs[0], -1); });
}

}  // namespace itw::nn::ops
