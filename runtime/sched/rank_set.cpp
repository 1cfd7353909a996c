#include "runtime/sched/rank_set.h"

#include <bit>

namespace itw::sched {
namespace {

constexpr std::size_t kBits = 64;

std::uint64_t bit(std::size_t number) { return std::uint64_t{1} << (number % kBits); }

}  // namespace

RankSet::RankSet(std::size_t size) {
  do {
    size = (size + kBits - 1) / kBits;
    levels_.emplace_back(size == 0 ? 1 : size);
  } while (size > 1);
}

void RankSet::insert(std::size_t number) {
  for (auto& level : levels_) {
    level[number / kBits] |= bit(number);
    number /= kBits;
  }
}

void RankSet::erase(std::size_t number) {
  for (auto& level : levels_) {
    level[number / kBits] &= ~bit(number);
    if (level[number / kBits] != 0) return;
    number /= kBits;
  }
}

std::optional<std::size_t> RankSet::first() const {
  if (empty()) return std::nullopt;
  std::size_t number = 0;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    number = number * kBits + static_cast<std::size_t>(std::countr_zero((*level)[number]));
  }
  return number;
}

}  // namespace itw::sched
