#pragma once

#include "runtime/train/optimizer.h"

namespace itw::train::optimizers {

/// An optimizer that treats each block by itself, with a few tensors of state for each.
class BlockOptimizer : public Optimizer {
 public:
  void step(std::vector<nn::WeightBlock>& blocks, double factor, double loss,
            const Evaluate&) override;
  std::vector<StateTensor> state() const override;
  Result<void> restore(const std::vector<nn::WeightBlock>& blocks,
                       const std::vector<StateTensor>& state) override;

 protected:
  using State = std::vector<at::Tensor>;

  /// A tensor of the state: one number an element, or one for all.
  struct Slot {
    std::string_view name;
    bool perElement = true;
  };

  explicit BlockOptimizer(std::vector<Slot> slots) : slots_(std::move(slots)) {}

 private:
  /// Moves one block; `state` has a tensor for each slot, zero before the first step.
  virtual void update(nn::WeightBlock& block, State& state, double factor) = 0;
  void makeStates(const std::vector<nn::WeightBlock>& blocks);

  std::vector<Slot> slots_;
  std::vector<State> states_;
};

/// Result of binding an optimizer's arguments; each function is one of stdlib/train.itw.
using Bound = Result<std::unique_ptr<Optimizer>>;

/// Duchi et al. (2011).
Bound adagrad(const expr::Component& component);
/// adam and adamw.
Bound adam(const expr::Component& component);
/// Liu and Nocedal (1989), with a strong Wolfe line search.
Bound lbfgs(const expr::Component& component);
/// Tieleman and Hinton (2012).
Bound rmsprop(const expr::Component& component);
/// Plain, or with momentum.
Bound sgd(const expr::Component& component);

/// The state holds a tensor that the optimizer does not know, or lacks one.
Error badState(const std::string& name);

}  // namespace itw::train::optimizers
