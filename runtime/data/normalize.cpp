#include "runtime/data/normalize.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/data/assemble.h"
#include "runtime/data/element_access.h"
#include "runtime/data/transform_errors.h"

namespace itw::data {

namespace {

struct Statistics {
  double count = 0;
  double mean = 0;
  double squares = 0;  // Sum of squared distances from the mean.
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();

  void add(double value) {
    ++count;
    const double distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
    least = std::min(least, value);
    most = std::max(most, value);
  }
};

Result<const Column*> floatingColumn(const Dataset& dataset, const std::string& field) {
  const Column* column = dataset.find(field);
  if (column == nullptr) return fail(noSuchField(field));
  if (!isFloating(column->field.type)) return fail(fieldNotFloating(column->field));
  return column;
}

Normalization fitColumn(const DataView& view, const Column& column, const NormalizeRule& rule) {
  const auto elements = static_cast<std::size_t>(column.field.type.elements());
  std::vector<Statistics> all(rule.perElement ? elements : 1);
  for (std::int64_t i = 0; i < view.size(); ++i) {
    const std::size_t first = static_cast<std::size_t>(rowAt(view, i)) * elements;
    for (std::size_t e = 0; e < elements; ++e)
      all[rule.perElement ? e : 0].add(elementAt(column, first + e));
  }
  Normalization result{.field = column.field.name, .shift = {}, .scale = {}};
  for (const Statistics& one : all) {
    const double scale = rule.minMax ? one.most - one.least : std::sqrt(one.squares / one.count);
    result.shift.push_back(rule.minMax ? one.least : one.mean);
    result.scale.push_back(scale > 0 ? scale : 1);
  }
  return result;
}

const Normalization* ruleOf(const std::vector<Normalization>& rules, const std::string& field) {
  for (const Normalization& rule : rules) {
    if (rule.field == field) return &rule;
  }
  return nullptr;
}

void apply(const DataView& view, const Column& column, const Normalization& rule, bool back,
           std::byte* to) {
  const auto elements = static_cast<std::size_t>(column.field.type.elements());
  std::size_t next = 0;
  for (std::int64_t i = 0; i < view.size(); ++i) {
    const std::size_t first = static_cast<std::size_t>(rowAt(view, i)) * elements;
    for (std::size_t e = 0; e < elements; ++e, ++next) {
      const std::size_t place = rule.shift.size() == 1 ? 0 : e;
      const double value = elementAt(column, first + e);
      const double moved = back ? value * rule.scale[place] + rule.shift[place]
                                : (value - rule.shift[place]) / rule.scale[place];
      storeFloating(to, next, column.field.type.dtype, moved);
    }
  }
}

}  // namespace

Result<std::vector<Normalization>> fitNormalization(const DataView& view,
                                                    const std::vector<std::string>& fields,
                                                    const NormalizeRule& rule) {
  std::vector<Normalization> all;
  for (const std::string& field : fields) {
    auto column = floatingColumn(*view.base, field);
    if (!column) return fail(std::move(column.error()));
    all.push_back(fitColumn(view, **column, rule));
  }
  return all;
}

Result<std::shared_ptr<const Dataset>> normalized(const DataView& view,
                                                  const std::vector<Normalization>& rules,
                                                  bool back) {
  for (const Normalization& rule : rules) {
    auto column = floatingColumn(*view.base, rule.field);
    if (!column) return fail(std::move(column.error()));
    const auto elements = static_cast<std::size_t>((*column)->field.type.elements());
    if (rule.shift.size() != 1 && rule.shift.size() != elements)
      return fail(otherElements((*column)->field, rule.shift.size()));
  }
  Assembly assembly(view.size());
  for (const Column& column : view.base->columns) {
    const Normalization* rule = ruleOf(rules, column.field.name);
    std::byte* to = assembly.add(column.field);
    if (rule != nullptr)
      apply(view, column, *rule, back, to);
    else
      gather(view, column, to);
  }
  return assembly.finish();
}

}  // namespace itw::data
