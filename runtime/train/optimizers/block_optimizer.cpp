#include "runtime/train/optimizers/block_optimizer.h"

#include "runtime/nn/nn_errors.h"

namespace itw::train::optimizers {

Error badState(const std::string& name) {
  return nn::weightMismatch("optimizer." + name, "does not belong to this optimizer");
}

void BlockOptimizer::makeStates(const std::vector<nn::WeightBlock>& blocks) {
  states_.clear();
  for (const nn::WeightBlock& block : blocks) {
    State& state = states_.emplace_back();
    for (const Slot& slot : slots_)
      state.push_back(slot.perElement ? at::zeros_like(block.values) : at::zeros({}, at::kFloat));
  }
}

void BlockOptimizer::step(std::vector<nn::WeightBlock>& blocks, double factor, double,
                          const Evaluate&) {
  const at::NoGradGuard plain;
  if (states_.empty()) makeStates(blocks);
  for (std::size_t i = 0; i < blocks.size(); ++i) update(blocks[i], states_[i], factor);
}

std::vector<StateTensor> BlockOptimizer::state() const {
  std::vector<StateTensor> all;
  for (std::size_t block = 0; block < states_.size(); ++block)
    for (std::size_t i = 0; i < slots_.size(); ++i)
      all.push_back({std::string(slots_[i].name), block, states_[block][i]});
  return all;
}

Result<void> BlockOptimizer::restore(const std::vector<nn::WeightBlock>& blocks,
                                     const std::vector<StateTensor>& state) {
  makeStates(blocks);
  const std::vector<StateTensor> places = this->state();
  if (state.size() != places.size()) return fail(badState("*"));
  for (const StateTensor& place : places) {
    const StateTensor* found = nullptr;
    for (const StateTensor& one : state)
      if (one.name == place.name && one.block == place.block) found = &one;
    if (found == nullptr || found->value.sizes() != place.value.sizes())
      return fail(badState(place.name));
    at::Tensor target = place.value;
    target.copy_(found->value);
  }
  return {};
}

}  // namespace itw::train::optimizers
