#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/token.h"

namespace itw::syntax {

/// A token as the formatter wants it: comments and line ends are there, words have their kind, the
/// `<` and `>` around the arguments of a type are AngleOpen and AngleClose.
struct FormatToken {
  Token token;
  /// Begins a declaration, statement or entry; what does not goes on the one before.
  bool startsStatement = false;
};

/// The text in the one style of the language. The user's line breaks stay; indentation, blanks
/// between tokens, blank lines and the end of the text are made uniform. Brackets must match.
std::string formatTokens(std::string_view source, const std::vector<FormatToken>& tokens);

}  // namespace itw::syntax
