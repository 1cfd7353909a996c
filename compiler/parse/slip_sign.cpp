#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "compiler/parse/keywords.h"
#include "compiler/parse/line_rules.h"
#include "compiler/parse/misplaced.h"
#include "compiler/parse/near_forms.h"
#include "compiler/parse/parse_diagnostics.h"
#include "compiler/parse/slip_form_diagnostics.h"
#include "compiler/parse/slip_sign_diagnostics.h"
#include "compiler/parse/syntax_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

template <std::size_t N>
bool isOneOf(TokenKind kind, const std::array<TokenKind, N>& kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

Span behind(Span span) { return {span.file, span.end, span.end}; }

bool isNumber(TokenKind kind) { return kind == TokenKind::Integer || kind == TokenKind::Decimal; }

/// The sign or word that alone can stand here; Unknown where several can.
TokenKind onlySign(const Misplaced& place) {
  constexpr std::array kSigns = {TokenKind::Colon, TokenKind::Assign, TokenKind::Arrow,
                                 TokenKind::Of};
  const bool body = place.needs(TokenKind::Assign) && place.needs(TokenKind::OpenBrace) &&
                    place.needed.count() == 2;
  if (body) return TokenKind::Assign;
  if (place.needed.count() != 1) return TokenKind::Unknown;
  const auto* const found =
      std::find_if(kSigns.begin(), kSigns.end(), [&](TokenKind each) { return place.needs(each); });
  return found == kSigns.end() ? TokenKind::Unknown : *found;
}

bool isSign(TokenKind kind) {
  constexpr std::array kSigns = {
      TokenKind::Colon, TokenKind::Assign, TokenKind::Arrow, TokenKind::Tilde, TokenKind::Equal,
      TokenKind::Over,  TokenKind::On,     TokenKind::For,   TokenKind::In,    TokenKind::Of,
      TokenKind::As,    TokenKind::With,   TokenKind::Using};
  return isOneOf(kind, kSigns);
}

bool beginsOperand(TokenKind kind) {
  return (endsOperand(kind) && !syntax::isCloser(kind)) || syntax::isOpener(kind);
}

/// One sign or word is needed, and another one or none stands there.
std::optional<Diagnostic> slipOfOneSign(const Misplaced& place) {
  const TokenKind sign = onlySign(place);
  if (sign == TokenKind::Unknown) return std::nullopt;
  const std::string written(place.text());
  // The `:` of a model has an input behind it.
  if (sign == TokenKind::Colon && place.kind() == TokenKind::Arrow) return std::nullopt;
  const bool operand = beginsOperand(place.kind(1)) || place.kind(1) == TokenKind::Minus;
  if (isSign(place.kind()) && operand)
    return otherSign(place.span(), written, syntax::textOf(sign));
  const bool block = place.kind() == TokenKind::OpenBrace && sign != TokenKind::Assign;
  if (!beginsOperand(place.kind()) || block || place.text().empty()) return std::nullopt;
  const bool touches = sign == TokenKind::Colon;
  return signMissing(place.span(), behind(place.span(-1)), syntax::textOf(sign), touches);
}

/// A name and a value without the sign between them, in a record or search.
std::optional<Diagnostic> slipOfEntry(const Misplaced& place) {
  const bool entry = place.needs(TokenKind::Assign) && place.needs(TokenKind::Tilde);
  if (!entry || place.kind(-1) != TokenKind::Name) return std::nullopt;
  const bool call = place.kind() == TokenKind::Name && place.kind(1) == TokenKind::OpenParen;
  if (call && place.needs(TokenKind::Over))
    return signMissing(place.span(), behind(place.span(-1)), "`~`", false);
  const bool left = place.kind() == TokenKind::Less && place.kind(1) == TokenKind::Minus &&
                    place.at(0).end == place.at(1).begin;
  if (left) return foreignOperator(join(place.span(), place.span(1)), "<-", "~", "write `~`");
  if (!endsOperand(place.kind()) || syntax::isCloser(place.kind())) return std::nullopt;
  if (place.kind() == TokenKind::Name && !call) return std::nullopt;
  return equalsMissing(place.span(), behind(place.span(-1)), place.text(-1));
}

/// Signs in front of a value that have no meaning there.
std::optional<Diagnostic> slipOfLeadingSign(const Misplaced& place) {
  const bool value = place.needs(TokenKind::Integer);
  const bool number = beginsOperand(place.kind(1));
  if (place.kind() == TokenKind::Plus && value && number)
    return signWithoutEffect(place.span(), "+", place.span(1).begin);
  const bool stage = place.kind() == TokenKind::Pipe &&
                     (place.startsStatement(0) || place.kind(-1) == TokenKind::Pipe);
  if (stage && place.kind(1) == TokenKind::Name)
    return signWithoutEffect(place.span(), "|>", place.span(1).begin);
  const bool drawn = place.kind() == TokenKind::Assign && place.kind(-1) == TokenKind::Tilde &&
                     place.at(-1).end == place.at(0).begin;
  if (drawn) return foreignOperator(join(place.span(-1), place.span()), "~=", "~", "write `~`");
  return std::nullopt;
}

/// Two limits of a budget, joined by a sign that is not `or`.
std::optional<Diagnostic> slipOfLimits(const Misplaced& place) {
  const bool comma = place.kind() == TokenKind::Quantity && place.text(-1) == "," &&
                     place.kind(-2) == TokenKind::Quantity;
  if (comma) return limitsWithoutOr(place.span(-1), place.text(-1), place.span(-2).end);
  const bool bar = place.kind() == TokenKind::Bar && place.kind(-1) == TokenKind::Quantity &&
                   place.kind(1) == TokenKind::Quantity;
  if (bar) return limitsWithoutOr(place.span(), place.text(), place.span(-1).end);
  return std::nullopt;
}

/// The end of what a value takes in on its line: before a clause, a line end or a closing bracket.
Span endOfLine(const Misplaced& place, bool acrossCommas) {
  std::size_t depth = 0;
  std::ptrdiff_t offset = 0;
  for (; place.kind(offset + 1) != TokenKind::Unknown; ++offset) {
    const TokenKind kind = place.kind(offset);
    if (syntax::isOpener(kind)) ++depth;
    if (syntax::isCloser(kind) && depth > 0) --depth;
    if (depth > 0) continue;
    const TokenKind next = place.kind(offset + 1);
    constexpr std::array kEnds = {
        TokenKind::Pipe,  TokenKind::On,  TokenKind::Using, TokenKind::With, TokenKind::Retry,
        TokenKind::Cache, TokenKind::For, TokenKind::Comma, TokenKind::End,  TokenKind::Deadline};
    const bool mark =
        next == TokenKind::Separator && (place.text(offset + 1).empty() || !acrossCommas);
    if (mark || syntax::isCloser(next) || isOneOf(next, kEnds)) break;
  }
  return behind(place.span(offset));
}

/// `with epochs = 3`, `self.f = ...`.
std::optional<Diagnostic> slipOfBoundName(const Misplaced& place) {
  if (place.kind() != TokenKind::Assign || place.kind(-1) != TokenKind::Name) return std::nullopt;
  if (place.kind(-2) == TokenKind::With)
    return bindingsWithoutBraces(place.span(-1), endOfLine(place, true));
  std::ptrdiff_t first = -1;
  while (place.kind(first - 1) == TokenKind::Dot && place.kind(first - 2) == TokenKind::Name)
    first -= 2;
  if (first == -1 || !place.startsStatement(first)) return std::nullopt;
  return dottedBinding(join(place.span(first), place.span(-1)), place.text(-1));
}

/// `csv "a.csv"`, `linear 8`: a name and its argument side by side.
std::optional<Diagnostic> slipOfArgument(const Misplaced& place) {
  const bool callee = place.kind(-1) == TokenKind::Name && !place.needs(TokenKind::Colon);
  const TokenKind before = place.kind(-2);
  const bool called = before == TokenKind::Assign || before == TokenKind::Pipe ||
                      before == TokenKind::Tilde || place.startsStatement(-1);
  const bool named = place.kind() == TokenKind::Name &&
                     (place.kind(1) == TokenKind::Assign || before == TokenKind::Pipe);
  const bool argument = named || place.kind() == TokenKind::String || isNumber(place.kind()) ||
                        place.kind() == TokenKind::Quantity;
  if (!callee || !called || !argument) return std::nullopt;
  const bool list = place.kind() == TokenKind::String;
  return parenthesesMissing({place.file, place.span(-1).end, place.span().begin},
                            endOfLine(place, list), place.text(-1), place.span());
}

/// `retries(3)`, `retry 3`, `timeout(2h)` behind a call.
std::optional<Diagnostic> slipOfClause(const Misplaced& place) {
  if (place.kind() != TokenKind::Name || !endsOperand(place.kind(-1))) return std::nullopt;
  const std::string_view meant = nearestClause(place.text());
  if (meant.empty()) return std::nullopt;
  const bool parentheses = place.kind(1) == TokenKind::OpenParen;
  if (parentheses) return misspeltClause(place.span(), place.text(), meant);
  const std::ptrdiff_t value = place.kind(1) == TokenKind::Assign ? 2 : 1;
  const bool one = endsOperand(place.kind(value)) && !syntax::isCloser(place.kind(value)) &&
                   !place.text(value).empty();
  return clauseWithoutParentheses(one ? join(place.span(), place.span(value)) : place.span(), meant,
                                  one ? std::string(place.text(value)) : std::string{});
}

/// Inputs or results with names and without parentheses.
std::optional<Diagnostic> slipOfPorts(const Misplaced& place) {
  const bool port = place.kind() == TokenKind::Colon && place.kind(-1) == TokenKind::Name &&
                    (place.kind(-2) == TokenKind::Arrow || place.kind(-2) == TokenKind::Colon);
  if (!port) return std::nullopt;
  std::size_t depth = 0;
  std::ptrdiff_t offset = 1;
  for (; place.kind(offset) != TokenKind::Unknown; ++offset) {
    const TokenKind kind = place.kind(offset);
    const bool ends = kind == TokenKind::Arrow || kind == TokenKind::Assign ||
                      kind == TokenKind::OpenBrace || kind == TokenKind::Where ||
                      kind == TokenKind::End;
    if (depth == 0 && ends) break;
    if (syntax::isOpener(kind)) ++depth;
    if (syntax::isCloser(kind) && depth > 0) --depth;
  }
  return portWithoutParentheses(place.span(-1), place.text(-1), behind(place.span(offset - 1)));
}

}  // namespace

std::optional<Diagnostic> slipOfSign(const Misplaced& place) {
  if (auto slip = slipOfClause(place)) return slip;
  if (auto slip = slipOfEntry(place)) return slip;
  if (auto slip = slipOfLeadingSign(place)) return slip;
  if (auto slip = slipOfLimits(place)) return slip;
  if (auto slip = slipOfBoundName(place)) return slip;
  if (auto slip = slipOfPorts(place)) return slip;
  if (auto slip = slipOfArgument(place)) return slip;
  return slipOfOneSign(place);
}

}  // namespace itw::parsing
