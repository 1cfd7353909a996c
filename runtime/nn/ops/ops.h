#pragma once

#include <memory>

#include "runtime/nn/op.h"

namespace itw::nn::ops {

/// Result of binding an op's arguments; each function below is one op of stdlib/nn.itw.
using Bound = Result<std::unique_ptr<Op>>;

/// Sum, difference and product of two tensors of one shape: `+`, `-` and `*` of a model.
Bound add(const expr::LayerInstance& layer);
Bound subtract(const expr::LayerInstance& layer);
Bound multiply(const expr::LayerInstance& layer);
/// Self-attention of several heads.
Bound attention(const expr::LayerInstance& layer);
/// Mean of each window; autograd finds the gradient.
Bound avgPool1d(const expr::LayerInstance& layer);
Bound avgPool2d(const expr::LayerInstance& layer);
Bound avgPool3d(const expr::LayerInstance& layer);
/// Normalisation by the statistics of the batch, or by those kept of earlier ones.
Bound batchNorm(const expr::LayerInstance& layer);
/// Cross-correlation over channels.
Bound conv1d(const expr::LayerInstance& layer);
Bound conv2d(const expr::LayerInstance& layer);
Bound conv3d(const expr::LayerInstance& layer);
/// Own dropout, a function of seed, layer, step, sample and element.
Bound dropout(const expr::LayerInstance& layer);
/// Exponential linear unit.
Bound elu(const expr::LayerInstance& layer);
/// Rows of a table.
Bound embedding(const expr::LayerInstance& layer);
/// A view, no copy.
Bound flatten(const expr::LayerInstance& layer);
/// The exact form, not the one with tanh.
Bound gelu(const expr::LayerInstance& layer);
/// Normalisation within each group of channels of a sample.
Bound groupNorm(const expr::LayerInstance& layer);
/// Gated recurrent unit.
Bound gru(const expr::LayerInstance& layer);
/// Normalisation over the last dimension.
Bound layerNorm(const expr::LayerInstance& layer);
/// max(x, slope * x) for slopes below one.
Bound leakyRelu(const expr::LayerInstance& layer);
/// One matrix product for all leading dimensions.
Bound linear(const expr::LayerInstance& layer);
/// Logarithm of softmax.
Bound logSoftmax(const expr::LayerInstance& layer);
/// Long short-term memory.
Bound lstm(const expr::LayerInstance& layer);
/// Largest value of each window.
Bound maxPool1d(const expr::LayerInstance& layer);
Bound maxPool2d(const expr::LayerInstance& layer);
Bound maxPool3d(const expr::LayerInstance& layer);
/// Mean over dimensions.
Bound mean(const expr::LayerInstance& layer);
/// Sum over dimensions.
Bound sum(const expr::LayerInstance& layer);
/// A view with one dimension more.
Bound unsqueeze(const expr::LayerInstance& layer);
/// Takes a dimension of size one away.
Bound squeeze(const expr::LayerInstance& layer);
/// The elements of each sample in other dimensions.
Bound reshape(const expr::LayerInstance& layer);
/// Dimensions in another order.
Bound permute(const expr::LayerInstance& layer);
/// Two dimensions exchanged.
Bound transpose(const expr::LayerInstance& layer);
/// Tensors one behind the other along a dimension.
Bound concat(const expr::LayerInstance& layer);
/// Largest and smallest elements over dimensions; equal ones share the gradient.
Bound largest(const expr::LayerInstance& layer);
Bound smallest(const expr::LayerInstance& layer);
/// max(x, 0).
Bound relu(const expr::LayerInstance& layer);
/// Self-normalising unit.
Bound selu(const expr::LayerInstance& layer);
/// Logistic function.
Bound sigmoid(const expr::LayerInstance& layer);
/// x times its logistic function.
Bound silu(const expr::LayerInstance& layer);
/// Exponentials that sum to one over the last dimension.
Bound softmax(const expr::LayerInstance& layer);
/// log(1 + exp(x)).
Bound softplus(const expr::LayerInstance& layer);
/// Hyperbolic tangent.
Bound tanh(const expr::LayerInstance& layer);
/// One layer of a transformer's encoder.
Bound transformerEncoder(const expr::LayerInstance& layer);

}  // namespace itw::nn::ops
