#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_map.h"

namespace itw {

/// A file after some of its fixes.
struct FixedText {
  std::string text;
  /// The diagnostics whose fixes are in the text, as indices, in the order of the text.
  std::vector<std::size_t> applied;
};

/// The first fix of a diagnostic that is at least as safe as asked for; null without one.
const Fix* fixOf(const Diagnostic& diagnostic, Applicability atLeast);

/// Applies to a file the first fix that is safe enough of each diagnostic. One that touches what an
/// earlier one touched, or another file, is left for the next round. Fixes with placeholders are
/// never applied.
FixedText applyFixes(const SourceMap& sources, FileId file, const DiagnosticSink& diagnostics,
                     Applicability atLeast);

}  // namespace itw
