#include "runtime/data/windows.h"

#include <algorithm>
#include <cstring>

#include "runtime/data/assemble.h"
#include "runtime/data/transform_errors.h"

namespace itw::data {

namespace {

// Whether two samples of the view belong to the same series.
bool sameGroup(const DataView& view, const Column& group, std::int64_t a, std::int64_t b) {
  const std::size_t size = sampleBytes(group);
  const auto at = [&](std::int64_t position) {
    return group.bytes + static_cast<std::size_t>(rowAt(view, position)) * size;
  };
  return std::memcmp(at(a), at(b), size) == 0;
}

// Positions in the view where a window begins.
std::vector<std::int64_t> startsOf(const DataView& view, const WindowRule& rule,
                                   const Column* group) {
  std::vector<std::int64_t> starts;
  const std::int64_t reach = rule.length - 1 + rule.horizon;
  for (std::int64_t begin = 0; begin < view.size();) {
    std::int64_t end = begin + 1;
    while (end < view.size() && (group == nullptr || sameGroup(view, *group, begin, end))) ++end;
    for (std::int64_t start = begin; start + reach < end; start += rule.stride)
      starts.push_back(start);
    begin = end;
  }
  return starts;
}

// Samples [first, first + count) of the view, one after the other.
void copySamples(const DataView& view, const Column& column, std::int64_t first, std::int64_t count,
                 std::byte*& to) {
  const std::size_t size = sampleBytes(column);
  for (std::int64_t i = first; i < first + count; ++i, to += size)
    std::memcpy(to, column.bytes + static_cast<std::size_t>(rowAt(view, i)) * size, size);
}

}  // namespace

Result<std::shared_ptr<const Dataset>> windowsOf(const DataView& view, const WindowRule& rule) {
  const Column* target = view.base->find(rule.target);
  if (target == nullptr) return fail(noSuchField(rule.target));
  const Column* group = rule.group ? view.base->find(*rule.group) : nullptr;
  if (rule.group && group == nullptr) return fail(noSuchField(*rule.group));
  const std::vector<std::int64_t> starts = startsOf(view, rule, group);
  if (starts.empty()) return fail(noWindow(view.size(), rule.length, rule.horizon));

  Assembly assembly(static_cast<std::int64_t>(starts.size()));
  for (const std::string& name : rule.fields) {
    const Column* column = view.base->find(name);
    if (column == nullptr) return fail(noSuchField(name));
    Field field = column->field;
    // A window of labels is a row of integers: only a sole one is a label.
    field.type.classes = 0;
    field.type.shape.insert(field.type.shape.begin(), rule.length);
    std::byte* to = assembly.add(std::move(field));
    for (std::int64_t start : starts) copySamples(view, *column, start, rule.length, to);
  }
  Field last = target->field;
  last.name = kWindowTarget;
  std::byte* to = assembly.add(std::move(last));
  for (std::int64_t start : starts)
    copySamples(view, *target, start + rule.length - 1 + rule.horizon, 1, to);
  return assembly.finish();
}

}  // namespace itw::data
