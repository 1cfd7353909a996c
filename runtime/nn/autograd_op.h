#pragma once

#include <functional>
#include <memory>
#include <span>

#include "runtime/nn/op.h"

namespace itw::nn {

/// What an op computes from its inputs and its weights' values, in ATen calls.
using TensorFunction = std::function<at::Tensor(std::span<const at::Tensor> inputs,
                                                std::span<const at::Tensor> weights)>;

/// An op from its forward function alone: LibTorch's autograd finds the gradients. The short way to
/// add an op; writing `backward` by hand saves a third of the time of small layers.
std::unique_ptr<Op> autogradOp(TensorFunction function);

}  // namespace itw::nn
