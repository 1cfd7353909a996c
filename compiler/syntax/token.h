#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace itw::syntax {

/// What a token is. The lexer gives `Name` to every word, keywords too; the layout decides.
enum class TokenKind : std::uint8_t {
#define ITW_TOKEN(kind, grammarName, text) kind,
#define ITW_OTHER_TOKEN(kind, text) kind,
#include "compiler/syntax/token_kinds.def"
#undef ITW_OTHER_TOKEN
#undef ITW_TOKEN
};

/// How a message calls a kind: "`(`", "a name".
std::string_view textOf(TokenKind kind);

/// Bytes [begin, end) of one file.
struct Token {
  TokenKind kind = TokenKind::Unknown;
  /// Reported already: what is built from it is `Missing`, and nothing more is said.
  bool broken = false;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::string_view text(std::string_view source) const { return source.substr(begin, end - begin); }
};

/// A file cut into tokens, comments and line ends included; what lies between is blank.
using Tokens = std::vector<Token>;

/// Whether a token opens or closes a pair of brackets.
bool isOpener(TokenKind kind);
bool isCloser(TokenKind kind);

}  // namespace itw::syntax
