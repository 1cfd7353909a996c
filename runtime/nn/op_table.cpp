#include "runtime/nn/nn_errors.h"
#include "runtime/nn/op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn {

const std::vector<OpEntry>& opTable() {
  static const std::vector<OpEntry> kTable = {
      {"std.nn.add", {}, ops::add},
      {"std.nn.avg_pool2d", {"kernel", "stride"}, ops::avgPool2d},
      {"std.nn.conv2d", {"out", "kernel", "stride", "padding", "bias"}, ops::conv2d},
      {"std.nn.dropout", {"p"}, ops::dropout},
      {"std.nn.flatten", {}, ops::flatten},
      {"std.nn.gelu", {}, ops::gelu},
      {"std.nn.linear", {"out", "bias"}, ops::linear},
      {"std.nn.max_pool2d", {"kernel", "stride"}, ops::maxPool2d},
      {"std.nn.multiply", {}, ops::multiply},
      {"std.nn.relu", {}, ops::relu},
      {"std.nn.sigmoid", {}, ops::sigmoid},
      {"std.nn.subtract", {}, ops::subtract},
      {"std.nn.tanh", {}, ops::tanh},
  };
  return kTable;
}

Result<std::unique_ptr<Op>> bindOp(const expr::LayerInstance& layer) {
  for (const OpEntry& entry : opTable()) {
    if (entry.name == layer.op) return entry.bind(layer);
  }
  return fail(unknownComponent("op", layer.op));
}

void WeightSlot::accumulate(const at::Tensor& contribution) {
  if (hasGradient) {
    gradient.add_(contribution);
  } else {
    gradient.copy_(contribution);
  }
  hasGradient = true;
}

}  // namespace itw::nn
