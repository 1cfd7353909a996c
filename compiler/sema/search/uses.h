#pragma once

#include <vector>

#include "compiler/sema/context.h"
#include "compiler/sema/search/draws.h"

namespace itw::sema {

/// A name that varies, with the values that it can have.
struct Variation {
  DrawTarget target;
  DrawnValues values;
  Span place;  ///< Where it is said to vary.
};

/// Evaluates the pipeline with each value of each name, and reports at the value what is wrong
/// with it whatever the other names are. What only some of their values make wrong is left to
/// `require`. Names that no trial reads are told too. Only for programs without errors.
void checkUses(Context& context, const Symbol& pipeline, const std::vector<Variation>& all);

}  // namespace itw::sema
