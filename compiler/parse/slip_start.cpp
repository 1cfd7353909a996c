#include "compiler/parse/keywords.h"
#include "compiler/parse/misplaced.h"
#include "compiler/parse/syntax_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

bool isWord(TokenKind kind) { return kind == TokenKind::Name || kind == TokenKind::Binder; }

std::optional<Diagnostic> slipAtTop(const Misplaced& place) {
  if (place.text() == "itw") return secondEdition(place.span());
  const bool binds = place.kind() == TokenKind::Binder;
  const std::string_view nearest = binds ? std::string_view{} : nearestDeclaration(place.text());
  return notADeclaration(place.span(), place.text(), nearest, binds);
}

/// A statement that no block has, told by its first word, which is at `offset`.
std::optional<Diagnostic> slipOfFirstWord(const Misplaced& place, std::ptrdiff_t offset) {
  const std::string_view word = place.text(offset);
  if (declarationKeyword(word)) return nestedDeclaration(place.span(offset), word);
  const bool objective = word == "minimize" || word == "maximize";
  if (objective && place.kind(offset + 1) == TokenKind::Colon)
    return colonBehindObjective(place.span(offset + 1), word);
  if (const std::string_view block = blockOfWord(word); !block.empty()) {
    return wordOfOtherBlock(place.span(offset), word, block);
  }
  return std::nullopt;
}

/// A value where a name and `=` should stand in front of it.
std::optional<Diagnostic> slipOfUnnamed(const Misplaced& place) {
  switch (place.kind(1)) {
    case TokenKind::Equal:
      return wrongEquals(place.span(1), "==", "=");
    case TokenKind::Colon:
      return colonForEquals(place.span(1), "a value is bound with `=`");
    case TokenKind::Name:
      return slipOfFirstWord(place, 0);
    case TokenKind::OpenParen:
    case TokenKind::Dot:
    case TokenKind::Pipe:
    case TokenKind::End:
    case TokenKind::Separator:
    case TokenKind::CloseBrace:
      return unnamedStatement(place.span(), place.text());
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Diagnostic> slipAtStart(const Misplaced& place) {
  if (place.needs(TokenKind::Pipeline)) return slipAtTop(place);
  const bool named = place.kind(-1) == TokenKind::Name && place.startsStatement(-1);
  if (named && place.kind() != TokenKind::Assign && place.needs(TokenKind::Tilde)) {
    if (place.kind() == TokenKind::In) return rangeInSweep(place.span(), place.text(-1));
    if (auto slip = slipOfFirstWord(place, -1)) return slip;
  }
  if (!isWord(place.kind()) || !place.startsStatement(0)) return std::nullopt;
  if (place.needs(TokenKind::Binder)) return slipOfUnnamed(place);
  return place.kind(1) == TokenKind::Name ? slipOfFirstWord(place, 0) : std::nullopt;
}

}  // namespace itw::parsing
