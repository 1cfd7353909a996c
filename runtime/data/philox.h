#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace itw::data {

/// Key of a stream of random numbers.
struct PhiloxKey {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  friend bool operator==(const PhiloxKey&, const PhiloxKey&) = default;
};

/// The constants of the authors' reference code.
inline constexpr std::uint32_t kPhiloxMultiplier0 = 0xD2511F53U;
inline constexpr std::uint32_t kPhiloxMultiplier1 = 0xCD9E8D57U;
inline constexpr std::uint32_t kPhiloxWeyl0 = 0x9E3779B9U;
inline constexpr std::uint32_t kPhiloxWeyl1 = 0xBB67AE85U;
inline constexpr int kPhiloxRounds = 10;

/// Four 32-bit words: a counter going in, random bits coming out.
using PhiloxBlock = std::array<std::uint32_t, 4>;

/// Philox 4x32-10 (Salmon et al., 2011): the block that belongs to a counter. No state, so any
/// element of any stream can be computed anywhere.
PhiloxBlock philox(PhiloxBlock counter, PhiloxKey key);

/// The key of one purpose ("dropout", "weight", "order") and name ("linear_1.w") under a user's
/// seed: streams of different purposes or names have nothing in common.
PhiloxKey philoxKey(std::int64_t seed, std::string_view purpose, std::string_view name = {});

/// Bits of the elements [first, first + bits.size()) of stream (key, high). Element e is word e % 4
/// of the block at counter {e / 4 low, e / 4 high, high low, high high}.
void philoxBits(PhiloxKey key, std::uint64_t high, std::uint64_t first,
                std::span<std::uint32_t> bits);

/// Where the bits of a batch of samples come from: element e of a sample is word e % 4 of the block
/// at counter {e / 4, sample, step low, step high}.
struct SampleStream {
  PhiloxKey key;
  std::uint64_t step = 0;
  std::uint32_t firstSample = 0;  ///< Position of the first sample in the global batch.
};

/// Writes `scale` where an element's bits reach `threshold` and 0 elsewhere: the mask of dropout.
/// `mask` holds whole samples of `elements` values each.
void philoxMask(const SampleStream& stream, std::size_t elements, std::uint32_t threshold,
                float scale, std::span<float> mask);

/// Maps bits to [0, 1) in steps of 2^-24, exactly the same on every machine.
inline float uniformOf(std::uint32_t bits) { return static_cast<float>(bits >> 8) * 0x1p-24F; }

/// Maps two words to [0, 1) in steps of 2^-53.
inline double uniformOf(std::uint32_t low, std::uint32_t high) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32 | low) >> 11;
  return static_cast<double>(bits) * 0x1p-53;
}

/// Maps two words to the standard normal distribution (inverse of its distribution function, AS 241
/// with relative error 1e-16) using only operations that IEEE 754 fixes to the last bit.
double normalOf(std::uint32_t low, std::uint32_t high);

}  // namespace itw::data
