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
/// Mean of each window; autograd finds the gradient.
Bound avgPool2d(const expr::LayerInstance& layer);
/// Cross-correlation over channels.
Bound conv2d(const expr::LayerInstance& layer);
/// Own dropout, a function of seed, layer, step, sample and element.
Bound dropout(const expr::LayerInstance& layer);
/// A view, no copy.
Bound flatten(const expr::LayerInstance& layer);
/// The exact form, not the one with tanh.
Bound gelu(const expr::LayerInstance& layer);
/// One matrix product for all leading dimensions.
Bound linear(const expr::LayerInstance& layer);
/// Largest value of each window.
Bound maxPool2d(const expr::LayerInstance& layer);
/// max(x, 0).
Bound relu(const expr::LayerInstance& layer);
/// Logistic function.
Bound sigmoid(const expr::LayerInstance& layer);
/// Hyperbolic tangent.
Bound tanh(const expr::LayerInstance& layer);

}  // namespace itw::nn::ops
