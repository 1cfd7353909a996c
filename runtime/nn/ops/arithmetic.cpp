#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

Bound add(const expr::LayerInstance&) {
  return autogradOp([](auto inputs, auto) { return at::add(inputs[0], inputs[1]); });
}

Bound subtract(const expr::LayerInstance&) {
  return autogradOp([](auto inputs, auto) { return at::sub(inputs[0], inputs[1]); });
}

Bound multiply(const expr::LayerInstance&) {
  return autogradOp([](auto inputs, auto) { return at::mul(inputs[0], inputs[1]); });
}

}  // namespace itw::nn::ops
