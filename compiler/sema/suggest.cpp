#include "compiler/sema/suggest.h"

#include <algorithm>
#include <array>

namespace itw::sema {
namespace {

struct Foreign {
  std::string_view theirs;
  std::string_view ours;
};

constexpr Foreign kForeign[] = {
#define ITW_FOREIGN(theirs, ours) {theirs, ours},
#include "compiler/sema/foreign_names.def"
#undef ITW_FOREIGN
};

bool contains(const std::vector<std::string_view>& candidates, std::string_view name) {
  return std::find(candidates.begin(), candidates.end(), name) != candidates.end();
}

// Names beyond this length are not typed by hand.
constexpr std::size_t kMaxLength = 64;

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

std::string nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  for (const Foreign& foreign : kForeign)
    if (foreign.theirs == name && contains(candidates, foreign.ours))
      return std::string(foreign.ours);
  std::size_t limit = std::max<std::size_t>(1, name.size() / 3);
  std::string_view best;
  std::size_t bestDistance = limit + 1;
  for (std::string_view candidate : candidates) {
    if (candidate == name) continue;
    std::size_t distance = editDistance(name, candidate, limit);
    // One changed letter makes another name of one or two letters, not a slip.
    if (distance >= std::max(name.size(), candidate.size())) continue;
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return std::string(best);
}

}  // namespace itw::sema
