#include "runtime/sched/priorities.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace itw::sched {
namespace {

constexpr std::size_t kDigits = 1U << 16U;

/// For each task the cost of the dearest chain from its start to the end, capped.
std::vector<std::uint32_t> waysToTheEnd(const TaskGraph& graph, std::uint64_t* operations) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> ways(graph.size());
  for (std::size_t at = graph.size(); at-- > 0;) {
    const TaskId task(at);
    ways[at] =
        static_cast<std::uint32_t>(std::min(kMost, std::uint64_t{ways[at]} + graph.costOf(task)));
    for (TaskId need : graph.needsOf(task)) {
      ways[need.index()] = std::max(ways[need.index()], ways[at]);
      if (operations != nullptr) ++*operations;
    }
  }
  return ways;
}

/// One stable pass of a radix sort, larger digits first.
void sortByDigit(std::vector<std::uint32_t>& order, const std::vector<std::uint32_t>& keys,
                 unsigned shift) {
  std::vector<std::size_t> starts(kDigits + 1);
  const auto digitOf = [&](std::uint32_t task) {
    return kDigits - 1 - ((keys[task] >> shift) & (kDigits - 1));
  };
  for (std::uint32_t task : order) ++starts[digitOf(task) + 1];
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  std::vector<std::uint32_t> sorted(order.size());
  for (std::uint32_t task : order) sorted[starts[digitOf(task)]++] = task;
  order = std::move(sorted);
}

}  // namespace

std::vector<std::uint32_t> criticalPathRanks(const TaskGraph& graph, std::uint64_t* operations) {
  const std::vector<std::uint32_t> ways = waysToTheEnd(graph, operations);
  std::vector<std::uint32_t> order(graph.size());
  std::iota(order.begin(), order.end(), 0U);
  const std::uint32_t longest = ways.empty() ? 0 : *std::max_element(ways.begin(), ways.end());
  sortByDigit(order, ways, 0);
  if (longest >= kDigits) sortByDigit(order, ways, 16);
  if (operations != nullptr) *operations += 3 * order.size();
  std::vector<std::uint32_t> ranks(order.size());
  for (std::uint32_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
  return ranks;
}

}  // namespace itw::sched
