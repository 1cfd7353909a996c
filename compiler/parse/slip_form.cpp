#include <algorithm>
#include <array>
#include <string>

#include "compiler/parse/keywords.h"
#include "compiler/parse/line_rules.h"
#include "compiler/parse/misplaced.h"
#include "compiler/parse/slip_form_diagnostics.h"
#include "compiler/parse/slip_sign_diagnostics.h"
#include "compiler/parse/syntax_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

/// How far a statement is followed.
constexpr std::ptrdiff_t kLongest = 256;

bool isTypeWord(std::string_view word) {
  constexpr std::array kWords = {
      std::string_view{"int"},    std::string_view{"float"},    std::string_view{"bool"},
      std::string_view{"string"}, std::string_view{"path"},     std::string_view{"bytes"},
      std::string_view{"str"},    std::string_view{"duration"}, std::string_view{"double"}};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

bool isLiteral(TokenKind kind) {
  return kind == TokenKind::Integer || kind == TokenKind::Decimal || kind == TokenKind::Quantity ||
         kind == TokenKind::String || kind == TokenKind::True || kind == TokenKind::False ||
         kind == TokenKind::None;
}

/// Where something is inserted behind a token.
Span behind(Span span) { return {span.file, span.end, span.end}; }

/// The offset of the nearest of these signs in front of the place, in its own bracket; 0 where an
/// element, bracket or statement begins before.
std::ptrdiff_t signBefore(const Misplaced& place, std::initializer_list<TokenKind> signs) {
  std::size_t depth = 0;
  for (std::ptrdiff_t offset = -1; offset > -kLongest; --offset) {
    const TokenKind kind = place.kind(offset);
    if (kind == TokenKind::Unknown || kind == TokenKind::Separator || kind == TokenKind::End)
      return 0;
    if (syntax::isCloser(kind)) ++depth;
    if (depth == 0 && std::find(signs.begin(), signs.end(), kind) != signs.end()) return offset;
    if (depth == 0 && (syntax::isOpener(kind) || kind == TokenKind::Comma)) return 0;
    if (syntax::isOpener(kind)) --depth;
  }
  return 0;
}

/// Whether the place is behind the type of a param, parameter or field.
bool isBehindType(const Misplaced& place) {
  const std::ptrdiff_t sign =
      signBefore(place, {TokenKind::Colon, TokenKind::Assign, TokenKind::Where, TokenKind::In});
  return sign != 0 && place.kind(sign) == TokenKind::Colon;
}

/// `barrel | endcap`, `int | none`, `int | float`, `"a", "b"` as types.
std::optional<Diagnostic> slipOfTypes(const Misplaced& place) {
  const Span before = place.span(-1);
  if (place.kind() == TokenKind::Comma && place.kind(-1) == TokenKind::String &&
      place.kind(1) == TokenKind::String && isBehindType(place)) {
    return enumerationByComma(place.span());
  }
  if (place.kind() != TokenKind::Bar || !endsOperand(place.kind(-1))) return std::nullopt;
  if (place.text(1) == "none" || place.text(1) == "None") {
    return optionalByBar(place.span(), {before.file, before.end, place.span(1).end},
                         place.text(-1));
  }
  if (place.kind(-1) != TokenKind::Name || place.kind(1) != TokenKind::Name) return std::nullopt;
  if (isTypeWord(place.text(-1)) || isTypeWord(place.text(1))) return choiceOfTypes(place.span());
  return enumerationWithoutQuotes(before, place.span(1), place.text(-1));
}

/// `publish` without its `as` or its quotes.
std::optional<Diagnostic> slipOfPublish(const Misplaced& place) {
  const std::ptrdiff_t word = signBefore(place, {TokenKind::Publish});
  if (word == 0) return std::nullopt;
  if (place.kind(-1) == TokenKind::As && place.kind() == TokenKind::Name)
    return quotesMissing(place.span(), place.text());
  if (!place.needs(TokenKind::As)) return std::nullopt;
  const bool named = place.kind(-1) == TokenKind::Name;
  if (place.kind() == TokenKind::Separator || place.kind() == TokenKind::CloseBrace) {
    const Span value{place.file, place.span(word + 1).begin, place.span(-1).end};
    return publishWithoutAs(value, {}, behind(value),
                            named ? "as \"" + std::string(place.text(-1)) + "\"" : "");
  }
  if (place.kind() == TokenKind::Assign && place.kind(-1) == TokenKind::String)
    return publishTurnedRound(place.span());
  const bool string = place.kind(1) == TokenKind::String;
  return publishWithoutAs(place.span(), place.text(), place.span(), string ? "as" : "");
}

/// What stands behind the type or default of a param or parameter and does not belong there.
std::optional<Diagnostic> slipBehindType(const Misplaced& place) {
  const bool literal = isLiteral(place.kind());
  const TokenKind before = place.kind(-1);
  if (literal && before != TokenKind::String && endsOperand(before) && isBehindType(place))
    return defaultWithoutEquals(place.span(), behind(place.span(-1)));
  const bool comparison = place.kind() == TokenKind::Less || place.kind() == TokenKind::Greater ||
                          place.kind() == TokenKind::LessEqual ||
                          place.kind() == TokenKind::GreaterEqual;
  if (comparison && isBehindType(place) && endsOperand(before))
    return comparisonBehindType(place.span(), place.text());
  const bool text = place.kind() == TokenKind::String && endsOperand(before) &&
                    before != TokenKind::String && signBefore(place, {TokenKind::Param}) != 0;
  if (text) return textBehindDefault(place.span());
  return std::nullopt;
}

/// `test short {`, `test("a") {`, `task t() -> (..) {`.
std::optional<Diagnostic> slipOfTitle(const Misplaced& place) {
  if (place.kind(-1) == TokenKind::Test && place.kind() == TokenKind::OpenParen &&
      place.kind(1) == TokenKind::String && place.kind(2) == TokenKind::CloseParen) {
    const std::string_view title = place.text(1);
    return titleWithoutQuotes(join(place.span(), place.span(2)), title.substr(1, title.size() - 2));
  }
  if (place.kind(-1) == TokenKind::Test && place.kind() == TokenKind::Name) {
    const bool call =
        place.kind(1) == TokenKind::OpenParen && place.kind(2) == TokenKind::CloseParen;
    return titleWithoutQuotes(join(place.span(), place.span(call ? 2 : 0)), place.text());
  }
  const bool body = (place.kind() == TokenKind::OpenBrace || place.kind() == TokenKind::Assign) &&
                    place.needs(TokenKind::End);
  const std::ptrdiff_t task = body ? signBefore(place, {TokenKind::Task}) : 0;
  if (task != 0) return taskInProgram(place.span(task));
  return std::nullopt;
}

/// A name and a value without `=` between them.
std::optional<Diagnostic> slipOfMissingEquals(const Misplaced& place) {
  if (place.kind(-1) != TokenKind::Name || !isLiteral(place.kind())) return std::nullopt;
  const TokenKind before = place.kind(-2);
  const bool constant = before == TokenKind::Let && place.needs(TokenKind::Assign);
  const bool argument = (before == TokenKind::OpenParen || before == TokenKind::Comma) &&
                        place.needs(TokenKind::CloseParen);
  const bool string = place.kind() == TokenKind::String && !constant;
  if (string || !(constant || argument)) return std::nullopt;
  return equalsMissing(place.span(), behind(place.span(-1)), place.text(-1));
}

/// Heads of declarations.
std::optional<Diagnostic> slipOfHead(const Misplaced& place) {
  const TokenKind before = place.kind(-1);
  if (before == TokenKind::Param && syntax::isOpener(place.kind())) return paramBlock(place.span());
  if (place.kind() == TokenKind::Equal && isBehindType(place))
    return wrongEquals(place.span(), "==", "=");
  if (place.kind() == TokenKind::Assign && isBehindType(place) == false &&
      signBefore(place, {TokenKind::Where}) != 0 && endsOperand(before) &&
      !place.needs(TokenKind::Assign)) {
    return defaultBehindCondition(place.span());
  }
  const bool result = place.kind() == TokenKind::Assign && before == TokenKind::CloseParen &&
                      place.needs(TokenKind::Colon) && place.needed.count() == 1;
  const std::ptrdiff_t word = result ? signBefore(place, {TokenKind::Fn}) : 0;
  if (word != 0) return resultTypeMissing(place.span(word + 1), place.text(word + 1));
  return std::nullopt;
}

/// What stands behind a value without an operator.
std::optional<Diagnostic> slipOfNeighbours(const Misplaced& place) {
  const TokenKind before = place.kind(-1);
  if (before == TokenKind::Integer && place.text() == "to") {
    return rangeByWord(place.span(), {place.file, place.span(-1).end, place.span(1).begin});
  }
  if (place.kind() == TokenKind::As && isTypeWord(place.text(1)) && endsOperand(before))
    return conversion({place.file, place.span().begin, place.span(1).end});
  const bool cast = before == TokenKind::CloseParen && isTypeWord(place.text(-2)) &&
                    place.kind(-3) == TokenKind::OpenParen && endsOperand(place.kind());
  if (cast && !syntax::isCloser(place.kind()))
    return conversion({place.file, place.span(-3).begin, place.span(-1).end});
  const bool strings = before == TokenKind::String && place.kind() == TokenKind::String;
  if (strings && !place.needs(TokenKind::Separator) && !place.needs(TokenKind::Comma))
    return stringsSideBySide(place.span());
  return std::nullopt;
}

std::optional<Diagnostic> slipOfLoop(const Misplaced& place) {
  if (place.kind() == TokenKind::Comma && place.needs(TokenKind::In) &&
      place.kind(-2) == TokenKind::For)
    return severalLoopNames(place.span());
  if (place.kind() != TokenKind::For) return std::nullopt;
  if (signBefore(place, {TokenKind::For}) != 0) return secondLoop(place.span());
  return std::nullopt;
}

/// A setting or constant at the top of the file without its keyword.
std::optional<Diagnostic> slipOfSetting(const Misplaced& place) {
  if (!place.needs(TokenKind::Pipeline)) return std::nullopt;
  const std::string word(place.text());
  const Span name = place.span();
  if (place.kind() == TokenKind::Binder && place.kind(1) == TokenKind::Assign)
    return settingWithoutParam(name, word, name, "let " + word);
  if (place.kind() == TokenKind::Name && place.kind(1) == TokenKind::Name &&
      place.kind(2) == TokenKind::Assign && isTypeWord(word)) {
    const std::string setting(place.text(1));
    return settingWithoutParam(name, word, {name.file, name.begin, place.span(1).end},
                               "param " + setting + ": " + word);
  }
  if (place.kind(1) != TokenKind::Colon) return std::nullopt;
  const Span head{name.file, name.begin, place.span(1).end};
  const bool typed = place.kind(2) == TokenKind::Name && place.kind(3) == TokenKind::Assign;
  const bool value = isLiteral(place.kind(2)) && place.kind(3) == TokenKind::End;
  return settingWithoutParam(name, word, typed ? name : head,
                             typed   ? "param " + word
                             : value ? "let " + word + " ="
                                     : "");
}

}  // namespace

std::optional<Diagnostic> slipOfForm(const Misplaced& place) {
  if (auto slip = slipOfSetting(place)) return slip;
  if (auto slip = slipOfTypes(place)) return slip;
  if (auto slip = slipOfPublish(place)) return slip;
  if (auto slip = slipOfTitle(place)) return slip;
  if (auto slip = slipBehindType(place)) return slip;
  if (auto slip = slipOfMissingEquals(place)) return slip;
  if (auto slip = slipOfHead(place)) return slip;
  if (auto slip = slipOfNeighbours(place)) return slip;
  if (auto slip = slipOfLoop(place)) return slip;
  const bool switches = place.kind() == TokenKind::On && place.needs(TokenKind::Integer) &&
                        place.kind(1) != TokenKind::Dot;
  if (switches && !place.startsStatement(0)) return switchWord(place.span(), place.text(), "true");
  return std::nullopt;
}

}  // namespace itw::parsing
