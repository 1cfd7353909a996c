#include "runtime/train/weight_average.h"

namespace itw::train {

WeightAverage::WeightAverage(const nn::Weights& weights, double decay) : decay_(decay) {
  for (const nn::WeightBlock& block : weights.blocks()) values_.push_back(block.values.clone());
}

void WeightAverage::update(const nn::Weights& weights, bool first) {
  const at::NoGradGuard plain;
  for (std::size_t i = 0; i < values_.size(); ++i)
    values_[i].lerp_(weights.blocks()[i].values, first ? 1 : 1 - decay_);
}

void WeightAverage::swapWith(nn::Weights& weights) {
  const at::NoGradGuard plain;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const at::Tensor average = values_[i].clone();
    values_[i].copy_(weights.blocks()[i].values);
    weights.blocks()[i].values.copy_(average);
  }
}

}  // namespace itw::train
