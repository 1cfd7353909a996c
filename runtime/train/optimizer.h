#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"
#include "runtime/nn/weights.h"

namespace itw::train {

/// Moves weights along their gradients, one fused kernel for each block of weights.
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  /// One step with `factor` times the learning rate.
  virtual void step(std::vector<nn::WeightBlock>& blocks, double factor) = 0;
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
