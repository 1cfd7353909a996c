#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_map.h"
#include "compiler/syntax/declaration.h"

namespace itw {

/// The tree of one file. Always returns a tree, with what could be understood; every mistake is in
/// `diagnostics`. Takes any bytes: invalid UTF-8, NUL and nesting over 256 are diagnostics.
syntax::File parse(const SourceMap& sources, FileId file, DiagnosticSink& diagnostics);

}  // namespace itw
