#pragma once

#include <string>
#include <unordered_set>

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"

namespace itw::sema {

/// Whether an expression has one value whatever params, arguments and data are: all that it reads
/// are constants, and parameters of the call in `fixed`.
bool isConstant(Context& context, const Scope& scope, const syntax::Expr& expr,
                const std::unordered_set<std::string>& fixed = {});

/// Whether what a parameter or call demands speaks of nothing but parameters in `fixed`.
bool speaksOf(const syntax::Expr& condition, const Locals& parameters,
              const std::unordered_set<std::string>& fixed);

}  // namespace itw::sema
