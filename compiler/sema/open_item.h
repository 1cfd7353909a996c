#pragma once

#include "compiler/sema/context.h"

namespace itw::sema {

/// A value of that type of which nothing is known but its bounds. Integers are dimension symbols
/// called `name`; the parts of a record are open in their turn, `name.part`. `facts` learns the
/// bounds.
Item openItemOf(Context& context, TypeRef type, const syntax::Name& name,
                const expr::Interval& bounds, expr::Facts& facts);

}  // namespace itw::sema
