#pragma once

#include <optional>
#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_map.h"
#include "compiler/syntax/declaration.h"

namespace itw {

/// The tree of one file. Always returns a tree, with what could be understood; every mistake is in
/// `diagnostics`. Takes any bytes: invalid UTF-8, NUL and nesting over 256 are diagnostics.
syntax::File parse(const SourceMap& sources, FileId file, DiagnosticSink& diagnostics);

/// The text of one file in the style of `itwc fmt`: comments, line breaks and tree stay, the rest
/// is made uniform. Nothing when the file has errors, which are then in `diagnostics`.
std::optional<std::string> format(const SourceMap& sources, FileId file,
                                  DiagnosticSink& diagnostics);

}  // namespace itw
