#pragma once

#include <vector>

#include "compiler/sema/elaborate.h"

namespace itw::sema {

/// The component of the node that stands for a sweep whose results a pipeline uses.
inline constexpr std::string_view kSweepComponent = "sweep";

/// The draws of a sweep, those behind `when` too, in the order of the text.
std::vector<const syntax::Binding*> drawsOf(const syntax::SweepDecl& sweep);

/// A sweep by name in a pipeline: `.best` and `.front`, whose values are known after it has run.
Item sweepItem(Context& context, const Scope& scope, const Symbol& symbol, Span span);

/// Whether `.best` means one trial: one objective, or a rule that selects.
bool hasBest(const Symbol& sweep);

}  // namespace itw::sema
