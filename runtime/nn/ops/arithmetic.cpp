#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

Bound add(const expr::LayerInstance&) {
  return autogradOp(
      [](const FunctionCall& call) { return at::add(call.inputs[0], call.inputs[1]); });
}

Bound subtract(const expr::LayerInstance&) {
  return autogradOp(
      [](const FunctionCall& call) { return at::sub(call.inputs[0], call.inputs[1]); });
}

Bound multiply(const expr::LayerInstance&) {
  return autogradOp(
      [](const FunctionCall& call) { return at::mul(call.inputs[0], call.inputs[1]); });
}

}  // namespace itw::nn::ops
