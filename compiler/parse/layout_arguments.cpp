#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "compiler/parse/character.h"
#include "compiler/parse/foreign_forms.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/line_rules.h"
#include "compiler/parse/near_forms.h"

// Brackets of the wrong kind: told once, and turned into those that are meant.
namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

bool takesTypes(std::string_view word) { return isOneOf(word, {"list", "file", "dataset"}); }

bool isScalarType(std::string_view word) {
  return isOneOf(word, {"int", "float", "bool", "string", "path", "duration", "bytes", "power"});
}

bool opensValue(TokenKind before) {
  return before == TokenKind::Assign || before == TokenKind::Tilde || before == TokenKind::Comma ||
         before == TokenKind::OpenParen || before == TokenKind::OpenBracket;
}

}  // namespace

/// The kind of the token that many in front of the next one.
TokenKind Layout::kindBefore(std::size_t count) const {
  const std::size_t size = program_.tokens.size();
  return count <= size ? program_.tokens[size - count].kind : TokenKind::Unknown;
}

bool Layout::isKindAt(std::size_t at, TokenKind kind) const {
  const CodeToken* code = codeAt(at);
  return code != nullptr && code->token.kind == kind;
}

/// Whether a name and `:` or `=` stand behind the bracket at that index.
bool Layout::holdsNames(std::size_t open, TokenKind sign) const {
  return isKindAt(open + 1, TokenKind::Name) && isKindAt(open + 2, sign) &&
         !codeAt(open + 2)->token.broken;
}

/// Makes the brackets at two places those of another kind, and says where they stand. One that is
/// of this kind already has no span.
Layout::Pair Layout::turnBrackets(std::size_t open, std::size_t close, TokenKind opener,
                                  TokenKind closer) {
  Token& first = code_.tokens[open].token;
  Token& last = code_.tokens[close].token;
  Pair pair{spanOf(first), last.kind == closer ? Span{} : spanOf(last)};
  first.kind = opener;
  last.kind = closer;
  return pair;
}

/// The index of the bracket that closes the one at `open`; nothing where it has none.
std::optional<std::size_t> Layout::closerAt(std::size_t open) const {
  const std::size_t end = closerOfBrace(open);
  if (end == open || !syntax::isCloser(code_.tokens[end].token.kind)) return std::nullopt;
  return end;
}

/// Whether the name in front of the present token is one that is called.
bool Layout::followsCallee() const {
  if (previous() != TokenKind::Name) return false;
  std::size_t name = 1;
  while (kindBefore(name + 1) == TokenKind::Dot && kindBefore(name + 2) == TokenKind::Name)
    name += 2;
  const TokenKind block = levels_.back().block;
  switch (kindBefore(name + 1)) {
    case TokenKind::Assign:
      return declaration_ != TokenKind::Type;
    case TokenKind::Pipe:
    case TokenKind::Tilde:
    case TokenKind::Comma:
    case TokenKind::OpenParen:
    case TokenKind::OpenBracket:
    case TokenKind::Then:
    case TokenKind::Else:
      return levels_.size() > 1;
    case TokenKind::OpenBrace:
    case TokenKind::Separator:
      return block == TokenKind::Observe || block == TokenKind::Model;
    default:
      return false;
  }
}

/// Whether what stands in the brackets is more than an index.
bool Layout::holdsArguments(std::size_t open, std::size_t close) const {
  const TokenKind before = kindBefore(2);
  // An op has no index, and a statement does not begin with one.
  const bool called = before == TokenKind::Pipe || before == TokenKind::Tilde ||
                      before == TokenKind::OpenBrace || before == TokenKind::Separator;
  if (called) return true;
  if (holdsNames(open, TokenKind::Assign)) return true;
  std::size_t depth = 0;
  for (std::size_t i = open; i < close; ++i) {
    const TokenKind kind = code_.tokens[i].token.kind;
    if (syntax::isOpener(kind)) ++depth;
    if (syntax::isCloser(kind) && depth > 0) --depth;
    if (depth == 1 && kind == TokenKind::Comma) return true;
  }
  return false;
}

/// `adamw{lr = lr}`, `adamw[lr = lr]`.
void Layout::mendArguments() {
  const CodeToken& code = code_.tokens[at_];
  if (statementStart_ || code.lineStart || !followsCallee()) return;
  const auto close = closerAt(at_);
  if (!close) return;
  const std::string_view name = last_.text(text_);
  const bool bracket = code.token.kind == TokenKind::OpenBracket;
  if (bracket && (isElementType(name) || takesTypes(name) || !holdsArguments(at_, *close))) return;
  const Pair pair = turnBrackets(at_, *close, TokenKind::OpenParen, TokenKind::CloseParen);
  diagnostics_.add(argumentsInBrackets({pair.opener, pair.closer}, name));
}

/// `with (lr = 1)` and `with [lr = 1]`, fields and loops in brackets of another kind.
void Layout::mendRecord() {
  const TokenKind opener = code_.tokens[at_].token.kind;
  const auto close = closerAt(at_);
  if (!close) return;
  // `(x := 1)` was told with its sign.
  const CodeToken* sign = codeAt(at_ + 2);
  const bool binds = holdsNames(at_, TokenKind::Assign) && (sign == nullptr || !sign->token.broken);
  const bool brace = opener == TokenKind::OpenBrace;
  if (!brace && previous() == TokenKind::With && binds) {
    const Pair pair = turnBrackets(at_, *close, TokenKind::OpenBrace, TokenKind::CloseBrace);
    diagnostics_.add(bindingsInBrackets({pair.opener, pair.closer}));
  } else if (!brace && previous() == TokenKind::Assign &&
             (binds || holdsNames(at_, TokenKind::Colon))) {
    const Pair pair = turnBrackets(at_, *close, TokenKind::OpenBrace, TokenKind::CloseBrace);
    diagnostics_.add(fieldsInBrackets({pair.opener, pair.closer}));
  }
}

/// `{f(x) for x in xs}` and `(f(x) for x in xs)`; true where nothing of it can be read.
bool Layout::takeLoopInBrackets() {
  if (statementStart_ || !opensValue(previous())) return false;
  const auto close = closerAt(at_);
  if (!close) return false;
  std::size_t depth = 0;
  bool keyed = holdsNames(at_, TokenKind::Assign);
  bool loop = false;
  for (std::size_t i = at_; i < *close && !loop; ++i) {
    const TokenKind kind = code_.tokens[i].token.kind;
    if (syntax::isOpener(kind)) ++depth;
    if (syntax::isCloser(kind) && depth > 0) --depth;
    keyed = keyed || (depth == 1 && kind == TokenKind::Colon);
    loop = depth == 1 && i > at_ + 1 && isWordAt(i, "for") && !isKindAt(i + 1, TokenKind::Assign);
  }
  if (!loop) return false;
  if (keyed) {
    diagnostics_.add(dictOfLoop(spanOf(code_.tokens[at_].token)));
    emitBroken(*close);
    return true;
  }
  const Pair pair = turnBrackets(at_, *close, TokenKind::OpenBracket, TokenKind::CloseBracket);
  diagnostics_.add(loopInBrackets({pair.opener, pair.closer}));
  return false;
}

/// `digits() { lr = 1 }`: the `with` that lacks is put in.
void Layout::mendMissingWith() {
  const CodeToken& code = code_.tokens[at_];
  const TokenKind block = levels_.back().block;
  const bool call = previous() == TokenKind::CloseParen && !code.lineStart &&
                    (block == TokenKind::Pipeline || block == TokenKind::Test);
  if (!call || !holdsNames(at_, TokenKind::Assign)) return;
  diagnostics_.add(withMissing(spanOf(code.token)));
  emit({.kind = TokenKind::With,
        .broken = true,
        .begin = code.token.begin,
        .end = code.token.begin});
}

/// `{epochs}` where a value stands.
bool Layout::takeNameInBraces() {
  const bool name = opensValue(previous()) && isKindAt(at_ + 1, TokenKind::Name) &&
                    isKindAt(at_ + 2, TokenKind::CloseBrace);
  if (!name) return false;
  diagnostics_.add(
      nameInBraces({spanOf(code_.tokens[at_].token), spanOf(code_.tokens[at_ + 2].token)},
                   textOf(code_.tokens[at_ + 1])));
  emitBroken(at_ + 2);
  return true;
}

/// Parameters, inputs and types in the head of a declaration.
void Layout::mendHeadBrackets() {
  if (levels_.size() > 1 || program_.declarations.empty()) return;
  const auto close = closerAt(at_);
  if (!close || !holdsNames(at_, TokenKind::Colon)) return;
  const bool named =
      previous() == TokenKind::Name && program_.tokens.size() == program_.declarations.back() + 2;
  const bool parenthesis = code_.tokens[at_].token.kind == TokenKind::OpenParen;
  if (named && parenthesis && declaration_ == TokenKind::Type) return mendTypeAsCall(*close);
  if (parenthesis) return;
  const bool more = isKindAt(*close + 1, TokenKind::OpenBrace) ||
                    isKindAt(*close + 1, TokenKind::Colon) ||
                    isKindAt(*close + 1, TokenKind::Arrow);
  const bool takes = declaration_ == TokenKind::Model || declaration_ == TokenKind::Step ||
                     declaration_ == TokenKind::Pipeline || declaration_ == TokenKind::Fn;
  const bool ports = (previous() == TokenKind::Colon || previous() == TokenKind::Arrow) &&
                     declaration_ == TokenKind::Model;
  if (!(named && takes && more) && !ports) return;
  const Pair pair = turnBrackets(at_, *close, TokenKind::OpenParen, TokenKind::CloseParen);
  diagnostics_.add(ports ? portsInBrackets({pair.opener, pair.closer})
                         : parametersInBrackets({pair.opener, pair.closer}));
}

/// `type A(x: int)`.
void Layout::mendTypeAsCall(std::size_t close) {
  const std::uint32_t end = last_.end;
  const Pair pair = turnBrackets(at_, close, TokenKind::OpenBrace, TokenKind::CloseBrace);
  diagnostics_.add(typeAsCall({pair.opener, pair.closer}, {file_, end, pair.opener.end}));
  emit({.kind = TokenKind::Assign, .broken = true, .begin = end, .end = end});
}

/// The index of the `>` that ends the `<` here on its line; nothing where there is none.
std::optional<std::size_t> Layout::angleAt(std::size_t open) const {
  for (std::size_t i = open + 1; codeAt(i) != nullptr && !codeAt(i)->lineStart; ++i) {
    if (isKindAt(i, TokenKind::Greater)) return i;
    if (syntax::isOpener(codeAt(i)->token.kind) || syntax::isCloser(codeAt(i)->token.kind)) break;
  }
  return std::nullopt;
}

/// `f32(3)`, `f32<3>`, `list(int)`, `file[csv]`, `float(1.0)` behind the `:` of a type.
void Layout::mendTypeBrackets() {
  const TokenKind before = kindBefore(2);
  const bool type = before == TokenKind::Colon || before == TokenKind::Arrow ||
                    before == TokenKind::Less ||
                    (before == TokenKind::Assign && declaration_ == TokenKind::Type);
  if (!type || previous() != TokenKind::Name || code_.tokens[at_].lineStart) return;
  const std::string_view name = last_.text(text_);
  const bool angle = code_.tokens[at_].token.kind == TokenKind::Less;
  const auto close = angle ? angleAt(at_) : closerAt(at_);
  if (!close || *close == at_ + 1) return;
  const bool square = code_.tokens[at_].token.kind == TokenKind::OpenBracket;
  if (isElementType(name) && !square) {
    const Pair pair = turnBrackets(at_, *close, TokenKind::OpenBracket, TokenKind::CloseBracket);
    diagnostics_.add(dimensionsInBrackets({pair.opener, pair.closer}, name));
  } else if (takesTypes(name) && !angle) {
    unquote(at_ + 1, *close);
    const Pair pair = turnBrackets(at_, *close, TokenKind::Less, TokenKind::Greater);
    diagnostics_.add(typesInBrackets({pair.opener, pair.closer}, name));
  } else if (isScalarType(name) && !angle && !square && !isKindAt(at_ + 1, TokenKind::Name)) {
    diagnostics_.add(defaultInParentheses(
        {spanOf(code_.tokens[at_].token), spanOf(code_.tokens[*close].token)}));
    emit({.kind = TokenKind::Assign, .broken = true, .begin = last_.end, .end = last_.end});
  }
}

/// Takes the quotes from the only token between two brackets.
void Layout::unquote(std::size_t at, std::size_t close) {
  Token& token = code_.tokens[at].token;
  if (token.kind != TokenKind::String || at + 1 != close || token.end - token.begin < 3) return;
  token.kind = TokenKind::Name;
  ++token.begin;
  --token.end;
}

/// `None`, `?`, `*` and the like for a dimension of any size.
bool Layout::takeOpenDimension() {
  const bool first = previous() == TokenKind::OpenBracket || previous() == TokenKind::Comma;
  if (!levels_.back().dims || !first) return false;
  std::size_t last = at_;
  if (isKindAt(at_, TokenKind::Minus) && isKindAt(at_ + 1, TokenKind::Integer)) ++last;
  const bool ends =
      isKindAt(last + 1, TokenKind::Comma) || isKindAt(last + 1, TokenKind::CloseBracket);
  const Span at{file_, code_.tokens[at_].token.begin, code_.tokens[last].token.end};
  const std::string_view written = text_.substr(at.begin, at.end - at.begin);
  if (!ends || !isOneOf(written, {"None", "none", "?", "*", ":", "_", "-1"})) return false;
  diagnostics_.add(openDimension(at, written, previous() == TokenKind::OpenBracket));
  emitBroken(last);
  return true;
}

/// `python(pkg.mod:fn)`.
bool Layout::takeFunctionPath() {
  const std::size_t count = program_.tokens.size();
  const bool call = previous() == TokenKind::OpenParen && kindBefore(2) == TokenKind::Name &&
                    program_.tokens[count - 2].text(text_) == "python";
  if (!call) return false;
  std::size_t end = at_;
  bool colon = false;
  while (isKindAt(end, TokenKind::Name) || isKindAt(end, TokenKind::Dot) ||
         isKindAt(end, TokenKind::Colon))
    colon = isKindAt(end++, TokenKind::Colon) || colon;
  if (!colon || !isKindAt(end, TokenKind::CloseParen)) return false;
  const Span path{file_, code_.tokens[at_].token.begin, code_.tokens[end - 1].token.end};
  diagnostics_.add(functionWithoutQuotes(path, text_.substr(path.begin, path.end - path.begin)));
  emitBroken(end - 1);
  return true;
}

/// An opening bracket: what is of the wrong kind is mended. True where it was taken.
bool Layout::takeBracket() {
  const TokenKind kind = code_.tokens[at_].token.kind;
  mendHeadBrackets();
  mendTypeBrackets();
  if (kind != TokenKind::Less) mendRecord();
  if (code_.tokens[at_].token.kind != kind) return false;
  if (kind == TokenKind::OpenBrace) {
    if (takeLoopInBrackets() || takeNameInBraces()) return true;
    mendMissingWith();
  }
  if (kind == TokenKind::OpenParen && !endsOperand(previous())) return takeLoopInBrackets();
  if (kind == TokenKind::OpenBrace || kind == TokenKind::OpenBracket) mendArguments();
  return false;
}

}  // namespace itw::parsing
