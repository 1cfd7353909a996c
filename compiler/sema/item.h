#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/expr/evaluate.h"
#include "compiler/expr/value.h"
#include "compiler/sema/type.h"

namespace itw::sema {

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
  std::shared_ptr<const Provenance> provenance;
  const Symbol* symbol = nullptr;  ///< The component or model that was called.
  Span span;

  bool isError() const { return type == nullptr || type->isError(); }
  bool known() const;
  bool isNone() const;
};

/// The canonical value of a known item.
expr::Value valueOf(const Item& item);
/// The value as a user would write it, or the bounds of an open one: "64", "1 to 200".
std::string valueText(const Item& item);

/// The names that stand before those of the module: parameters and bindings.
using Locals = std::unordered_map<std::string, Item>;

}  // namespace itw::sema
