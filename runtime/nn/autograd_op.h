#pragma once

#include <functional>
#include <memory>
#include <span>

#include "runtime/nn/op.h"

namespace itw::nn {

/// What a forward function may use.
struct FunctionCall {
  std::span<const at::Tensor> inputs;
  std::span<const at::Tensor> weights;
  const Pass& pass;
  data::PhiloxKey key;  ///< Of this node's random numbers.
};

/// What an op computes from its inputs and its weights' values, in ATen calls.
using TensorFunction = std::function<at::Tensor(const FunctionCall& call)>;

/// An op from its forward function alone: LibTorch's autograd finds the gradients. The short way to
/// add an op; writing `backward` by hand saves a third of the time of small layers.
std::unique_ptr<Op> autogradOp(TensorFunction function);

/// An op with kernels of its own for plain passes and a function for mixed ones.
std::unique_ptr<Op> withMixed(std::unique_ptr<Op> plain, TensorFunction mixed);

}  // namespace itw::nn
