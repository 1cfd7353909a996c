#include "runtime/data/permutation.h"

#include <bit>

#include "compiler/base/check.h"

namespace itw::data {

namespace {

// The finaliser of SplitMix64: every bit of the input moves every bit of the output.
std::uint64_t mix(std::uint64_t value) {
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ value >> 27) * 0x94D049BB133111EBULL;
  return value ^ value >> 31;
}

}  // namespace

Permutation::Permutation(std::uint64_t size, PhiloxKey key, std::uint64_t epoch)
    : size_(size), halfBits_(size < 2 ? 1 : static_cast<int>((std::bit_width(size - 1) + 1) / 2)) {
  for (std::uint32_t round = 0; round < kRounds; ++round) {
    const PhiloxBlock block = philox(
        {round, 0, static_cast<std::uint32_t>(epoch), static_cast<std::uint32_t>(epoch >> 32)},
        key);
    roundKeys_[round] = static_cast<std::uint64_t>(block[1]) << 32 | block[0];
  }
}

std::uint64_t Permutation::encrypt(std::uint64_t value) const {
  const std::uint64_t mask = (std::uint64_t{1} << halfBits_) - 1;
  std::uint64_t left = value >> halfBits_;
  std::uint64_t right = value & mask;
  for (std::uint64_t key : roundKeys_) {
    const std::uint64_t next = left ^ (mix(right + key) & mask);
    left = right;
    right = next;
  }
  return left << halfBits_ | right;
}

void Permutation::encryptAll(Lanes& values) const {
  const std::uint64_t mask = (std::uint64_t{1} << halfBits_) - 1;
  Lanes left;
  Lanes right;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    left[lane] = values[lane] >> halfBits_;
    right[lane] = values[lane] & mask;
  }
  for (std::uint64_t key : roundKeys_)
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const std::uint64_t next = left[lane] ^ (mix(right[lane] + key) & mask);
      left[lane] = right[lane];
      right[lane] = next;
    }
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    values[lane] = left[lane] << halfBits_ | right[lane];
}

void Permutation::fill(std::uint64_t* order) const {
  // A lane whose walk has ended takes the next position, so that all of them work.
  Lanes values;
  Lanes positions;
  std::uint64_t next = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) values[lane] = positions[lane] = next++;
  while (next + kLanes <= size_) {
    encryptAll(values);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      if (values[lane] >= size_) continue;
      order[positions[lane]] = values[lane];
      values[lane] = positions[lane] = next++;
    }
  }
  for (const std::uint64_t position : positions)
    if (position < size_) order[position] = (*this)[position];
  for (; next < size_; ++next) order[next] = (*this)[next];
}

std::uint64_t Permutation::operator[](std::uint64_t index) const {
  ITW_CHECK(index < size_, "a position inside the permutation");
  std::uint64_t value = encrypt(index);
  while (value >= size_) value = encrypt(value);
  return value;
}

}  // namespace itw::data
