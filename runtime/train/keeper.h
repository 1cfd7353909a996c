#pragma once

#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"
#include "runtime/nn/weights.h"
#include "runtime/train/series.h"
#include "runtime/train/trainer.h"

namespace itw::train {

/// The outcome of one epoch.
struct EpochResult {
  std::vector<double> values;      ///< One for each series.
  std::vector<Measured> measured;  ///< All outputs but the model.
};

/// Holds the epoch that a training will hand out: the last, or the best by a series.
class Keeper {
 public:
  /// What `keep` says, for a training with these series.
  static Result<Keeper> of(const expr::Component& keep, const std::vector<Series>& series);

  /// Takes the epoch if it is the one to keep so far. The first of equals wins.
  void offer(const nn::Weights& weights, EpochResult result);
  /// Puts the kept weights back and hands out the kept results.
  std::vector<Measured> handOut(nn::Weights& weights);

  /// What is kept so far, for a checkpoint; the weights are flat, one a block, and none where the
  /// last epoch is kept.
  bool hasAny() const { return hasAny_; }
  const EpochResult& result() const { return kept_; }
  const std::vector<at::Tensor>& values() const { return values_; }
  void restore(EpochResult result, std::vector<at::Tensor> values);

 private:
  bool isBetter(const EpochResult& result) const;

  int series_ = -1;  // Index of the series to judge by; -1 for the last epoch.
  bool higherIsBetter_ = false;
  bool hasAny_ = false;
  EpochResult kept_;
  std::vector<at::Tensor> values_;  // Copies of the blocks; none for the last epoch.
};

}  // namespace itw::train
