#pragma once

#include <deque>
#include <vector>

#include "runtime/train/optimizer.h"
#include "runtime/train/optimizers/number.h"

namespace itw::train::optimizers {

/// What L-BFGS remembers of the last steps: how the gradient changed along them, which makes an
/// approximation of the inverse Hessian. All tensors are flat, over all blocks.
class Curvature {
 public:
  explicit Curvature(std::int64_t history) : history_(history) {}

  /// Nothing is remembered yet.
  bool isNew() const { return !direction_.defined(); }

  /// The direction down from where the loss has this gradient, after learning from the last step.
  at::Tensor direction(const at::Tensor& gradient);

  /// How far in that direction the weights were moved.
  void onMoved(Number length) { length_ = length.value(); }

  /// As in Optimizer; `size` is the length of a flat tensor.
  std::vector<StateTensor> state() const;
  Result<void> restore(std::int64_t size, const std::vector<StateTensor>& state);

 private:
  struct Pair {
    at::Tensor difference;  // Of the gradients.
    at::Tensor step;        // Of the weights.
    double product = 0;     // One over the product of both.
  };

  void learn(const at::Tensor& gradient);

  std::int64_t history_;
  std::deque<Pair> pairs_;
  at::Tensor direction_;
  at::Tensor gradient_;
  double length_ = 0;
  double scale_ = 1;
};

}  // namespace itw::train::optimizers
