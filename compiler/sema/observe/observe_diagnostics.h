#pragma once

#include <string>

#include "compiler/diag/diagnostic.h"

namespace itw::sema {

/// The same tracker with the same arguments.
Diagnostic repeatedTracker(Span later, Span earlier);
/// A second `observe` block.
Diagnostic repeatedObserve(Span later, Span earlier);
Diagnostic emptyObserve(Span keyword);
/// A result of a pipeline.
struct LoggedResult {
  std::string name;
  Span span;
};
/// `kind` is "metric", "table" or "artifact".
Diagnostic kindNotTaken(Span keyword, const std::string& kind, const LoggedResult& result);

}  // namespace itw::sema
