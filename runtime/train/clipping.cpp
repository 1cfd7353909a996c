#include "runtime/train/clipping.h"

#include <cmath>

namespace itw::train {

namespace {

// The padding between the weights of a block is zero and does not count.
double normOf(const std::vector<nn::WeightBlock>& blocks) {
  double squares = 0;
  for (const nn::WeightBlock& block : blocks) {
    const double norm = at::linalg_vector_norm(block.gradients).item<double>();
    squares += norm * norm;
  }
  return std::sqrt(squares);
}

}  // namespace

void clip(std::vector<nn::WeightBlock>& blocks, const Clipping& clipping) {
  if (clipping.value)
    for (nn::WeightBlock& block : blocks) block.gradients.clamp_(-*clipping.value, *clipping.value);
  if (!clipping.norm) return;
  const double factor = *clipping.norm / (normOf(blocks) + 1e-6);
  if (factor >= 1) return;
  for (nn::WeightBlock& block : blocks) block.gradients.mul_(factor);
}

}  // namespace itw::train
