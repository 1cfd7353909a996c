#include "compiler/lower/search_value.h"

namespace itw::lower {
namespace {

using expr::List;
using expr::Record;
using expr::Value;

Value text(const std::string& word) { return {word}; }

template <class Item, class F>
Value listOf(const std::vector<Item>& items, F make) {
  List list;
  for (const Item& item : items) list.items.push_back(make(item));
  return {std::move(list)};
}

Value optional(const std::optional<expr::Component>& component) {
  return component ? Value{*component} : Value{};
}

Value requirements(const std::vector<sema::Requirement>& all) {
  return listOf(all, [](const sema::Requirement& each) {
    return Value{Record{{{"condition", text(each.condition)}, {"because", text(each.because)}}}};
  });
}

Value objectiveValue(const sema::Objective& objective) {
  std::string direction = objective.maximize ? "maximize" : "minimize";
  return {Record{{{"direction", text(direction)}, {"value", text(objective.value)}}}};
}

Value drawValue(const sema::Draw& draw) {
  return {Record{{{"name", text(draw.path)},
                  {"type", text(draw.type)},
                  {"distribution", draw.distribution},
                  {"when", text(draw.when)}}}};
}

Value selectValue(const std::optional<sema::Objective>& select) {
  if (!select) return {};
  return text((select->maximize ? "largest(" : "smallest(") + select->value + ")");
}

}  // namespace

Value searchValue(const sema::SweepInfo& sweep) {
  return {Record{{
      {"kind", text("sweep")},
      {"name", text(sweep.name)},
      {"space", listOf(sweep.space, drawValue)},
      {"fixed", listOf(sweep.fixed, text)},
      {"require", requirements(sweep.requirements)},
      {"objectives", listOf(sweep.objectives, objectiveValue)},
      {"subject_to", listOf(sweep.limits, text)},
      {"search", optional(sweep.search)},
      {"prune", optional(sweep.prune)},
      {"budget",
       listOf(sweep.budget.limits, [](const expr::Quantity& each) { return Value{each}; })},
      {"parallel", {sweep.parallel}},
      {"failure", text(sweep.failure)},
      {"order", text(sweep.order)},
      {"select", selectValue(sweep.select)},
  }}};
}

Value searchValue(const sema::StudyInfo& study) {
  auto axis = [](const sema::Axis& each) {
    return Value{Record{
        {{"name", text(each.path)}, {"type", text(each.type)}, {"values", {List{each.values}}}}}};
  };
  return {Record{{
      {"kind", text("study")},
      {"name", text(study.name)},
      {"axes", listOf(study.axes, axis)},
      {"require", requirements(study.requirements)},
      {"repeat", {study.repeat}},
      {"parallel", {study.parallel}},
      {"report", study.report.empty() ? Value{} : text(study.report)},
  }}};
}

}  // namespace itw::lower
