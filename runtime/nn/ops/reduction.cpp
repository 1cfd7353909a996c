#include "runtime/nn/arguments.h"
#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

// Without dimensions there is nothing to reduce, where LibTorch would reduce all.
template <class Reduce>
Bound reduction(const expr::LayerInstance& layer, Reduce reduce) {
  Arguments arguments(layer.name, layer.arguments);
  const std::vector<std::int64_t> dims = arguments.integers("dims");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([dims, reduce](const FunctionCall& call) {
    return dims.empty() ? call.inputs[0].clone() : reduce(call.inputs[0], dims);
  });
}

}  // namespace

Bound mean(const expr::LayerInstance& layer) {
  return reduction(layer, [](const at::Tensor& x, at::IntArrayRef dims) { return x.mean(dims); });
}

Bound sum(const expr::LayerInstance& layer) {
  return reduction(layer, [](const at::Tensor& x, at::IntArrayRef dims) { return x.sum(dims); });
}

Bound largest(const expr::LayerInstance& layer) {
  return reduction(layer, [](const at::Tensor& x, at::IntArrayRef dims) { return x.amax(dims); });
}

Bound smallest(const expr::LayerInstance& layer) {
  return reduction(layer, [](const at::Tensor& x, at::IntArrayRef dims) { return x.amin(dims); });
}

}  // namespace itw::nn::ops
