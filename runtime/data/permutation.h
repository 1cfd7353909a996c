#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "runtime/data/philox.h"

namespace itw::data {

/// A pseudo-random order of [0, size) that is computed element by element, so that ranks share it
/// without sending it: a Feistel network over the next even power of two, walked until the result
/// is below `size` (Black and Rogaway, 2002).
class Permutation {
 public:
  /// The order number `epoch` of a stream.
  Permutation(std::uint64_t size, PhiloxKey key, std::uint64_t epoch);

  std::uint64_t size() const { return size_; }
  /// Where position `index` (below size) points.
  std::uint64_t operator[](std::uint64_t index) const;
  /// Writes where all `size` positions point, in their order: several at a time, as each alone
  /// waits for its own products.
  void fill(std::uint64_t* order) const;

 private:
  static constexpr int kRounds = 8;

  static constexpr std::size_t kLanes = 8;
  using Lanes = std::array<std::uint64_t, kLanes>;

  std::uint64_t encrypt(std::uint64_t value) const;
  void encryptAll(Lanes& values) const;

  std::uint64_t size_;
  int halfBits_;
  std::array<std::uint64_t, kRounds> roundKeys_{};
};

}  // namespace itw::data
