#include "runtime/nn/nn_errors.h"
#include "runtime/nn/op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn {

const std::vector<OpEntry>& opTable() {
  static const std::vector<OpEntry> kTable = {
      {"std.nn.add", {}, ops::add},
      {"std.nn.attention", {"heads", "dropout", "causal"}, ops::attention},
      {"std.nn.avg_pool1d", {"kernel", "stride"}, ops::avgPool1d},
      {"std.nn.avg_pool2d", {"kernel", "stride"}, ops::avgPool2d},
      {"std.nn.avg_pool3d", {"kernel", "stride"}, ops::avgPool3d},
      {"std.nn.batch_norm", {"eps", "momentum"}, ops::batchNorm},
      {"std.nn.concat", {"dim"}, ops::concat},
      {"std.nn.conv1d", {"out", "kernel", "stride", "padding", "bias"}, ops::conv1d},
      {"std.nn.conv2d", {"out", "kernel", "stride", "padding", "bias"}, ops::conv2d},
      {"std.nn.conv3d", {"out", "kernel", "stride", "padding", "bias"}, ops::conv3d},
      {"std.nn.dropout", {"p"}, ops::dropout},
      {"std.nn.elu", {"alpha"}, ops::elu},
      {"std.nn.embedding", {"count", "dim"}, ops::embedding},
      {"std.nn.flatten", {}, ops::flatten},
      {"std.nn.gelu", {}, ops::gelu},
      {"std.nn.group_norm", {"groups", "eps"}, ops::groupNorm},
      {"std.nn.gru", {"hidden"}, ops::gru},
      {"std.nn.layer_norm", {"eps"}, ops::layerNorm},
      {"std.nn.leaky_relu", {"slope"}, ops::leakyRelu},
      {"std.nn.linear", {"out", "bias"}, ops::linear},
      {"std.nn.log_softmax", {}, ops::logSoftmax},
      {"std.nn.lstm", {"hidden"}, ops::lstm},
      {"std.nn.max", {"dims"}, ops::largest},
      {"std.nn.max_pool1d", {"kernel", "stride"}, ops::maxPool1d},
      {"std.nn.max_pool2d", {"kernel", "stride"}, ops::maxPool2d},
      {"std.nn.max_pool3d", {"kernel", "stride"}, ops::maxPool3d},
      {"std.nn.mean", {"dims"}, ops::mean},
      {"std.nn.min", {"dims"}, ops::smallest},
      {"std.nn.multiply", {}, ops::multiply},
      {"std.nn.permute", {"dims"}, ops::permute},
      {"std.nn.relu", {}, ops::relu},
      {"std.nn.reshape", {"sizes"}, ops::reshape},
      {"std.nn.selu", {}, ops::selu},
      {"std.nn.sigmoid", {}, ops::sigmoid},
      {"std.nn.silu", {}, ops::silu},
      {"std.nn.softmax", {}, ops::softmax},
      {"std.nn.softplus", {}, ops::softplus},
      {"std.nn.squeeze", {"dim"}, ops::squeeze},
      {"std.nn.subtract", {}, ops::subtract},
      {"std.nn.sum", {"dims"}, ops::sum},
      {"std.nn.tanh", {}, ops::tanh},
      {"std.nn.transformer_encoder",
       {"heads", "hidden", "dropout", "norm_first"},
       ops::transformerEncoder},
      {"std.nn.transpose", {"dims"}, ops::transpose},
      {"std.nn.unsqueeze", {"dim"}, ops::unsqueeze},
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
