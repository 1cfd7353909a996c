#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/parse/layout.h"
#include "compiler/syntax/declaration.h"
#include "compiler/syntax/token.h"

namespace itw::parsing {

/// A file at every stage of parsing.
struct ParsedFile {
  syntax::Tokens lexed;
  Program program;
  syntax::File tree;
  /// Where the `<` and `>` around the arguments of types stand, in order.
  std::vector<std::uint32_t> angles;
};

/// The tree of a text, whatever it holds; what could not be read is reported and left out.
ParsedFile parseFile(FileId file, std::string_view text, DiagnosticSink& diagnostics);

}  // namespace itw::parsing
