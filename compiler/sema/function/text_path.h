#pragma once

#include <vector>

#include "compiler/syntax/expression.h"

namespace itw::sema {

/// What `{name}` or `{a.b}` in a string says, as an expression.
syntax::ExprPtr textPath(const std::vector<syntax::Name>& path);

}  // namespace itw::sema
