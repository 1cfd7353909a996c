#include "compiler/sema/item.h"

#include "compiler/base/check.h"
#include "compiler/expr/value_text.h"

namespace itw::sema {

bool Item::known() const {
  if (isError()) return false;
  if (items) {
    for (const Item& item : *items)
      if (!item.known()) return false;
    return true;
  }
  if (fields) {
    for (const ItemField& field : *fields)
      if (!field.item.known()) return false;
    return true;
  }
  return value.has_value() || scalar.value.has_value();
}

const Item* Item::field(std::string_view name) const {
  if (!fields) return nullptr;
  for (const ItemField& field : *fields)
    if (field.name == name) return &field.item;
  return nullptr;
}

std::optional<expr::OutputRef> outputBehind(const Item& item) {
  if (item.value)
    if (const auto* output = std::get_if<expr::OutputRef>(&item.value->node)) return *output;
  if (item.waitsFor) return item.waitsFor;
  if (item.items)
    for (const Item& element : *item.items)
      if (auto output = outputBehind(element)) return output;
  if (item.fields)
    for (const ItemField& field : *item.fields)
      if (auto output = outputBehind(field.item)) return output;
  return std::nullopt;
}

bool Item::isNone() const {
  return value.has_value() && std::holds_alternative<std::monostate>(value->node);
}

expr::Value valueOf(const Item& item) {
  if (item.items) {
    expr::List list;
    for (const Item& element : *item.items) list.items.push_back(valueOf(element));
    return {std::move(list)};
  }
  if (item.fields) {
    expr::Record record;
    for (const ItemField& field : *item.fields)
      record.fields.push_back({field.name, valueOf(field.item)});
    return {std::move(record)};
  }
  if (item.value) return *item.value;
  ITW_CHECK(item.scalar.value.has_value(), "value of an open item");
  return expr::toValue(*item.scalar.value);
}

std::string valueText(const Item& item) {
  if (item.scalar.value) return expr::textOf(*item.scalar.value);
  if (item.known()) return expr::textOf(valueOf(item));
  if (item.scalar.dim) return item.scalar.dim->text();
  return "";
}

}  // namespace itw::sema
