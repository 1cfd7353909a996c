#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

Bound embedding(const expr::LayerInstance&) {
  return autogradOp(
      [](const FunctionCall& call) { return at::embedding(call.weights[0], call.inputs[0]); });
}

}  // namespace itw::nn::ops
