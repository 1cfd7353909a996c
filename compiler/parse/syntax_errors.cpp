#include "compiler/parse/syntax_errors.h"

#include <algorithm>
#include <array>

#include "compiler/parse/keywords.h"
#include "compiler/parse/lexer.h"
#include "compiler/parse/line_rules.h"
#include "compiler/parse/parse_diagnostics.h"
#include "compiler/parse/syntax_diagnostics.h"

namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

bool has(const TokenKinds& kinds, TokenKind kind) {
  return kinds.test(static_cast<std::size_t>(kind));
}

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
  return kind == TokenKind::Plus || kind == TokenKind::Minus || kind == TokenKind::Star ||
         kind == TokenKind::Slash || kind == TokenKind::FloorDivide || kind == TokenKind::Percent ||
         kind == TokenKind::And || kind == TokenKind::Or;
}

bool beginsOperand(TokenKind kind) {
  return (endsOperand(kind) && !syntax::isCloser(kind)) || kind == TokenKind::OpenBrace ||
         kind == TokenKind::TypeOpen || kind == TokenKind::Binder;
}

/// Whether an expression cannot go on across a token of this kind.
bool endsExpression(TokenKind kind) {
  switch (kind) {
    case TokenKind::Comma:
    case TokenKind::Separator:
    case TokenKind::End:
    case TokenKind::Assign:
    case TokenKind::Tilde:
    case TokenKind::And:
    case TokenKind::Or:
    case TokenKind::Not:
    case TokenKind::If:
    case TokenKind::Then:
    case TokenKind::Else:
    case TokenKind::Where:
    case TokenKind::For:
      return true;
    default:
      return false;
  }
}

bool isTypeName(std::string_view name) {
  constexpr std::array kNames = {
      std::string_view{"f16"},  std::string_view{"bf16"}, std::string_view{"f32"},
      std::string_view{"f64"},  std::string_view{"i64"},  std::string_view{"u8"},
      std::string_view{"bool"}, std::string_view{"f"},    std::string_view{"class"}};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// What is needed, in words; empty when it would be a long list.
std::string wordsFor(const TokenKinds& needed) {
  if (has(needed, TokenKind::Integer) && has(needed, TokenKind::Name)) return "a value";
  if (has(needed, TokenKind::Name) && has(needed, TokenKind::String) &&
      has(needed, TokenKind::TypeOpen)) {
    return "a type";
  }
  std::vector<std::string_view> words;
  for (std::size_t kind = 0; kind < needed.size(); ++kind) {
    if (!needed.test(kind)) continue;
    const std::string_view word = syntax::textOf(static_cast<TokenKind>(kind));
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  if (words.empty() || words.size() > 4) return {};
  std::string text(words.front());
  for (std::size_t i = 1; i < words.size(); ++i) {
    text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace

/// A token that cannot stand where it does, with its neighbours.
struct SyntaxErrors::Place {
  std::size_t index = 0;
  Token token;
  Token before;
  Token behind;
  std::string_view text;
  TokenKinds needed;

  bool needs(TokenKind kind) const { return has(needed, kind); }
};

SyntaxErrors::SyntaxErrors(FileId file, std::string_view text, const Program& program,
                           DiagnosticSink& diagnostics)
    : file_(file), text_(text), program_(program), diagnostics_(diagnostics) {}

void SyntaxErrors::report(std::size_t token, const TokenKinds& needed) {
  const auto& tokens = program_.tokens;
  Place place;
  place.index = std::min(token, tokens.size() - 1);
  place.token = tokens[place.index];
  if (place.index > 0) place.before = tokens[place.index - 1];
  if (place.index + 1 < tokens.size()) place.behind = tokens[place.index + 1];
  place.text = place.token.text(text_);
  place.needed = needed;
  if (!isSilent(place.index)) diagnostics_.add(describe(place));
}

/// Whether what is wrong there was reported by the lexer or the layout.
bool SyntaxErrors::isSilent(std::size_t index) const {
  const Token& token = program_.tokens[index];
  if (token.broken || token.kind == TokenKind::Unknown) return true;
  if (index > 0 && program_.tokens[index - 1].kind == TokenKind::Unknown) return true;
  return std::any_of(program_.mended.begin(), program_.mended.end(), [&](const Span& each) {
    return each.begin <= token.begin && token.begin <= each.end;
  });
}

Diagnostic SyntaxErrors::describe(const Place& place) const {
  if (auto slip = describeStart(place)) return *std::move(slip);
  if (auto slip = describeBinding(place)) return *std::move(slip);
  if (auto slip = describeBehindOperand(place)) return *std::move(slip);
  if (auto slip = describeWord(place)) return *std::move(slip);
  const std::string needed = wordsFor(place.needed);
  const Span at = spanOf(place.token);
  if (hardKeyword(place.text)) return misplacedKeyword(at, place.text, needed);
  if (place.token.begin == place.token.end) return lineEndsEarly(at, needed);
  return misplacedToken(at, "`" + std::string(place.text) + "`", needed);
}

/// Mistakes at the start of a declaration or statement.
std::optional<Diagnostic> SyntaxErrors::describeStart(const Place& place) const {
  const Span at = spanOf(place.token);
  const bool word = place.token.kind == TokenKind::Name || place.token.kind == TokenKind::Binder;
  if (place.needs(TokenKind::Pipeline)) {
    if (place.text == "itw") return secondEdition(at);
    const bool binds = place.token.kind == TokenKind::Binder;
    return notADeclaration(at, place.text, binds ? "" : nearestDeclaration(place.text), binds);
  }
  const bool statement =
      place.before.kind == TokenKind::Separator || place.before.kind == TokenKind::OpenBrace;
  if (!statement || !word) return std::nullopt;
  if (place.behind.kind == TokenKind::Name && declarationKeyword(place.text)) {
    return nestedDeclaration(at, place.text);
  }
  if (!place.needs(TokenKind::Binder)) return std::nullopt;
  if (place.behind.kind == TokenKind::Equal) {
    return wrongEquals(spanOf(place.behind), "==", "=");
  }
  if (place.behind.kind == TokenKind::Colon) {
    return colonForEquals(spanOf(place.behind), "a value is bound with `=`");
  }
  return std::nullopt;
}

/// `=`, `==` and `:` in the place of one another.
std::optional<Diagnostic> SyntaxErrors::describeBinding(const Place& place) const {
  const Span at = spanOf(place.token);
  const std::string_view name = place.before.text(text_);
  if (place.token.kind == TokenKind::Equal && place.needs(TokenKind::Assign)) {
    return wrongEquals(at, "==", "=");
  }
  if (place.token.kind == TokenKind::Colon && place.needs(TokenKind::Assign)) {
    return colonForEquals(at, "the type of a binding is inferred; bind its value with `=`");
  }
  if (place.token.kind == TokenKind::Colon && endsOperand(place.before.kind)) {
    return colonForEquals(at, "`:` says a type, `=` gives a value");
  }
  // A name of a list of parameters, or of `param`.
  const bool untyped = place.needs(TokenKind::Colon) && place.needed.count() == 1 &&
                       !beginsOperand(place.token.kind);
  if (untyped && place.before.kind == TokenKind::Name) {
    return missingType(spanOf(place.before), name);
  }
  // Where one sign is needed, no comparison was meant.
  const bool oneSign = place.needed.count() == 1 && !place.needs(TokenKind::End) &&
                       !place.needs(TokenKind::Then) && !place.needs(TokenKind::Else);
  if (place.token.kind == TokenKind::Assign && endsOperand(place.before.kind) && !oneSign) {
    return wrongEquals(at, "=", "==");
  }
  const bool type = place.before.kind == TokenKind::Colon && place.needs(TokenKind::TypeOpen);
  if (type && beginsOperand(place.token.kind)) {
    return colonForEquals(spanOf(place.before), "`:` says a type, `=` gives a value");
  }
  return std::nullopt;
}

/// What cannot follow a value.
std::optional<Diagnostic> SyntaxErrors::describeBehindOperand(const Place& place) const {
  const Span at = spanOf(place.token);
  if (!endsOperand(place.before.kind)) return std::nullopt;
  const TokenKind earlier = operatorBefore(place.index);
  const bool comparison = isComparison(place.token.kind);
  if (earlier == TokenKind::Pipe && (comparison || isArithmetic(place.token.kind))) {
    return operatorBehindStage(at, place.text);
  }
  if (comparison && isComparison(earlier)) return chainedComparison(at);
  if (place.token.kind == TokenKind::OpenBracket) {
    const std::string_view name = place.before.text(text_);
    return indexing(at, name, isTypeName(name));
  }
  if (place.token.kind == TokenKind::Question) return questionMark(at);
  if (place.token.kind == TokenKind::For) return loopOutsideList(at);
  if (place.token.kind == TokenKind::Else && place.before.kind == TokenKind::CloseBrace) {
    return elseOfWhen(at);
  }
  if (auto slip = describeUnit(place)) return slip;
  const bool list = place.needs(TokenKind::Comma) || place.needs(TokenKind::Separator);
  if (list && beginsOperand(place.token.kind)) {
    return missingComma(at, spanOf(place.before), "`" + std::string(place.text) + "`");
  }
  return std::nullopt;
}

/// Words behind numbers that were meant as units, and durations in pieces.
std::optional<Diagnostic> SyntaxErrors::describeUnit(const Place& place) const {
  const Span at = spanOf(place.token);
  const bool number =
      place.before.kind == TokenKind::Integer || place.before.kind == TokenKind::Decimal;
  if (place.before.kind == TokenKind::Quantity && place.token.kind == TokenKind::Quantity) {
    return separateParts(at);
  }
  if (!number || place.token.kind != TokenKind::Name) return std::nullopt;
  if (unitLength(text_, place.token.begin, false) == place.text.size()) {
    return distantUnit(at, place.text);
  }
  const std::string_view nearest = nearestUnit(place.text);
  const bool list = place.needs(TokenKind::Comma) || place.needs(TokenKind::Separator);
  if (list && nearest.empty()) return std::nullopt;
  return unknownUnit(at, place.text, nearest);
}

/// Keywords where a name or a value should stand.
std::optional<Diagnostic> SyntaxErrors::describeWord(const Place& place) const {
  const Span at = spanOf(place.token);
  const bool hard = hardKeyword(place.text).has_value();
  if (hard && place.needs(TokenKind::Name) && place.needed.count() == 1) {
    return keywordAsName(at, place.text);
  }
  if (place.token.kind == TokenKind::If && place.needs(TokenKind::Integer)) {
    return conditionalNeedsParentheses(at);
  }
  const bool statement = place.before.kind == TokenKind::Separator;
  if (statement && clauseKeyword(place.text)) return clauseWithoutCall(at, place.text);
  return std::nullopt;
}

/// The last operator of the same bracket in front of a token that decides what may follow: a
/// comparison or `|>`; Unknown where none does.
TokenKind SyntaxErrors::operatorBefore(std::size_t index) const {
  std::size_t depth = 0;
  while (index-- > 0) {
    const TokenKind kind = program_.tokens[index].kind;
    if (syntax::isCloser(kind)) ++depth;
    if (syntax::isOpener(kind) && depth-- == 0) break;
    if (depth > 0) continue;
    if (kind == TokenKind::Pipe || isComparison(kind)) return kind;
    if (endsExpression(kind)) break;
  }
  return TokenKind::Unknown;
}

}  // namespace itw::parsing
