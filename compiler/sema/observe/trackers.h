#pragma once

#include <vector>

#include "compiler/expr/value.h"
#include "compiler/sema/context.h"

namespace itw::sema {

/// Checks the `observe` blocks of the user's file: each entry is a tracker. In the order written.
std::vector<expr::Component> checkTrackers(Context& context);

}  // namespace itw::sema
