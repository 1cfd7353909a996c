#include "runtime/nn/arguments.h"
#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

Bound unsqueeze(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::int64_t dim = arguments.integer("dim");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([dim](const FunctionCall& call) { return call.inputs[0].unsqueeze(dim); });
}

Bound squeeze(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::int64_t dim = arguments.integer("dim");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([dim](const FunctionCall& call) { return call.inputs[0].squeeze(dim); });
}

Bound reshape(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::vector<std::int64_t> sizes = arguments.integers("sizes");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([sizes](const FunctionCall& call) {
    std::vector<std::int64_t> shape = {call.inputs[0].size(0)};
    shape.insert(shape.end(), sizes.begin(), sizes.end());
    return call.inputs[0].reshape(shape);
  });
}

// Ops behind these read rows one after the other.
Bound permute(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::vector<std::int64_t> dims = arguments.integers("dims");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp(
      [dims](const FunctionCall& call) { return call.inputs[0].permute(dims).contiguous(); });
}

Bound transpose(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::vector<std::int64_t> dims = arguments.integers("dims");
  if (dims.size() != 2) arguments.complain("dims", "two dimensions");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([dims](const FunctionCall& call) {
    return call.inputs[0].transpose(dims[0], dims[1]).contiguous();
  });
}

Bound concat(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::int64_t dim = arguments.integer("dim");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([dim](const FunctionCall& call) {
    return at::cat(at::TensorList(call.inputs.data(), call.inputs.size()), dim);
  });
}

}  // namespace itw::nn::ops
