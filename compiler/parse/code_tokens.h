#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/syntax/token.h"

namespace itw::parsing {

/// A token of the program proper, with what the layout must know of its line.
struct CodeToken {
  syntax::Token token;
  bool lineStart = false;
  /// Bytes of blank space at the start of its line.
  std::uint32_t indent = 0;
};

/// Consecutive `##` lines.
struct DocBlock {
  Span span;
  std::string text;
  std::size_t code = 0;  ///< Index of the code token behind it.
};

/// The tokens of a file without comments and line ends.
struct Code {
  std::vector<CodeToken> tokens;
  std::vector<DocBlock> docs;
};

/// Parts what the grammar reads from what documents it.
Code separateCode(FileId file, std::string_view text, const syntax::Tokens& lexed);

}  // namespace itw::parsing
