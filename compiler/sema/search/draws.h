#pragma once

#include <vector>

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/declaration.h"

namespace itw::sema {

/// What is drawn: a param, an argument of a pipeline, or an argument of a choice.
struct DrawTarget {
  std::string path;  ///< "lr", "digits.place", "io.lr".
  TypeRef type = nullptr;
  const syntax::Parameter* parameter = nullptr;
  const Scope* declared = nullptr;  ///< What the parameter's range and condition see.
  bool overridable = false;         ///< A profile may narrow it.
  const Symbol* param = nullptr;    ///< The param; null for arguments.
};

/// The values that a draw or axis can give, one by one.
struct DrawnValues {
  std::vector<Item> items;  ///< Of a continuous range, its ends.
  bool complete = false;    ///< Whether no other value behaves differently.
};

/// The right side of `~`: a distribution that suits the target on its whole domain. The item has
/// the target's type, the distribution as its value and the bounds of what can be drawn; poisoned
/// after a report. The values are kept where they are asked for.
Item drawnItem(Context& context, const Scope& scope, const DrawTarget& target,
               const syntax::Expr& written, DrawnValues* values = nullptr);

/// The same item as a value that is not known yet, for conditions over what is drawn.
Item openDraw(const Item& drawn);

}  // namespace itw::sema
