#pragma once

#include <vector>

#include "runtime/nn/weights.h"
#include "runtime/train/train_spec.h"

namespace itw::train {

/// Brings the gradients within the bounds: the values first, then the norm, as a scale on all of
/// them (Pascanu et al., 2013; PyTorch's clip_grad_norm_ divides by the norm plus 1e-6).
void clip(std::vector<nn::WeightBlock>& blocks, const Clipping& clipping);

}  // namespace itw::train
