#pragma once

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/expression.h"

namespace itw::sema {

/// The override of a param (`lr`) or pipeline argument (`digits.place`), which is thereby taken, or
/// null.
const Override* takeOverride(Context& context, const std::string& path);

/// The value of an override for a target of the given type, coerced; reported where the target is
/// declared, as set by the command line.
Item overrideItem(Context& context, const Override& override, const Scope& scope, TypeRef type,
                  Span declared);

/// Reports overrides that nothing took: unknown names, and those given twice.
void reportUntakenOverrides(Context& context);

/// "--set lr=2".
std::string textOf(const Override& override);

/// The expression of an override's text, every part of it at `place`, or null if it is none.
syntax::ExprPtr parseOverride(const std::string& text, Span place);

}  // namespace itw::sema
