#include <algorithm>
#include <array>

#include "compiler/parse/line_rules.h"
#include "compiler/parse/misplaced.h"
#include "compiler/parse/near_forms.h"
#include "compiler/parse/syntax_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

constexpr std::string_view kTypeOrValue = "`:` says a type, `=` gives a value";

/// Whether a condition leads here, in which two values may be compared.
bool isInCondition(const Misplaced& place) {
  constexpr std::ptrdiff_t kLongest = 256;
  constexpr std::array kWords = {TokenKind::Where,   TokenKind::If, TokenKind::Expect,
                                 TokenKind::Require, TokenKind::To, TokenKind::When,
                                 TokenKind::And,     TokenKind::Or, TokenKind::Not};
  for (std::ptrdiff_t offset = -1; offset > -kLongest; --offset) {
    const TokenKind kind = place.kind(offset);
    if (kind == TokenKind::Unknown || kind == TokenKind::Separator || kind == TokenKind::End ||
        kind == TokenKind::Then)
      return false;
    if (std::find(kWords.begin(), kWords.end(), kind) != kWords.end()) return true;
  }
  return false;
}

std::optional<Diagnostic> slipOfEquals(const Misplaced& place) {
  // Where one sign is needed, no comparison was meant.
  const bool oneSign = place.needed.count() == 1 && !place.needs(TokenKind::End) &&
                       !place.needs(TokenKind::Then) && !place.needs(TokenKind::Else);
  if (place.kind(-1) == TokenKind::Colon && place.needs(TokenKind::TypeOpen) &&
      place.kind(-2) == TokenKind::Name)
    return missingType(place.span(-2), place.text(-2));
  if (oneSign || !endsOperand(place.kind(-1)) || !isInCondition(place)) return std::nullopt;
  return wrongEquals(place.span(), "=", "==");
}

/// How many tokens of a type stand behind the `:` of `let a: list<int> = ...`; nothing where what
/// stands there is no type in front of a `=` of the same statement.
std::optional<std::ptrdiff_t> typeLength(const Misplaced& place) {
  constexpr std::ptrdiff_t kLongest = 64;
  int depth = 0;
  for (std::ptrdiff_t offset = 1; offset < kLongest && !place.startsStatement(offset); ++offset) {
    const TokenKind kind = place.kind(offset);
    if (kind == TokenKind::End || kind == TokenKind::Separator) return std::nullopt;
    if (syntax::isOpener(kind)) ++depth;
    if (syntax::isCloser(kind) && --depth < 0) return std::nullopt;
    if (kind == TokenKind::Assign && depth == 0 && offset > 1) return offset - 1;
  }
  return std::nullopt;
}

std::optional<Diagnostic> slipOfColon(const Misplaced& place) {
  if (place.needs(TokenKind::Assign)) {
    const bool binding = place.kind(-2) != TokenKind::Arrow;
    if (!binding && place.kind(1) == TokenKind::Name) return std::nullopt;
    if (auto length = binding ? typeLength(place) : std::nullopt)
      return typeOfBinding(join(place.span(), place.span(*length)));
    return colonForEquals(place.span(),
                          "the type of a binding is inferred; bind its value with `=`");
  }
  const auto isNumber = [&](std::ptrdiff_t offset) {
    return place.kind(offset) == TokenKind::Integer || place.kind(offset) == TokenKind::Decimal;
  };
  if (isNumber(-1) && isNumber(1))
    return rangeBySign(place.span(), ":", {place.file, place.span(-1).end, place.span(1).begin});
  const TokenKind before = place.kind(-2);
  const bool element =
      syntax::isOpener(before) || before == TokenKind::Comma || before == TokenKind::Separator;
  if (place.kind(-1) == TokenKind::Name && element)
    return colonForEquals(place.span(), kTypeOrValue);
  return std::nullopt;
}

/// A parameter, input or field that has no type.
std::optional<Diagnostic> slipOfUntyped(const Misplaced& place) {
  const bool parameter = place.kind() == TokenKind::Binder && place.needs(TokenKind::Name) &&
                         place.needs(TokenKind::CloseParen);
  if (parameter && !place.needs(TokenKind::Binder)) return missingType(place.span(), place.text());
  if (!place.needs(TokenKind::Colon) || place.needed.count() > 1) return std::nullopt;
  if (place.kind(-1) != TokenKind::Name) return std::nullopt;
  switch (place.kind()) {
    case TokenKind::OpenBracket:
    case TokenKind::Less:
      return unnamedPort(place.span(-1), place.text(-1));
    case TokenKind::Comma:
    case TokenKind::CloseParen:
    case TokenKind::Assign:
    case TokenKind::In:
    case TokenKind::Where:
      return missingType(place.span(-1), place.text(-1));
    default:
      return std::nullopt;
  }
}

/// `{ a = int }` for a type, `{ a: 1 }` for values.
std::optional<Diagnostic> slipOfRecord(const Misplaced& place) {
  if (place.kind() == TokenKind::OpenBrace && place.needs(TokenKind::TypeOpen)) {
    if (place.kind(2) == TokenKind::Assign) return equalsForColon(place.span(2));
  }
  if (place.kind() == TokenKind::TypeOpen && place.needs(TokenKind::OpenBrace)) {
    return colonForEquals(place.span(2), kTypeOrValue);
  }
  const bool type = place.kind(-1) == TokenKind::Colon && place.needs(TokenKind::TypeOpen);
  const bool value = endsOperand(place.kind()) && !syntax::isCloser(place.kind());
  if (type && value) return colonForEquals(place.span(-1), kTypeOrValue);
  return std::nullopt;
}

}  // namespace

std::optional<Diagnostic> slipOfBinding(const Misplaced& place) {
  if (place.kind() == TokenKind::Equal && place.needs(TokenKind::Assign)) {
    return wrongEquals(place.span(), "==", "=");
  }
  if (auto slip = slipOfUntyped(place)) return slip;
  if (auto slip = slipOfRecord(place)) return slip;
  if (place.kind() == TokenKind::Colon) return slipOfColon(place);
  if (place.kind() == TokenKind::Assign) return slipOfEquals(place);
  return std::nullopt;
}

}  // namespace itw::parsing
