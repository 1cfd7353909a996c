#include "runtime/nn/arguments.h"
#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

Bound batchNorm(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const double eps = arguments.number("eps");
  const double momentum = arguments.number("momentum");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([eps, momentum](const FunctionCall& call) {
    return at::batch_norm(call.inputs[0], call.weights[0], call.weights[1], call.weights[2],
                          call.weights[3], call.pass.training, momentum, eps,
                          /*cudnn_enabled=*/false);
  });
}

Bound layerNorm(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const double eps = arguments.number("eps");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([eps](const FunctionCall& call) {
    const at::Tensor& input = call.inputs[0];
    return at::layer_norm(input, {input.size(-1)}, call.weights[0], call.weights[1], eps);
  });
}

Bound groupNorm(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::int64_t groups = arguments.integer("groups");
  const double eps = arguments.number("eps");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([groups, eps](const FunctionCall& call) {
    return at::group_norm(call.inputs[0], groups, call.weights[0], call.weights[1], eps);
  });
}

}  // namespace itw::nn::ops
