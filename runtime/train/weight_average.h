#pragma once

#include <vector>

#include "runtime/nn/weights.h"

namespace itw::train {

/// The exponential moving average of the weights: `decay` of itself and the rest of what they are
/// after each step (Polyak and Juditsky, 1992). It is what is measured and kept.
class WeightAverage {
 public:
  WeightAverage(const nn::Weights& weights, double decay);

  /// After a step; the average begins as the weights are after the first.
  void update(const nn::Weights& weights, bool first);
  /// Exchanges the weights with their average; a second call undoes it.
  void swapWith(nn::Weights& weights);

  /// One flat tensor a block; a checkpoint reads them, and writes to them.
  const std::vector<at::Tensor>& values() const { return values_; }

 private:
  double decay_;
  std::vector<at::Tensor> values_;
};

}  // namespace itw::train
