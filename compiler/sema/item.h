#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/expr/evaluate.h"
#include "compiler/expr/value.h"
#include "compiler/sema/type.h"

namespace itw::sema {

struct ItemField;
struct Symbol;

/// Where a value came from when it is that of a parameter: for `declared here` and `set by`.
struct Provenance {
  Span declared;
  std::string name;
  std::string setBy;      ///< "--set lr=2"; empty when the default or an argument gave it.
  bool constant = false;  ///< Of a `let`, which has no type of its own that could be `path`.
};

/// What an expression is: its type and what is known of its value. A value may be open, as that of
/// a model's parameter while the model is checked for all of them, or of a param without a default.
struct Item {
  TypeRef type = nullptr;
  expr::Abstract scalar;                           ///< For scalar types.
  std::optional<expr::Value> value;                ///< For other types, when known.
  std::shared_ptr<const std::vector<Item>> items;  ///< For lists that are written out.
  /// For records that are written out, and what a called pipeline publishes.
  std::shared_ptr<const std::vector<ItemField>> fields;
  std::shared_ptr<const Provenance> provenance;
  /// The output of a task or sweep that an open value is computed from.
  std::optional<expr::OutputRef> waitsFor;
  const Symbol* symbol = nullptr;  ///< The component, model or sweep that was named.
  std::string outputName;          ///< Of a component's output, where it is not the symbol's name.
  Span span;
  std::uint32_t parts = 1;  ///< Of a list or record that is written out, itself and all below.

  bool isError() const { return type == nullptr || type->isError(); }
  bool known() const;
  bool isNone() const;
  /// The field of that name of a record that is written out, or null.
  const Item* field(std::string_view name) const;
};

/// A named part of a record.
struct ItemField {
  std::string name;
  Item item;
};

/// The first output of a task or sweep that is a value, stands in it or gave it; nothing for
/// constants and for what is open for another reason.
std::optional<expr::OutputRef> outputBehind(const Item& item);

/// The canonical value of a known item.
expr::Value valueOf(const Item& item);
/// The value as a user would write it, or the bounds of an open one: "64", "1 to 200".
std::string valueText(const Item& item);

/// The names that stand before those of the module: parameters and bindings.
using Locals = std::unordered_map<std::string, Item>;

}  // namespace itw::sema
