#include "compiler/base/nearest.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace itw {
namespace {

// Names beyond this length are not typed by hand.
constexpr std::size_t kMaxLength = 64;

std::size_t distanceWithin(std::string_view word, std::string_view candidate, std::size_t limit) {
  std::size_t distance = editDistance(word, candidate, limit);
  // One changed letter makes another name of one or two letters, not a slip.
  return distance >= std::max(word.size(), candidate.size()) ? limit + 1 : distance;
}

}  // namespace

std::size_t editDistance(std::string_view left, std::string_view right, std::size_t limit) {
  std::size_t gap =
      left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (gap > limit || left.size() > kMaxLength || right.size() > kMaxLength) return limit + 1;
  using Row = std::array<std::size_t, kMaxLength + 1>;
  Row before{};
  Row previous{};
  Row current{};
  for (std::size_t j = 0; j <= right.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      std::size_t substitution = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, substitution});
      bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before = previous;
    previous = current;
  }
  return std::min(previous[right.size()], limit + 1);
}

std::string spelling(std::string_view name) {
  std::string plain;
  for (char c : name)
    if (c != '_' && c != '-')
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return plain;
}

std::string nearestName(std::string_view word, const std::vector<std::string_view>& candidates) {
  // Every name of two letters is near any other.
  const std::size_t limit = word.size() <= 2   ? 0
                            : word.size() <= 4 ? 1
                                               : std::max<std::size_t>(2, word.size() / 3);
  const std::string plain = spelling(word);
  std::string_view best;
  std::size_t bestDistance = limit + 1;
  for (std::string_view candidate : candidates) {
    if (candidate == word) continue;
    const bool same = !plain.empty() && spelling(candidate) == plain;
    const std::size_t distance = same ? 0 : distanceWithin(word, candidate, limit);
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return std::string(best);
}

std::string nearestName(std::string_view word, const std::vector<std::string>& candidates) {
  return nearestName(word, std::vector<std::string_view>(candidates.begin(), candidates.end()));
}

}  // namespace itw
