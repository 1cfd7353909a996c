#include "runtime/nn/arguments.h"
#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

std::vector<std::int64_t> dimsOf(Arguments& arguments) {
  std::vector<std::int64_t> dims;
  const expr::Value* value = arguments.optional("dims");
  const auto* list = value == nullptr ? nullptr : std::get_if<expr::List>(&value->node);
  if (list == nullptr) {
    arguments.complain("dims", "a list of dimensions");
    return dims;
  }
  for (const expr::Value& item : list->items) {
    const auto* dim = std::get_if<std::int64_t>(&item.node);
    if (dim == nullptr) arguments.complain("dims", "a list of dimensions");
    dims.push_back(dim == nullptr ? 0 : *dim);
  }
  return dims;
}

}  // namespace

// Without dimensions there is nothing to reduce, where LibTorch would reduce all.
Bound mean(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::vector<std::int64_t> dims = dimsOf(arguments);
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([dims](const FunctionCall& call) {
    return dims.empty() ? call.inputs[0].clone() : call.inputs[0].mean(dims);
  });
}

Bound sum(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::vector<std::int64_t> dims = dimsOf(arguments);
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([dims](const FunctionCall& call) {
    return dims.empty() ? call.inputs[0].clone() : call.inputs[0].sum(dims);
  });
}

Bound unsqueeze(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const std::int64_t dim = arguments.integer("dim");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([dim](const FunctionCall& call) { return call.inputs[0].unsqueeze(dim); });
}

}  // namespace itw::nn::ops
