#pragma once

#include <string>

#include "runtime/nn/tensors.h"

namespace itw::train {

/// Empty if scores [N, C] are compared with labels [N], else what is wrong with them.
std::string labelMismatch(const at::Tensor& prediction, const at::Tensor& target);

/// Empty if both have one shape and are of a floating type, else what is wrong with them. Without
/// this, [N, 1] and [N] would be compared every one with every other.
std::string valueMismatch(const at::Tensor& prediction, const at::Tensor& target);

}  // namespace itw::train
