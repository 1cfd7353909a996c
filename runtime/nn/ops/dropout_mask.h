#pragma once

#include <cstdint>

#include "runtime/nn/op.h"

namespace itw::nn::ops {

/// The probability of dropout in the form that random bits are compared with.
std::uint32_t dropoutThreshold(double probability);

/// Writes the mask of one batch into `mask`, f32 with samples along the first dimension: 0 where an
/// element is dropped, `scale` elsewhere. A function of key, step, sample and element
/// (architecture.md 4b), which at::dropout's sequential generator cannot give.
void fillDropoutMask(at::Tensor& mask, const Pass& pass, data::PhiloxKey key,
                     std::uint32_t threshold, float scale);

/// `input` under a dropout of its own within an op that has several: `site` counts them.
at::Tensor dropped(const at::Tensor& input, double probability, const Pass& pass,
                   data::PhiloxKey key, std::uint32_t site);

}  // namespace itw::nn::ops
