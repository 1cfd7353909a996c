#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/model_graph.h"
#include "runtime/data/philox.h"
#include "runtime/nn/tensors.h"

namespace itw::nn {

/// What a forward pass is for.
struct Pass {
  bool training = false;
  std::uint64_t step = 0;         ///< Global step, for dropout.
  std::uint32_t firstSample = 0;  ///< Position of the first sample in the global batch.
  bool mixed = false;             ///< Products of matrices in bf16, as LibTorch's autocast does.
};

/// A weight or buffer as an op sees it; a buffer has no gradient, and training may write it.
/// `gradient` has its place in the optimizer's buffer; within a step the first contribution
/// overwrites it and the others add to it.
struct WeightSlot {
  at::Tensor value;
  at::Tensor gradient;
  bool hasGradient = false;

  /// What is there already counts this much: the `beta` of a BLAS call that writes the gradient.
  double beta() const { return hasGradient ? 1 : 0; }
  /// Writes or adds a gradient that was computed elsewhere.
  void accumulate(const at::Tensor& contribution);
};

/// Memory of one node that is kept from step to step, so that training allocates nothing anew.
struct NodeMemory {
  at::Tensor output;
  std::vector<at::Tensor> kept;            ///< For the op's own use between forward and backward.
  std::vector<at::Tensor> inputGradients;  ///< Written by backward, one for each input.
};

/// One call of an op: the node's tensors and the layer's weights.
struct OpCall {
  std::span<const at::Tensor> inputs;
  std::span<WeightSlot*> weights;  ///< In the order of the op's declaration.
  NodeMemory& memory;
  data::PhiloxKey key;  ///< Of this node's random numbers.
};

/// An op with its arguments bound. It has no state of its own: what a node needs between forward
/// and backward stands in its NodeMemory, so one layer may serve several nodes.
class Op {
 public:
  virtual ~Op() = default;
  /// The node's output, which may be a view of an input.
  virtual at::Tensor forward(const OpCall& call, const Pass& pass) const = 0;
  /// Given the gradient of the output after a training forward: adds the weights' gradients, and
  /// writes memory.inputGradients[i] where wanted[i] is set.
  virtual void backward(const OpCall& call, const at::Tensor& gradient,
                        std::span<const bool> wanted) const = 0;
};

/// An op under its name in the standard library.
struct OpEntry {
  std::string_view name;
  std::vector<std::string_view> parameters;
  /// Binds the arguments of a layer.
  Result<std::unique_ptr<Op>> (*bind)(const expr::LayerInstance& layer);
};

/// All ops, by name.
const std::vector<OpEntry>& opTable();

/// Binds the op that a layer names.
Result<std::unique_ptr<Op>> bindOp(const expr::LayerInstance& layer);

}  // namespace itw::nn
