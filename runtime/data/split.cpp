#include "runtime/data/split.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/data/data_errors.h"
#include "runtime/data/permutation.h"

namespace itw::data {

namespace {

constexpr const char* kPartNames[] = {"train", "validation", "test"};

}  // namespace

std::array<std::int64_t, 3> splitSizes(std::int64_t rows, const SplitShares& shares) {
  const std::array<double, 3> wanted = {shares.train * static_cast<double>(rows),
                                        shares.validation * static_cast<double>(rows),
                                        shares.test * static_cast<double>(rows)};
  // 0.1 * 30 is a little above 3: what is an integer but for rounding counts as one.
  constexpr double kRounding = 1e-9;
  std::array<std::int64_t, 3> sizes{};
  std::array<double, 3> remainders{};
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const double whole = std::floor(wanted[i] * (1 + kRounding));
    sizes[i] = static_cast<std::int64_t>(whole);
    remainders[i] = wanted[i] - whole;
  }
  std::array<std::size_t, 3> order = {0, 1, 2};
  std::stable_sort(order.begin(), order.end(), [&remainders](std::size_t a, std::size_t b) {
    return remainders[a] > remainders[b] + kRounding;
  });
  std::int64_t left = rows - std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
  for (std::size_t i = 0; left > 0; i = (i + 1) % order.size(), --left) ++sizes[order[i]];
  return sizes;
}

Result<SplitRows> splitRows(std::int64_t rows, const SplitShares& shares, std::int64_t seed) {
  const std::array<std::int64_t, 3> sizes = splitSizes(rows, shares);
  const std::array<double, 3> wanted = {shares.train, shares.validation, shares.test};
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (wanted[i] > 0 && sizes[i] == 0) return fail(emptyPart(kPartNames[i], wanted[i], rows));
  }
  const Permutation order(static_cast<std::uint64_t>(rows), philoxKey(seed, "split"), 0);
  SplitRows parts;
  std::array<std::vector<std::int64_t>*, 3> lists = {&parts.train, &parts.validation, &parts.test};
  std::uint64_t next = 0;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    lists[i]->reserve(static_cast<std::size_t>(sizes[i]));
    for (std::int64_t k = 0; k < sizes[i]; ++k) {
      lists[i]->push_back(static_cast<std::int64_t>(order[next++]));
    }
    std::sort(lists[i]->begin(), lists[i]->end());
  }
  return parts;
}

}  // namespace itw::data
