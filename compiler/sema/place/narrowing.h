#pragma once

#include <vector>

#include "compiler/expr/interval.h"
#include "compiler/sema/compiled_condition.h"
#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"

namespace itw::sema {

/// The values that `lr in 1e-4..=1e-2` or `mode in [fast, exact]` lets through.
struct Allowed {
  bool known = false;       ///< Nothing was wrong with it, and all of it has a value.
  bool listed = false;      ///< Whether the values are those of `items`.
  expr::Interval interval;  ///< Of a range.
  ConstantRange range;      ///< The same, exact.
  std::vector<Item> items;  ///< Of a list.

  /// Whether a value is among them; one that is not known may be.
  bool contains(const Item& item) const;
  /// Whether all of them are among others, as far as that can be told.
  bool isWithin(const Allowed& others) const;
};

/// Reads a range or a list for a scalar type; what is wrong with it is reported.
Allowed readAllowed(Context& context, const Scope& scope, const syntax::Expr& written,
                    TypeRef type);

}  // namespace itw::sema
