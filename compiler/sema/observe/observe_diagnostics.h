#pragma once

#include "compiler/diag/diagnostic.h"

namespace itw::sema {

/// The same tracker with the same arguments.
Diagnostic repeatedTracker(Span later, Span earlier);
/// A second `observe` block.
Diagnostic repeatedObserve(Span later, Span earlier);
Diagnostic emptyObserve(Span keyword);

}  // namespace itw::sema
