#include "runtime/train/batch_gradient.h"

#include <cmath>

namespace itw::train {

// Contiguous parts whose sizes differ by one at most: the shares of ranks, too.
Share BatchGradient::partOf(const Share& batch, std::int64_t part, std::int64_t parts) {
  const std::int64_t count = batch.rows.size(0);
  const std::int64_t first = count * part / parts;
  Share share = batch;
  share.first = batch.first + first;
  share.rows = batch.rows.narrow(0, first, count * (part + 1) / parts - first);
  return share;
}

double BatchGradient::addParts(const Share& batch, std::int64_t parts) {
  double sum = 0;
  for (std::int64_t part = 0; part < parts; ++part) {
    const Share share = partOf(batch, part, parts);
    if (share.rows.size(0) == 0) continue;
    const double added = learner_.addShare(share);
    sum += added;
    if (std::isfinite(added)) continue;
    badShare_ = share;
    break;
  }
  return sum;
}

BatchGradient::Partial BatchGradient::ofShards(const Share& batch, std::int64_t first,
                                               std::int64_t last) {
  if (last - first > 1) {
    const std::int64_t middle = first + (last - first) / 2;
    Partial left = ofShards(batch, first, middle);
    if (!std::isfinite(left.sum)) return left;
    const Partial right = ofShards(batch, middle, last);
    for (std::size_t i = 0; i < left.gradients.size() && i < right.gradients.size(); ++i)
      left.gradients[i].add_(right.gradients[i]);
    left.sum += right.sum;
    return left;
  }
  weights_.beginStep();
  Partial shard;
  const Share share = partOf(batch, first, form_.shards);
  if (share.rows.size(0) > 0) shard.sum = addParts(share, form_.parts);
  if (!std::isfinite(shard.sum)) return shard;
  weights_.endStep();
  for (const nn::WeightBlock& block : weights_.blocks())
    shard.gradients.push_back(block.gradients.clone());
  return shard;
}

BatchLoss BatchGradient::compute(const at::Tensor& rows, std::uint64_t step) {
  const Share batch{.rows = rows, .first = 0, .weight = learner_.weightOf(rows), .step = step};
  if (form_.shards == 0) {
    weights_.beginStep();
    const double sum = addParts(batch, form_.parts);
    if (std::isfinite(sum)) weights_.endStep();
    return {sum, batch.weight};
  }
  const Partial whole = ofShards(batch, 0, form_.shards);
  if (std::isfinite(whole.sum))
    for (std::size_t i = 0; i < whole.gradients.size(); ++i)
      weights_.blocks()[i].gradients.copy_(whole.gradients[i]);
  return {whole.sum, batch.weight};
}

}  // namespace itw::train
