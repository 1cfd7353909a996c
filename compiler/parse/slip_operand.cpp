#include <algorithm>
#include <array>
#include <string>

#include "compiler/parse/lexer.h"
#include "compiler/parse/line_rules.h"
#include "compiler/parse/misplaced.h"
#include "compiler/parse/parse_diagnostics.h"
#include "compiler/parse/slip_sign_diagnostics.h"
#include "compiler/parse/syntax_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

bool isComparison(TokenKind kind) {
  switch (kind) {
    case TokenKind::Equal:
    case TokenKind::NotEqual:
    case TokenKind::Less:
    case TokenKind::LessEqual:
    case TokenKind::Greater:
    case TokenKind::GreaterEqual:
    case TokenKind::In:
      return true;
    default:
      return false;
  }
}

bool isArithmetic(TokenKind kind) {
  return deepensTree(kind) && kind != TokenKind::Dot && kind != TokenKind::Pipe;
}

bool beginsOperand(TokenKind kind) {
  return (endsOperand(kind) && !syntax::isCloser(kind)) || kind == TokenKind::OpenBrace ||
         kind == TokenKind::TypeOpen || kind == TokenKind::Binder;
}

/// Whether an expression cannot go on across a token of this kind.
bool endsExpression(TokenKind kind) {
  constexpr std::array kEnds = {
      TokenKind::Comma, TokenKind::Separator, TokenKind::End, TokenKind::Assign, TokenKind::Tilde,
      TokenKind::And,   TokenKind::Or,        TokenKind::Not, TokenKind::If,     TokenKind::Then,
      TokenKind::Else,  TokenKind::Where,     TokenKind::For};
  return std::find(kEnds.begin(), kEnds.end(), kind) != kEnds.end();
}

bool isTypeName(std::string_view name) {
  constexpr std::array kNames = {
      std::string_view{"f16"},  std::string_view{"bf16"}, std::string_view{"f32"},
      std::string_view{"f64"},  std::string_view{"i64"},  std::string_view{"u8"},
      std::string_view{"bool"}, std::string_view{"f"},    std::string_view{"class"}};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// The last operator of the same bracket that decides what may follow, a comparison or `|>`;
/// Unknown where none does.
TokenKind operatorBefore(const Misplaced& place) {
  std::size_t depth = 0;
  for (std::ptrdiff_t offset = -1; place.kind(offset) != TokenKind::Unknown; --offset) {
    const TokenKind kind = place.kind(offset);
    if (syntax::isCloser(kind)) ++depth;
    if (syntax::isOpener(kind)) {
      if (depth == 0) break;
      --depth;
    }
    if (depth > 0) continue;
    if (kind == TokenKind::Pipe || isComparison(kind)) return kind;
    if (endsExpression(kind)) break;
  }
  return TokenKind::Unknown;
}

bool needsSeparator(const Misplaced& place) {
  return place.needs(TokenKind::Comma) || place.needs(TokenKind::Separator);
}

/// Whether an element ends behind the place.
bool endsElement(const Misplaced& place) {
  const TokenKind next = place.kind(1);
  return next == TokenKind::Comma || next == TokenKind::Separator || next == TokenKind::End ||
         next == TokenKind::CloseParen || next == TokenKind::CloseBrace;
}

/// Words behind numbers that were meant as units, and durations in pieces.
std::optional<Diagnostic> slipOfUnit(const Misplaced& place) {
  if (place.kind(-1) == TokenKind::Quantity && place.kind() == TokenKind::Quantity) {
    return separateParts(place.span());
  }
  if (place.kind() != TokenKind::Name) return std::nullopt;
  const std::string_view nearest = nearestUnit(place.text());
  if (place.kind(-1) == TokenKind::Quantity && nearest == "h") return productOfUnits(place.span());
  const bool number = place.kind(-1) == TokenKind::Integer || place.kind(-1) == TokenKind::Decimal;
  if (!number) return std::nullopt;
  if (unitLength(place.source, place.at(0).begin, false) == place.text().size()) {
    return distantUnit(place.span(), place.text(), place.span(-1).end);
  }
  if (place.text() == "e" || place.text() == "E")
    return numberInParts(join(place.span(-1), place.span()));
  if (nearest == "%")
    return percentWrittenOtherwise(join(place.span(-1), place.span()), place.text(-1));
  // `0.1 b.width = 3` lacks a comma.
  const bool path = place.kind(1) == TokenKind::Dot;
  if (path || (nearest.empty() && !endsElement(place))) return std::nullopt;
  return unknownUnit(place.span(), place.text(), nearest);
}

/// Whether the innermost bracket is the block of a declaration, whose statements have no commas
/// between their parts.
bool isInBlock(const Misplaced& place) {
  constexpr std::ptrdiff_t kLongest = 4096;
  std::size_t depth = 0;
  for (std::ptrdiff_t offset = -1; offset > -kLongest; --offset) {
    const TokenKind kind = place.kind(offset);
    if (kind == TokenKind::Unknown || kind == TokenKind::End) return false;
    if (syntax::isCloser(kind)) ++depth;
    if (!syntax::isOpener(kind)) continue;
    if (depth-- > 0) continue;
    const TokenKind before = place.kind(offset - 1);
    return kind == TokenKind::OpenBrace && before != TokenKind::Assign &&
           before != TokenKind::With && before != TokenKind::Or && before != TokenKind::Comma &&
           before != TokenKind::OpenParen;
  }
  return false;
}

std::optional<Diagnostic> slipOfOperator(const Misplaced& place) {
  const TokenKind earlier = operatorBefore(place);
  const bool comparison = isComparison(place.kind());
  if (earlier == TokenKind::Pipe && (comparison || isArithmetic(place.kind()))) {
    return operatorBehindStage(place.span(), place.text());
  }
  if (comparison && isComparison(earlier)) return chainedComparison(place.span());
  return std::nullopt;
}

}  // namespace

std::optional<Diagnostic> slipBehindOperand(const Misplaced& place) {
  if (!endsOperand(place.kind(-1))) return std::nullopt;
  if (auto slip = slipOfOperator(place)) return slip;
  if (auto slip = slipOfUnit(place)) return slip;
  switch (place.kind()) {
    case TokenKind::OpenBracket:
      return indexing(place.span(), place.text(-1), isTypeName(place.text(-1)));
    case TokenKind::Question:
      return questionMark(place.span());
    case TokenKind::For:
      return loopOutsideList(place.span());
    case TokenKind::If:
      return choiceBehindValue(place.span());
    case TokenKind::Else:
      return place.kind(-1) == TokenKind::CloseBrace ? std::optional(elseOfWhen(place.span()))
                                                     : std::nullopt;
    default:
      break;
  }
  if (!needsSeparator(place) || !beginsOperand(place.kind())) return std::nullopt;
  if (!place.needs(TokenKind::Comma) && isInBlock(place))
    return valueBehindValue(place.span(), place.text());
  Diagnostic found =
      missingComma(place.span(), place.span(-1), "`" + std::string(place.text()) + "`");
  // `lr rate` may as well lack its `=`.
  const bool names = place.kind() == TokenKind::Name && place.kind(-1) == TokenKind::Name;
  if (names) found.fixes.front().applicability = Applicability::Placeholders;
  return found;
}

}  // namespace itw::parsing
