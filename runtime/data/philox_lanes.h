#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/data/philox.h"

namespace itw::data {

/// Blocks that are computed side by side.
inline constexpr std::size_t kPhiloxLanes = 16;

/// Word w of block i is words[w][i].
struct PhiloxLanes {
  alignas(64) std::uint32_t words[4][kPhiloxLanes];
};

/// philox() of every block, with the vector instructions of this machine; integers, so the bits are
/// the same on all of them.
void philoxInPlace(PhiloxLanes& blocks, PhiloxKey key);

/// The same without vector instructions.
void philoxInPlacePortable(PhiloxLanes& blocks, PhiloxKey key);

/// mask[4 * i + w] = words[w][i] >= threshold ? scale : 0.
void selectInOrder(const PhiloxLanes& blocks, std::uint32_t threshold, float scale, float* mask);

/// The same without vector instructions.
void selectInOrderPortable(const PhiloxLanes& blocks, std::uint32_t threshold, float scale,
                           float* mask);

}  // namespace itw::data
