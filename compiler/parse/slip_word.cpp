#include "compiler/parse/keywords.h"
#include "compiler/parse/misplaced.h"
#include "compiler/parse/syntax_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

/// Statements of other languages, where one of ours should start.
std::optional<Diagnostic> slipOfStatement(const Misplaced& place) {
  if (clauseKeyword(place.text())) return clauseWithoutCall(place.span(), place.text());
  if (!place.needs(TokenKind::Binder)) return std::nullopt;
  if (place.kind() == TokenKind::For) return loopOutsideList(place.span());
  if (place.kind() == TokenKind::If) return choiceAsStatement(place.span());
  return std::nullopt;
}

}  // namespace

std::optional<Diagnostic> slipOfWord(const Misplaced& place) {
  const bool value = place.needs(TokenKind::Integer);
  if (hardKeyword(place.text()) && place.needs(TokenKind::Name) && place.needed.count() == 1) {
    return keywordAsName(place.span(), place.text());
  }
  if (place.startsStatement(0)) {
    if (auto slip = slipOfStatement(place)) return slip;
  }
  if (value && place.kind() == TokenKind::If) return conditionalNeedsParentheses(place.span());
  const bool slash = place.kind() == TokenKind::Slash || place.kind() == TokenKind::FloorDivide;
  if (value && slash) return foreignComment(place.span(), place.text());
  return std::nullopt;
}

}  // namespace itw::parsing
