#include "compiler/syntax/token.h"

#include <array>

namespace itw::syntax {

namespace {

constexpr std::array kTexts = {
#define ITW_TOKEN(kind, grammarName, text) std::string_view{text},
#define ITW_OTHER_TOKEN(kind, text) std::string_view{text},
#include "compiler/syntax/token_kinds.def"
#undef ITW_OTHER_TOKEN
#undef ITW_TOKEN
};

}  // namespace

std::string_view textOf(TokenKind kind) { return kTexts[static_cast<std::size_t>(kind)]; }

bool isOpener(TokenKind kind) {
  return kind == TokenKind::OpenParen || kind == TokenKind::OpenBracket ||
         kind == TokenKind::OpenBrace || kind == TokenKind::TypeOpen;
}

bool isCloser(TokenKind kind) {
  return kind == TokenKind::CloseParen || kind == TokenKind::CloseBracket ||
         kind == TokenKind::CloseBrace;
}

}  // namespace itw::syntax
