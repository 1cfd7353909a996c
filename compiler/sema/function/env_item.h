#pragma once

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/expression.h"

namespace itw::sema {

/// Whether an expression is a call of `env`, which nothing else may be called.
bool isEnv(const syntax::Expr& expr);

/// `env("NAME", default = "text")`: a text that only `run` knows; none without a default is an
/// error then.
Item envItem(Context& context, const Scope& scope, const syntax::Expr& expr);

/// Whether an item is such a text, which no expression can compute with.
bool isFromEnv(const Item& item);

}  // namespace itw::sema
