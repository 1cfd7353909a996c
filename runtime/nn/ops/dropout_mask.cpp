#include "runtime/nn/ops/dropout_mask.h"

#include <algorithm>
#include <cmath>

namespace itw::nn::ops {

std::uint32_t dropoutThreshold(double probability) {
  return static_cast<std::uint32_t>(std::min(std::round(probability * 0x1p32), 0xFFFFFFFFp0));
}

void fillDropoutMask(at::Tensor& mask, const Pass& pass, data::PhiloxKey key,
                     std::uint32_t threshold, float scale) {
  const auto count = static_cast<std::size_t>(mask.numel());
  const auto samples = static_cast<std::size_t>(mask.size(0));
  data::philoxMask({.key = key, .step = pass.step, .firstSample = pass.firstSample},
                   samples == 0 ? 0 : count / samples, threshold, scale,
                   {mask.data_ptr<float>(), count});
}

at::Tensor dropped(const at::Tensor& input, double probability, const Pass& pass,
                   data::PhiloxKey key, std::uint32_t site) {
  if (!pass.training || probability == 0) return input;
  const data::PhiloxBlock block = data::philox({site, 0, 0, 0}, key);
  at::Tensor mask =
      at::empty(input.sizes(), input.options().dtype(at::kFloat).requires_grad(false));
  fillDropoutMask(mask, pass, {block[0], block[1]}, dropoutThreshold(probability), 1.0F);
  return input * mask.to(input.scalar_type()).mul_(1 / (1 - probability));
}

}  // namespace itw::nn::ops
