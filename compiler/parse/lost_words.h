#pragma once

#include <string_view>

#include "compiler/diag/diagnostic.h"
#include "compiler/parse/layout.h"
#include "compiler/syntax/declaration.h"

namespace itw::parsing {

/// Notes in the tree which words stand in statements that have an error in `diagnostics`. Linear in
/// the program.
void noteLostWords(std::string_view text, const Program& program, const DiagnosticSink& diagnostics,
                   syntax::File& tree);

}  // namespace itw::parsing
