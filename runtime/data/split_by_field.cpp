#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "runtime/data/assemble.h"
#include "runtime/data/data_errors.h"
#include "runtime/data/element_access.h"
#include "runtime/data/permutation.h"
#include "runtime/data/split.h"
#include "runtime/data/transform_errors.h"

namespace itw::data {

namespace {

using Parts = std::array<std::vector<std::int64_t>*, 3>;

constexpr const char* kPartNames[] = {"train", "validation", "test"};

std::array<double, 3> wantedOf(const SplitShares& shares) {
  return {shares.train, shares.validation, shares.test};
}

// The number of the group of each position, in order of first appearance.
std::vector<std::size_t> groupsOf(const DataView& view, const Column& column, std::size_t& count) {
  const std::size_t size = sampleBytes(column);
  std::unordered_map<std::string_view, std::size_t> seen;
  std::vector<std::size_t> groups;
  groups.reserve(static_cast<std::size_t>(view.size()));
  for (std::int64_t i = 0; i < view.size(); ++i) {
    const std::byte* at = column.bytes + static_cast<std::size_t>(rowAt(view, i)) * size;
    const std::string_view key(reinterpret_cast<const char*>(at), size);
    groups.push_back(seen.emplace(key, seen.size()).first->second);
  }
  count = seen.size();
  return groups;
}

// Samples of one time must not be on both sides of a cut.
std::size_t behindTies(const std::vector<double>& times, std::size_t cut) {
  while (cut > 0 && cut < times.size() && times[cut] == times[cut - 1]) ++cut;
  return cut;
}

}  // namespace

Result<SplitRows> splitGroups(const DataView& view, const std::string& field,
                              const SplitShares& shares, std::int64_t seed) {
  const Column* column = view.base->find(field);
  if (column == nullptr) return fail(noSuchField(field));
  std::size_t count = 0;
  const std::vector<std::size_t> groups = groupsOf(view, *column, count);
  const auto sizes = splitSizes(static_cast<std::int64_t>(count), shares);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (wantedOf(shares)[i] > 0 && sizes[i] == 0) return fail(emptyGroupPart(kPartNames[i], count));
  }
  const Permutation order(count, philoxKey(seed, "split groups"), 0);
  std::vector<std::size_t> partOf(count);
  std::uint64_t next = 0;
  for (std::size_t part = 0; part < sizes.size(); ++part)
    for (std::int64_t k = 0; k < sizes[part]; ++k) partOf[order[next++]] = part;
  SplitRows rows;
  const Parts parts = {&rows.train, &rows.validation, &rows.test};
  for (std::size_t i = 0; i < groups.size(); ++i)
    parts[partOf[groups[i]]]->push_back(static_cast<std::int64_t>(i));
  return rows;
}

Result<SplitRows> splitTime(const DataView& view, const std::string& field,
                            const SplitShares& shares) {
  const Column* column = view.base->find(field);
  if (column == nullptr) return fail(noSuchField(field));
  const bool half = expr::sizeOf(column->field.type.dtype) == 2;
  if (column->field.type.elements() != 1 || half) return fail(noTime(column->field));
  const auto timeAt = [&](std::int64_t position) {
    return elementAt(*column, static_cast<std::size_t>(rowAt(view, position)));
  };
  std::vector<std::int64_t> order(static_cast<std::size_t>(view.size()));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::int64_t a, std::int64_t b) { return timeAt(a) < timeAt(b); });
  std::vector<double> times;
  times.reserve(order.size());
  for (std::int64_t position : order) times.push_back(timeAt(position));

  const auto sizes = splitSizes(view.size(), shares);
  SplitRows rows;
  const Parts parts = {&rows.train, &rows.validation, &rows.test};
  std::size_t begin = 0;
  std::size_t planned = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    planned += static_cast<std::size_t>(sizes[i]);
    const std::size_t end = std::max(begin, behindTies(times, planned));
    parts[i]->assign(order.begin() + static_cast<std::ptrdiff_t>(begin),
                     order.begin() + static_cast<std::ptrdiff_t>(end));
    if (wantedOf(shares)[i] > 0 && begin == end)
      return fail(emptyPart(kPartNames[i], wantedOf(shares)[i], view.size()));
    begin = end;
  }
  return rows;
}

}  // namespace itw::data
