#include <algorithm>
#include <string>
#include <utility>

#include "compiler/parse/foreign_forms.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/line_rules.h"

// Tuples, functions and declarations that are put together as in other languages.
namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

/// How far a bracket or line is followed.
constexpr std::size_t kLongest = 4096;

/// Whether parentheses behind this belong to a word and are no value.
bool takesParentheses(TokenKind before) {
  return before == TokenKind::Retry || before == TokenKind::Cache ||
         before == TokenKind::Deadline || before == TokenKind::Publish;
}

}  // namespace

/// Whether a sign stands in the present declaration outside of all brackets.
bool Layout::declarationHas(TokenKind sign) const {
  if (program_.declarations.empty()) return false;
  std::size_t depth = 0;
  const std::size_t first = program_.declarations.back();
  const std::size_t end = std::min(program_.tokens.size(), first + kLongest);
  for (std::size_t i = first; i < end; ++i) {
    const TokenKind kind = program_.tokens[i].kind;
    if (depth == 0 && kind == sign) return true;
    if (syntax::isOpener(kind)) ++depth;
    if (syntax::isCloser(kind) && depth > 0) --depth;
  }
  return false;
}

/// The index of the `)` of the parenthesis at `open`, and of the first comma right inside of it;
/// both past the end where it has none.
Layout::Tuple Layout::tupleAt(std::size_t open) const {
  const std::size_t none = code_.tokens.size();
  Tuple found{.comma = none, .closer = none};
  std::size_t depth = 0;
  for (std::size_t i = open; codeAt(i) != nullptr && i < open + kLongest; ++i) {
    const TokenKind kind = codeAt(i)->token.kind;
    if (i > open && startsDeclaration(*codeAt(i))) break;
    if (syntax::isOpener(kind)) ++depth;
    if (depth == 1 && kind == TokenKind::Comma && found.comma == none) found.comma = i;
    if (!syntax::isCloser(kind) || --depth > 0) continue;
    if (kind == TokenKind::CloseParen) found.closer = i;
    break;
  }
  return found;
}

/// `(1, 2)` and `()` where a value stands: reported and replaced by a broken value.
bool Layout::takeTuple() {
  const TokenKind before = previous();
  const bool type = before == TokenKind::Arrow || before == TokenKind::Colon ||
                    before == TokenKind::Greater || before == TokenKind::For;
  if (type || statementStart_ || endsOperand(before) || takesParentheses(before)) return false;
  const Tuple found = tupleAt(at_);
  if (found.closer >= code_.tokens.size()) return false;
  const Span opener = spanOf(code_.tokens[at_].token);
  const Span closer = spanOf(code_.tokens[found.closer].token);
  if (found.closer == at_ + 1) {
    diagnostics_.add(emptyParentheses(join(opener, closer)));
  } else if (found.comma + 1 < found.closer) {
    const bool range = before == TokenKind::In && declaration_ == TokenKind::Param &&
                       !declarationHas(TokenKind::Assign);
    const std::size_t comma = found.comma;
    const bool two = comma == at_ + 2 && found.closer == comma + 2;
    const std::string meant = two ? std::string(textOf(code_.tokens[at_ + 1])) +
                                        "..=" + std::string(textOf(code_.tokens[comma + 1]))
                                  : std::string{};
    diagnostics_.add(range ? rangeAsTuple(join(opener, closer), meant) : tuple(opener, closer));
  } else {
    return false;
  }
  emitBroken(found.closer);
  return true;
}

/// `publish(score, "score")`.
bool Layout::takePublishCall() {
  if (previous() != TokenKind::Publish) return false;
  const Tuple found = tupleAt(at_);
  if (found.comma >= code_.tokens.size() || found.closer >= code_.tokens.size()) return false;
  const Token& value = code_.tokens[at_ + 1].token;
  const Token& name = code_.tokens[found.comma + 1].token;
  std::string meant;
  if (found.comma > at_ + 1 && name.kind == TokenKind::String && found.closer == found.comma + 2) {
    const std::uint32_t end = code_.tokens[found.comma - 1].token.end;
    meant = std::string(text_.substr(value.begin, end - value.begin)) + " as " +
            std::string(name.text(text_));
  }
  const Span opener = spanOf(code_.tokens[at_].token);
  diagnostics_.add(
      publishCall(opener, meant, {file_, last_.end, code_.tokens[found.closer].token.end}));
  const std::uint32_t end = code_.tokens[found.closer].token.end;
  emitBroken(found.closer);
  emit({.kind = TokenKind::As, .broken = true, .begin = end, .end = end});
  emit({.kind = TokenKind::String, .broken = true, .begin = end, .end = end});
  return true;
}

/// `a, b = parts` and `(a, b) = parts` at the start of a statement: each name is bound to a broken
/// value.
bool Layout::takeUnpacking() {
  std::vector<Token> names;
  std::size_t i = at_;
  const bool parentheses = code_.tokens[at_].token.kind == TokenKind::OpenParen;
  if (parentheses) ++i;
  for (;; ++i) {
    const CodeToken* name = codeAt(i);
    if (name == nullptr || name->token.kind != TokenKind::Name) return false;
    if (i > at_ && name->lineStart) return false;
    names.push_back(name->token);
    const CodeToken* behind = codeAt(++i);
    if (behind == nullptr || behind->token.kind != TokenKind::Comma) break;
  }
  if (parentheses && codeAt(i) != nullptr && codeAt(i)->token.kind == TokenKind::CloseParen) ++i;
  const bool binds = codeAt(i) != nullptr && codeAt(i)->token.kind == TokenKind::Assign;
  if (names.size() < 2 || !binds) return false;
  diagnostics_.add(
      unpacking({file_, code_.tokens[at_].token.begin, code_.tokens[i - 1].token.end}, {}));
  const bool constant = previous() == TokenKind::Let;
  for (Token& name : names) {
    if (&name != &names.front()) emitMark(constant ? TokenKind::End : TokenKind::Separator);
    if (&name != &names.front() && constant)
      emit({.kind = TokenKind::Let, .broken = true, .begin = name.begin, .end = name.begin});
    name.kind = constant ? TokenKind::Name : TokenKind::Binder;
    emit(name);
    emit({.kind = TokenKind::Assign, .broken = true, .begin = name.end, .end = name.end});
    emit({.kind = TokenKind::Name, .broken = true, .begin = name.end, .end = name.end});
  }
  at_ = std::max(endOfLogicalLine(i), at_ + 1) - 1;
  return true;
}

/// Whether a block with a closing brace has something in it, on one line of its own or none.
bool Layout::isOneLine(std::size_t opener, std::size_t closer) const {
  if (closer <= opener + 1 || code_.tokens[closer].token.kind != TokenKind::CloseBrace)
    return false;
  std::size_t lines = 0;
  for (std::size_t i = opener + 1; i < closer; ++i)
    if (code_.tokens[i].lineStart) ++lines;
  return lines == 0 || (lines == 1 && code_.tokens[opener + 1].lineStart);
}

/// `fn f(x: float) -> float` and `fn f(x: float): float { ... }`.
bool Layout::takeFunctionForm(const CodeToken& code) {
  if (levels_.size() > 1 || declaration_ != TokenKind::Fn) return false;
  if (code.token.kind == TokenKind::Arrow && previous() == TokenKind::CloseParen) {
    diagnostics_.add(functionArrow(spanOf(code.token), {file_, last_.end, code.token.end}));
    Token colon = code.token;
    colon.kind = TokenKind::Colon;
    emit(colon);
    return true;
  }
  const bool block = code.token.kind == TokenKind::OpenBrace && endsOperand(previous()) &&
                     declarationHas(TokenKind::Colon) && !declarationHas(TokenKind::Assign);
  if (!block) return false;
  const std::size_t last = closerOfBrace(at_);
  const Token& closer = code_.tokens[last].token;
  std::vector<Edit> edits;
  if (isOneLine(at_, last) && !isWordAt(at_ + 1, "return")) {
    edits = {{{file_, code.token.begin, codeAt(at_ + 1)->token.begin}, "= "},
             {{file_, codeAt(last - 1)->token.end, closer.end}, ""}};
  }
  diagnostics_.add(functionBlock(spanOf(code.token), std::move(edits)));
  emit({.kind = TokenKind::Assign,
        .broken = true,
        .begin = code.token.begin,
        .end = code.token.end});
  emitBroken(last);
  return true;
}

/// `import a, b` and `param a: int = 1, b: int = 2`, or several values without brackets.
bool Layout::takeCommaOfDeclaration(const CodeToken& code) {
  if (levels_.size() > 1 || statementStart_) return false;
  const CodeToken* next = codeAt(at_ + 1);
  if (next == nullptr || next->lineStart) return false;
  const TokenKind kind = declaration_;
  const bool word = next->token.kind == TokenKind::Name && !hardKeyword(textOf(*next));
  const bool binds =
      codeAt(at_ + 2) != nullptr && (codeAt(at_ + 2)->token.kind == TokenKind::Colon ||
                                     codeAt(at_ + 2)->token.kind == TokenKind::Assign);
  const bool joined = word && (kind == TokenKind::Import ||
                               ((kind == TokenKind::Param || kind == TokenKind::Let) && binds));
  if (joined) {
    const Token keyword = program_.tokens[program_.declarations.back()];
    diagnostics_.add(joinedDeclarations(
        spanOf(code.token), {file_, code.token.begin, next->token.begin}, keyword.text(text_)));
    endDeclaration();
    emit({.kind = kind, .broken = true, .begin = code.token.begin, .end = code.token.end});
    return true;
  }
  if (kind != TokenKind::Let || previous() == TokenKind::Let) return false;
  diagnostics_.add(listWithoutBrackets(spanOf(code.token)));
  at_ = std::max(endOfLogicalLine(at_), at_ + 1) - 1;
  return true;
}

/// `x = 1,000` and `x = 0,001`, at the comma.
bool Layout::takeGroupedDigits(const CodeToken& code) {
  const std::size_t count = program_.tokens.size();
  if (previous() != TokenKind::Integer || count < 2 || last_.end != code.token.begin) return false;
  if (program_.tokens[count - 2].kind != TokenKind::Assign || last_.end - last_.begin > 3)
    return false;
  const std::string_view first = last_.text(text_);
  std::string digits(first);
  std::size_t i = at_;
  std::uint32_t end = code.token.begin;
  while (codeAt(i + 1) != nullptr && codeAt(i)->token.kind == TokenKind::Comma) {
    const Token& group = codeAt(i + 1)->token;
    const bool three = group.kind == TokenKind::Integer && group.end - group.begin == 3;
    // A number that begins with 0 has no groups: its comma is a decimal one.
    const bool decimal = first == "0" && i == at_ &&
                         (group.kind == TokenKind::Integer || group.kind == TokenKind::Decimal);
    if (!(three || decimal) || codeAt(i)->token.begin != end || group.begin != end + 1) break;
    digits += (decimal ? "." : "_") + std::string(group.text(text_));
    end = group.end;
    i += 2;
    if (decimal) break;
  }
  if (i == at_) return false;
  const Span whole{file_, last_.begin, end};
  const std::string_view written = text_.substr(last_.begin, end - last_.begin);
  diagnostics_.add(first == "0" ? decimalComma(whole, written, digits)
                                : groupedDigits(whole, written, digits));
  program_.tokens.back().broken = true;
  program_.tokens.back().end = end;
  last_ = program_.tokens.back();
  at_ = i - 1;
  return true;
}

/// `a | b` and `a >> b` between values.
bool Layout::takeForeignPipe(const CodeToken& code) {
  const CodeToken* next = codeAt(at_ + 1);
  if (statementStart_ || next == nullptr || !endsOperand(previous())) return false;
  if (previous() == TokenKind::String || declaration_ == TokenKind::Type) return false;
  const std::size_t count = program_.tokens.size();
  const TokenKind before = count < 2 ? TokenKind::Unknown : program_.tokens[count - 2].kind;
  const bool type = before == TokenKind::Colon || before == TokenKind::Bar ||
                    (levels_.size() == 1 && !declarationHas(TokenKind::Assign));
  Token token = code.token;
  const CodeToken* callee = next;
  if (token.kind == TokenKind::Greater) {
    const bool twice = next->token.kind == TokenKind::Greater && next->token.begin == token.end;
    if (!twice || last_.end == token.begin) return false;
    token.end = next->token.end;
    callee = codeAt(at_ + 2);
  }
  const bool name =
      callee != nullptr && callee->token.kind == TokenKind::Name && !hardKeyword(textOf(*callee));
  if (type || !name) return false;
  if (token.kind == TokenKind::Bar && takeChainOfForeignPipes(code)) return true;
  if (token.kind == TokenKind::Greater) ++at_;
  diagnostics_.add(foreignPipe(spanOf(token), token.text(text_)));
  token.kind = TokenKind::Pipe;
  emit(token);
  return true;
}

/// `[*a]`, `f(**options)`, at the star.
bool Layout::takeUnpackingStar(const CodeToken& code) {
  const TokenKind before = previous();
  const bool element = before == TokenKind::OpenParen || before == TokenKind::OpenBracket ||
                       before == TokenKind::Comma;
  if (!element || codeAt(at_ + 1) == nullptr) return false;
  const std::string_view written = textOf(code);
  diagnostics_.add(unpackingStar(spanOf(code.token), written));
  emitBroken(std::max(endOfBranch(at_ + 1), at_ + 1) - 1);
  return true;
}

}  // namespace itw::parsing
