#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

// The state before the first step is zero.
at::Tensor firstState(const FunctionCall& call) {
  const std::int64_t hidden = call.weights[1].size(1);
  return at::zeros({1, call.inputs[0].size(0), hidden}, call.inputs[0].options());
}

}  // namespace

Bound lstm(const expr::LayerInstance&) {
  return autogradOp([](const FunctionCall& call) {
    const at::Tensor zero = firstState(call);
    const std::vector<at::Tensor> weights(call.weights.begin(), call.weights.end());
    return std::get<0>(at::lstm(call.inputs[0], {zero, zero}, weights, /*has_biases=*/true,
                                /*num_layers=*/1, /*dropout=*/0, call.pass.training,
                                /*bidirectional=*/false, /*batch_first=*/true));
  });
}

Bound gru(const expr::LayerInstance&) {
  return autogradOp([](const FunctionCall& call) {
    const std::vector<at::Tensor> weights(call.weights.begin(), call.weights.end());
    return std::get<0>(at::gru(call.inputs[0], firstState(call), weights, /*has_biases=*/true,
                               /*num_layers=*/1, /*dropout=*/0, call.pass.training,
                               /*bidirectional=*/false, /*batch_first=*/true));
  });
}

}  // namespace itw::nn::ops
