#pragma once

#include "runtime/nn/module.h"
#include "runtime/train/feed.h"
#include "runtime/train/loss.h"

namespace itw::train {

/// A contiguous part of a global batch: what one rank, or one virtual shard, works on.
struct Share {
  at::Tensor rows;         ///< I64 rows of the base dataset.
  std::int64_t first = 0;  ///< Position of the first sample in the global batch.
  double weight = 1;       ///< Of the whole batch: what its sum of losses is divided by.
  std::uint64_t step = 0;  ///< Global step, from 0.
};

/// Computes gradients of shares. All shares of a batch, wherever they are computed, add up to the
/// gradient of its mean loss, since each is weighted by its true size.
class Learner {
 public:
  /// `mixed`: products of matrices in bf16.
  Learner(nn::Module& module, Feed& feed, Loss& loss, bool mixed = false)
      : module_(module), feed_(feed), loss_(loss), mixed_(mixed) {}

  /// What the sum of a batch's losses is divided by to be its loss.
  double weightOf(const at::Tensor& rows) const;

  /// Adds the share's gradient to the module's and returns the sum of its samples' losses. Without
  /// a gradient if that sum is not finite.
  double addShare(const Share& share);

  /// The rows of the last share whose own loss is not finite.
  std::vector<std::int64_t> badRows(const Share& share) const;

  /// What is wrong with the shapes of the last share's prediction and target; empty if they fit.
  std::string mismatch() const { return loss_.mismatch(prediction_, feed_.target()); }

 private:
  nn::Module& module_;
  Feed& feed_;
  Loss& loss_;
  bool mixed_;
  at::Tensor prediction_;
};

}  // namespace itw::train
