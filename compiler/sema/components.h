#pragma once

#include <span>

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/expression.h"

namespace itw::sema {

/// `adamw(lr = 1e-3)`, or a bare `mse`, with all arguments filled.
Item componentItem(Context& context, const Scope& scope, const Symbol& symbol,
                   std::span<const syntax::Argument> arguments, Span span);

/// `object.member`: an output of a task. Unknown ones are reported with the nearest.
Item outputOf(Context& context, const Item& object, const syntax::MemberExpr& member, Span span);

/// What is measured of every task, beside its own outputs: the dimension of `seconds`, `energy` and
/// `peak_memory`, null for other names.
const char* dimensionMeasured(std::string_view output);

}  // namespace itw::sema
