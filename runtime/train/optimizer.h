#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"
#include "runtime/nn/weights.h"

namespace itw::train {

/// Computes the loss and the gradients of this step's batch again, with the weights as they are.
using Evaluate = std::function<double()>;

/// A part of an optimizer's state: one number for each element of a block, or a single one.
struct StateTensor {
  std::string name;  ///< "squares".
  std::size_t block = 0;
  at::Tensor value;  ///< Flat like the block, or without dimensions.
};

/// Moves weights along their gradients, one fused kernel for each block of weights.
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  /// One step with `factor` times the learning rate from where the batch's loss is `loss` and its
  /// gradients are those of the blocks. Only those that search along a line call `evaluate`.
  virtual void step(std::vector<nn::WeightBlock>& blocks, double factor, double loss,
                    const Evaluate& evaluate) = 0;
  /// What the next step depends on; shares the memory of the optimizer. Empty before the first.
  virtual std::vector<StateTensor> state() const = 0;
  /// Goes on from a state; whatever does not belong to it is an error.
  virtual Result<void> restore(const std::vector<nn::WeightBlock>& blocks,
                               const std::vector<StateTensor>& state) = 0;
};

/// An optimizer under its name in the standard library.
struct OptimizerEntry {
  std::string_view name;
  std::vector<std::string_view> parameters;
  Result<std::unique_ptr<Optimizer>> (*make)(const expr::Component& component);
};

/// All optimizers, by name.
const std::vector<OptimizerEntry>& optimizerTable();

/// The optimizer that a component names.
Result<std::unique_ptr<Optimizer>> makeOptimizer(const expr::Component& component);

}  // namespace itw::train
