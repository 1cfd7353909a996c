#include "compiler/driver/search_template.h"

#include "compiler/expr/value_text.h"

namespace itw {
namespace {

using expr::Component;
using expr::Record;
using expr::Value;

const Value* fieldOf(const Value& value, const std::string& name) {
  const auto* record = std::get_if<Record>(&value.node);
  return record == nullptr ? nullptr : record->find(name);
}

const Value* firstOf(const Value* list) {
  const auto* items = list == nullptr ? nullptr : std::get_if<expr::List>(&list->node);
  return items == nullptr || items->items.empty() ? nullptr : &items->items.front();
}

/// The first value of a distribution: the first choice, the lower bound, the mean; a choice with
/// the first values of what its arguments draw.
Value firstValue(const Value& value) {
  const auto* component = std::get_if<Component>(&value.node);
  if (component == nullptr) return value;
  if (component->name == "std.search.one_of") {
    const Value* choice = firstOf(component->arguments.find("choices"));
    return choice == nullptr ? value : firstValue(*choice);
  }
  if (component->name.starts_with("std.search.") && !component->arguments.fields.empty())
    return component->arguments.fields.front().value;
  Component sampled = *component;
  for (expr::NamedValue& argument : sampled.arguments.fields)
    argument.value = firstValue(argument.value);
  return {std::move(sampled)};
}

/// Shapes and words of an enumeration are texts; `--set` takes them without quotes.
std::string overrideText(const Value& value) {
  const auto* text = std::get_if<std::string>(&value.node);
  return text == nullptr ? expr::textOf(value) : *text;
}

const Value* valueNamed(const Value& search, const char* list, const char* value,
                        const std::string& path) {
  const Value* entries = fieldOf(search, list);
  const auto* all = entries == nullptr ? nullptr : std::get_if<expr::List>(&entries->node);
  if (all == nullptr) return nullptr;
  for (const Value& entry : all->items) {
    const Value* name = fieldOf(entry, "name");
    const auto* text = name == nullptr ? nullptr : std::get_if<std::string>(&name->node);
    if (text != nullptr && *text == path) return fieldOf(entry, value);
  }
  return nullptr;
}

}  // namespace

std::vector<sema::Override> firstValues(const Value& search,
                                        const std::vector<sema::MissingValue>& missing) {
  std::vector<sema::Override> overrides;
  for (const sema::MissingValue& each : missing) {
    const Value* drawn = valueNamed(search, "space", "distribution", each.path);
    const Value* listed = firstOf(valueNamed(search, "axes", "values", each.path));
    if (drawn != nullptr) overrides.push_back({each.path, overrideText(firstValue(*drawn))});
    if (listed != nullptr) overrides.push_back({each.path, overrideText(*listed)});
  }
  return overrides;
}

}  // namespace itw
