#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/expr/model_graph.h"
#include "runtime/nn/op.h"

namespace itw::nn {

/// All weights of one element type, and their gradients, in two flat tensors: what an optimizer or
/// a collective works on in one call. Every weight begins on a cache line; the gaps stay zero.
struct WeightBlock {
  at::Tensor values;
  at::Tensor gradients;
};

/// The weights of a model by name; values and gradients are views into blocks.
class Weights {
 public:
  explicit Weights(const expr::ModelGraph& graph);
  Weights(const Weights&) = delete;
  Weights& operator=(const Weights&) = delete;

  std::size_t size() const { return slots_.size(); }
  const std::string& nameOf(std::size_t index) const { return names_[index]; }
  WeightSlot& slot(std::size_t index) { return slots_[index]; }
  const WeightSlot& slot(std::size_t index) const { return slots_[index]; }
  /// The trainable ones, for optimizers and collectives.
  std::vector<WeightBlock>& blocks() { return blocks_; }
  const std::vector<WeightBlock>& blocks() const { return blocks_; }

  /// Everything that makes the model, flat: the values of the blocks, then the buffers.
  std::vector<at::Tensor> values() const;

  /// Which of `values` holds a weight, and the weight's part of any flat tensor of that length: its
  /// gradient, or an optimizer's state for it.
  std::size_t blockOf(std::size_t index) const { return blockOf_[index]; }
  at::Tensor partOf(std::size_t index, const at::Tensor& flat) const;

  /// Forgets the gradients of the last step; those that get no new one count as zero.
  void beginStep();
  /// Zeroes the gradients that no node wrote in this step.
  void endStep();

 private:
  std::vector<std::string> names_;
  std::vector<WeightSlot> slots_;
  std::vector<std::size_t> blockOf_;
  std::vector<WeightBlock> blocks_;
  std::vector<at::Tensor> buffers_;  // One for each type.
};

}  // namespace itw::nn
