#pragma once

#include <bit>
#include <cstdint>

namespace itw::data {

/// The value of a bfloat16: the upper half of a float.
inline float floatOfBrain(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// The value of an IEEE 754 binary16; every one is a float.
inline float floatOfHalf(std::uint16_t bits) {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
  const std::uint32_t exponent = bits >> 10 & 0x1FU;
  const std::uint32_t fraction = bits & 0x3FFU;
  constexpr std::uint32_t kBias = 127 - 15;
  if (exponent == 0x1FU) return std::bit_cast<float>(sign | 0x7F800000U | fraction << 13);
  if (exponent != 0) return std::bit_cast<float>(sign | (exponent + kBias) << 23 | fraction << 13);
  // Subnormal: a multiple of 2^-24.
  const float value = static_cast<float>(fraction) * 0x1p-24F;
  return sign == 0 ? value : -value;
}

}  // namespace itw::data
