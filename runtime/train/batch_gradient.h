#pragma once

#include <vector>

#include "runtime/train/learner.h"
#include "runtime/train/train_spec.h"

namespace itw::train {

/// A loss as a sum over samples and what it is divided by.
struct BatchLoss {
  double sum = 0;
  double weight = 0;

  double mean() const { return sum / weight; }
};

/// Computes the gradient of the mean loss of global batches.
class BatchGradient {
 public:
  BatchGradient(Learner& learner, nn::Weights& weights, GradientForm form)
      : learner_(learner), weights_(weights), form_(form) {}

  /// Leaves the gradient of the samples `rows` in the weights' blocks. The sum is not finite where
  /// a part's is not; then there is no gradient and `badShare` is that part.
  BatchLoss compute(const at::Tensor& rows, std::uint64_t step);

  /// The part of the last batch whose loss was not finite.
  const Share& badShare() const { return badShare_; }

 private:
  /// The gradients of a range of shards, one flat tensor a block, and the sum of their losses.
  struct Partial {
    std::vector<at::Tensor> gradients;
    double sum = 0;
  };

  double addParts(const Share& batch, std::int64_t parts);
  Partial ofShards(const Share& batch, std::int64_t first, std::int64_t last);
  static Share partOf(const Share& batch, std::int64_t part, std::int64_t parts);

  Learner& learner_;
  nn::Weights& weights_;
  GradientForm form_;
  Share badShare_;
};

}  // namespace itw::train
