#include "compiler/base/nearest.h"

#include <algorithm>

namespace itw {

std::size_t editDistance(std::string_view left, std::string_view right, std::size_t limit) {
  const std::size_t columns = right.size() + 1;
  const auto gap = [](std::size_t a, std::size_t b) { return a > b ? a - b : b - a; };
  if (gap(left.size(), right.size()) > limit) return limit + 1;
  std::vector<std::size_t> before(columns), last(columns), row(columns);
  for (std::size_t j = 0; j < columns; ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j < columns; ++j) {
      const std::size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      const bool swapped =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return std::min(last.back(), limit + 1);
}

std::string nearestName(std::string_view word, const std::vector<std::string>& candidates) {
  const std::size_t limit = std::min<std::size_t>(word.size() <= 3 ? 1 : 2, word.size() / 2);
  std::string best;
  std::size_t bestDistance = limit + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = editDistance(word, candidate, limit);
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

}  // namespace itw
