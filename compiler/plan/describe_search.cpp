#include "compiler/plan/describe_search.h"

#include <algorithm>
#include <cmath>

#include "compiler/expr/value_text.h"
#include "compiler/plan/plan.h"

namespace itw::plan {
namespace {

using expr::Record;
using expr::Value;

const Record kNoFields;

const Record& recordOf(const Value& value) {
  const auto* record = std::get_if<Record>(&value.node);
  return record == nullptr ? kNoFields : *record;
}

std::vector<Value> listOf(const Record& record, const std::string& name) {
  const Value* field = record.find(name);
  const auto* list = field == nullptr ? nullptr : std::get_if<expr::List>(&field->node);
  return list == nullptr ? std::vector<Value>{} : list->items;
}

std::string wordOf(const Record& record, const std::string& name) {
  const Value* field = record.find(name);
  const auto* text = field == nullptr ? nullptr : std::get_if<std::string>(&field->node);
  return text == nullptr ? "" : *text;
}

// ---- how many points there are

std::optional<double> pointsOfValue(const Value& value);

std::optional<double> pointsOfFields(const Record& record) {
  double points = 1;
  for (const expr::NamedValue& field : record.fields) {
    auto own = pointsOfValue(field.value);
    if (!own) return std::nullopt;
    points *= *own;
  }
  return points;
}

std::optional<double> pointsOfChoices(const Record& arguments) {
  double points = 0;
  for (const Value& choice : listOf(arguments, "choices")) {
    auto own = pointsOfValue(choice);
    if (!own) return std::nullopt;
    points += *own;
  }
  return points;
}

double numberOf(const Record& record, const std::string& name, double otherwise) {
  const Value* field = record.find(name);
  if (field == nullptr) return otherwise;
  if (const auto* quantity = std::get_if<expr::Quantity>(&field->node)) return quantity->amount;
  return expr::numberOf(*field).value_or(otherwise);
}

// One for what does not vary.
std::optional<double> pointsOfValue(const Value& value) {
  const auto* component = std::get_if<expr::Component>(&value.node);
  if (component == nullptr) return 1;
  const Record& arguments = component->arguments;
  if (component->name == "std.search.one_of") return pointsOfChoices(arguments);
  bool steps = component->name == "std.search.int_uniform" ||
               component->name == "std.search.int_log_uniform";
  if (steps) {
    double length = numberOf(arguments, "high", 0) - numberOf(arguments, "low", 0);
    return std::floor(length / numberOf(arguments, "step", 1)) + 1;
  }
  bool continuous = component->name.starts_with("std.search.");
  return continuous ? std::nullopt : pointsOfFields(arguments);
}

// ---- lines

void addSpace(std::vector<std::vector<std::string>>& rows, const Record& search) {
  for (const Value& draw : listOf(search, "space")) {
    const Record& record = recordOf(draw);
    std::string when = wordOf(record, "when");
    const Value* distribution = record.find("distribution");
    if (distribution == nullptr) continue;
    rows.push_back({wordOf(record, "name"),
                    "~ " + expr::textOf(*distribution) + (when.empty() ? "" : "  when " + when)});
  }
  for (const Value& axis : listOf(search, "axes")) {
    const Record& record = recordOf(axis);
    const Value* values = record.find("values");
    if (values != nullptr)
      rows.push_back({wordOf(record, "name"), "over " + expr::textOf(*values)});
  }
  for (const Value& name : listOf(search, "fixed"))
    if (const auto* text = std::get_if<std::string>(&name.node))
      rows.push_back({*text, "is fixed"});
}

void addConditions(std::vector<std::vector<std::string>>& rows, const Record& search) {
  for (const Value& requirement : listOf(search, "require")) {
    const Record& record = recordOf(requirement);
    std::string because = wordOf(record, "because");
    rows.push_back(
        {"require", wordOf(record, "condition") + (because.empty() ? "" : "  because " + because)});
  }
  for (const Value& objective : listOf(search, "objectives")) {
    const Record& record = recordOf(objective);
    rows.push_back({wordOf(record, "direction"), wordOf(record, "value")});
  }
  for (const Value& limit : listOf(search, "subject_to"))
    if (const auto* text = std::get_if<std::string>(&limit.node))
      rows.push_back({"subject to", *text});
}

void addSettings(std::vector<std::vector<std::string>>& rows, const Record& search) {
  std::string budget;
  for (const Value& limit : listOf(search, "budget"))
    budget += (budget.empty() ? "" : " or ") + expr::textOf(limit);
  if (!budget.empty()) rows.push_back({"budget", budget});
  for (const char* name :
       {"search", "prune", "parallel", "failure", "order", "select", "repeat", "report"}) {
    const Value* field = search.find(name);
    bool shown = field != nullptr && !std::holds_alternative<std::monostate>(field->node);
    const auto* text = shown ? std::get_if<std::string>(&field->node) : nullptr;
    if (shown) rows.push_back({name, text != nullptr ? *text : expr::textOf(*field)});
  }
}

}  // namespace

std::string aligned(const std::vector<std::vector<std::string>>& rows, const std::string& indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - row[i].size() + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::optional<double> pointsOf(const Value& search) {
  double points = numberOf(recordOf(search), "repeat", 1);
  for (const Value& draw : listOf(recordOf(search), "space")) {
    const Value* distribution = recordOf(draw).find("distribution");
    auto own = distribution == nullptr ? std::nullopt : pointsOfValue(*distribution);
    if (!own) return std::nullopt;
    points *= *own;
  }
  for (const Value& axis : listOf(recordOf(search), "axes"))
    points *= static_cast<double>(listOf(recordOf(axis), "values").size());
  return points;
}

std::string describeSearch(const Value& search) {
  const Record& record = recordOf(search);
  bool study = wordOf(record, "kind") == "study";
  auto points = pointsOf(search);
  std::string size = "a continuous space";
  if (points) size = expr::textOfDouble(*points);
  if (points && size.ends_with(".0")) size.resize(size.size() - 2);
  if (points) size += study ? " runs" : " points";
  std::string text = wordOf(record, "kind") + " " + wordOf(record, "name") + ": " + size + "\n\n";
  std::vector<std::vector<std::string>> rows;
  addSpace(rows, record);
  addConditions(rows, record);
  addSettings(rows, record);
  return text + aligned(rows, "  ");
}

std::string targetOf(const Plan& plan) {
  std::string name = plan.search ? wordOf(recordOf(*plan.search), "name") : "";
  return name.empty() ? plan.pipeline : name;
}

}  // namespace itw::plan
