#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "compiler/parse/character.h"
#include "compiler/parse/foreign_forms.h"
#include "compiler/parse/foreign_words.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/line_rules.h"
#include "compiler/parse/near_forms.h"

// Heads of declarations that are ours but for a word or a sign.
namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

bool opensBlock(TokenKind declaration) {
  return hasBody(declaration) || declaration == TokenKind::Shape;
}

/// Whether words joined by dots, as the name of a module.
bool isDotted(std::string_view text) {
  while (true) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    if (!isIdentifier(text.substr(0, dot))) return false;
    if (dot == text.size()) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

/// Documentation in front of the present token belongs to what is put out next.
void Layout::attachDocs() {
  for (; nextDoc_ < code_.docs.size() && code_.docs[nextDoc_].code == at_; ++nextDoc_) {
    program_.docs.push_back(std::move(code_.docs[nextDoc_]));
    program_.docs.back().code = program_.tokens.size();
  }
}

/// Puts out the present word as the keyword that is meant.
void Layout::emitAs(TokenKind kind, const CodeToken& code) {
  attachDocs();
  Token token = code.token;
  token.kind = kind;
  emit(token);
}

/// The first word of a declaration.
bool Layout::takeHead(const CodeToken& code) {
  return takeKeywordWithColon(code) || takeForeignHead(code);
}

/// `observe: {`, `observe = {`, `pipeline: p {`.
bool Layout::takeKeywordWithColon(const CodeToken& code) {
  const auto keyword = declarationKeyword(textOf(code));
  const CodeToken* sign = codeAt(at_ + 1);
  if (!keyword || !opensBlock(*keyword) || sign == nullptr || sign->lineStart) return false;
  const bool colon = sign->token.kind == TokenKind::Colon;
  const bool brace = isKindAt(at_ + 2, TokenKind::OpenBrace);
  if (brace && *keyword == TokenKind::Observe && (colon || sign->token.kind == TokenKind::Assign)) {
    emitAs(*keyword, code);
    return true;
  }
  const bool named = isKindAt(at_ + 2, TokenKind::Name) || isKindAt(at_ + 2, TokenKind::String);
  const bool head = isKindAt(at_ + 3, TokenKind::OpenParen) ||
                    isKindAt(at_ + 3, TokenKind::OpenBrace) || isWordAt(at_ + 3, "of");
  if (!colon || !named || !head) return false;
  emitAs(*keyword, code);
  diagnostics_.add(colonBehindKeyword(spanOf(sign->token), textOf(code)));
  ++at_;
  return true;
}

/// Whether the parameters behind the name that follows have types, or there are none.
bool Layout::hasTypedParameters() const {
  if (!isKindAt(at_ + 2, TokenKind::OpenParen)) return true;
  return isKindAt(at_ + 3, TokenKind::CloseParen) || holdsNames(at_ + 2, TokenKind::Colon);
}

/// The keyword that the word here was meant to be, by what follows it; empty for other words.
std::string_view Layout::meantDeclaration(const CodeToken& code) const {
  const std::string_view word = textOf(code);
  bool arrow = false;
  bool brace = false;
  bool colon = false;
  std::size_t depth = 0;
  for (std::size_t i = at_ + 1; i < endOfLogicalLine(at_) && !brace; ++i) {
    const TokenKind kind = code_.tokens[i].token.kind;
    brace = depth == 0 && kind == TokenKind::OpenBrace && i > at_ + 1;
    if (syntax::isOpener(kind)) ++depth;
    if (syntax::isCloser(kind) && depth > 0) --depth;
    arrow = arrow || (depth == 0 && kind == TokenKind::Arrow);
    colon = colon || (depth == 0 && kind == TokenKind::Colon);
    if (depth == 0 && kind == TokenKind::Assign) break;
  }
  const bool binds = isKindAt(at_ + 2, TokenKind::Assign);
  if (isOneOf(word, {"def", "function", "func", "fun", "rule", "process", "job", "stage"})) {
    if (!hasTypedParameters()) return {};
    if (arrow) return "step";
    if (brace) return "pipeline";
    return colon && word.front() != 'r' ? "fn" : std::string_view{};
  }
  if (isOneOf(word, {"class", "network", "net", "module"}))
    return arrow ? "model" : std::string_view{};
  if (isOneOf(word, {"const", "var", "static", "val", "constexpr"}))
    return binds ? "let" : isKindAt(at_ + 2, TokenKind::Colon) ? "param" : std::string_view{};
  return nearestDeclaration(word);
}

/// `params lr: float = 1e-3`, `workflow w {`, `Shape s { ... }`: taken for the declaration that is
/// meant, so that its name is known.
bool Layout::takeForeignHead(const CodeToken& code) {
  const CodeToken* next = codeAt(at_ + 1);
  if (next == nullptr || next->lineStart || textOf(code) == "from") return false;
  const bool name = next->token.kind == TokenKind::Name && !hardKeyword(textOf(*next));
  const bool other =
      next->token.kind == TokenKind::String || next->token.kind == TokenKind::OpenBrace;
  if (!name && !other) return false;
  if (declarationKeyword(textOf(code))) return false;
  const std::string_view meant = meantDeclaration(code);
  const auto keyword = declarationKeyword(meant);
  if (!keyword) return false;
  const bool block = next->token.kind == TokenKind::OpenBrace;
  const bool quoted = next->token.kind == TokenKind::String;
  if (block != (*keyword == TokenKind::Observe)) return false;
  if (quoted && *keyword != TokenKind::Test && *keyword != TokenKind::Import) return false;
  const Span word = spanOf(code.token);
  std::vector<Edit> edits = {{word, std::string(meant)}};
  const bool type = *keyword == TokenKind::Type && isKindAt(at_ + 2, TokenKind::OpenBrace);
  if (type) edits.push_back({{file_, next->token.end, codeAt(at_ + 2)->token.begin}, " = "});
  diagnostics_.add(misspeltDeclaration(word, textOf(code), meant, std::move(edits)));
  emitAs(*keyword, code);
  if (!type) return true;
  ++at_;
  emit(next->token);
  emit({.kind = TokenKind::Assign, .broken = true, .begin = last_.end, .end = last_.end});
  return true;
}

/// `:`, `=`, `=>` and `do` in front of the block of a declaration.
bool Layout::takeSignBeforeBlock(const CodeToken& code) {
  const bool block = levels_.size() == 1 && !statementStart_ && opensBlock(declaration_) &&
                     isKindAt(at_ + 1, TokenKind::OpenBrace) && !codeAt(at_ + 1)->lineStart;
  if (!block) return false;
  const bool head = declaration_ == TokenKind::Model || declaration_ == TokenKind::Step ||
                    declaration_ == TokenKind::Op;
  if (head && !arrow_) return false;
  const Span gap{file_, last_.end, codeAt(at_ + 1)->token.begin};
  diagnostics_.add(signBeforeBlock(spanOf(code.token), textOf(code), gap));
  return true;
}

/// `pipeline "digits" {`, `sweep tune of "digits" {`.
bool Layout::takeNameInQuotes(const CodeToken& code) {
  const TokenKind before = previous();
  if (levels_.size() > 1 || code.token.broken) return false;
  if (before == TokenKind::Import) return takeModuleInQuotes(code);
  constexpr std::array kNamed = {TokenKind::Param,    TokenKind::Let,   TokenKind::Type,
                                 TokenKind::Fn,       TokenKind::Model, TokenKind::Step,
                                 TokenKind::Pipeline, TokenKind::Sweep, TokenKind::Study,
                                 TokenKind::Shape,    TokenKind::Site,  TokenKind::Profile};
  const bool named = std::find(kNamed.begin(), kNamed.end(), before) != kNamed.end();
  const bool swept = before == TokenKind::Of &&
                     (declaration_ == TokenKind::Sweep || declaration_ == TokenKind::Study);
  const std::string_view written = textOf(code);
  const std::string_view name = written.substr(1, written.size() < 2 ? 0 : written.size() - 2);
  if (!(named || swept) || !isIdentifier(name)) return false;
  diagnostics_.add(nameInQuotes(spanOf(code.token), name));
  emit({.kind = TokenKind::Name, .begin = code.token.begin + 1, .end = code.token.end - 1});
  return true;
}

/// `import "std.nn"`.
bool Layout::takeModuleInQuotes(const CodeToken& code) {
  const std::string_view written = textOf(code);
  const std::string_view name = written.substr(1, written.size() < 2 ? 0 : written.size() - 2);
  if (!name.starts_with("std.") || !isDotted(name)) return false;
  diagnostics_.add(moduleInQuotes(spanOf(code.token), name));
  const std::uint32_t begin = code.token.begin + 1;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t dot = std::min(name.find('.', at), name.size());
    const auto first = begin + static_cast<std::uint32_t>(at);
    const auto end = begin + static_cast<std::uint32_t>(dot);
    emit({.kind = TokenKind::Name, .begin = first, .end = end});
    if (dot < name.size()) emit({.kind = TokenKind::Dot, .begin = end, .end = end + 1});
    at = dot + 1;
  }
  return true;
}

/// `import std/nn`, `import std nn`, `import std.nn.*`.
bool Layout::takeSignOfModule(const CodeToken& code) {
  if (levels_.size() > 1 || declaration_ != TokenKind::Import) return false;
  if (code.token.kind == TokenKind::Star && previous() == TokenKind::Dot) {
    diagnostics_.add(moduleWithStar({file_, last_.begin, code.token.end}));
    program_.tokens.pop_back();
    last_ = program_.tokens.back();
    return true;
  }
  if (previous() != TokenKind::Name) return false;
  const bool word = code.token.kind == TokenKind::Name;
  if (word && (code.lineStart || hardKeyword(textOf(code)))) return false;
  if (!word && !isKindAt(at_ + 1, TokenKind::Name)) return false;
  const Span sign = word ? Span{file_, last_.end, code.token.begin} : spanOf(code.token);
  diagnostics_.add(moduleBySign(sign, word ? std::string_view{} : textOf(code)));
  emit({.kind = TokenKind::Dot, .broken = true, .begin = sign.begin, .end = sign.end});
  return !word;
}

/// What stands between the alternatives of a shape without being `or`.
bool Layout::takeAlternative() {
  if (levels_.size() > 1 || declaration_ != TokenKind::Shape || statementStart_ ||
      previous() != TokenKind::CloseBrace)
    return false;
  constexpr std::size_t kMostWords = 3;
  std::size_t brace = at_;
  while (brace < at_ + kMostWords && codeAt(brace) != nullptr &&
         !isKindAt(brace, TokenKind::OpenBrace))
    ++brace;
  if (!isKindAt(brace, TokenKind::OpenBrace)) return false;
  const Token& first = code_.tokens[at_].token;
  if (first.broken || (brace == at_ + 1 && isWordAt(at_, "or"))) return false;
  for (std::size_t i = at_; i < brace; ++i)
    if (i > at_ && (codeAt(i)->lineStart || syntax::isCloser(codeAt(i)->token.kind))) return false;
  const std::string_view gap = last_.end < first.begin ? "" : " ";
  const Span at = spanOf(first);
  const Span replaced = brace == at_ ? Span{file_, first.begin, first.begin}
                                     : Span{file_, first.begin, code_.tokens[brace - 1].token.end};
  const std::string text = std::string(gap) + (brace == at_ ? "or " : "or");
  diagnostics_.add(alternativeWithoutOr(at, textOf(code_.tokens[at_]), {replaced, text}));
  emit({.kind = TokenKind::Or, .broken = true, .begin = replaced.begin, .end = replaced.end});
  if (brace == at_) return false;
  at_ = brace - 1;
  return true;
}

/// A comma at the end of a declaration or in front of one of its words; one between two conditions,
/// which is read as `and`; one in a range.
bool Layout::takeCommaBehindDeclaration(const CodeToken& code) {
  if (levels_.size() > 1 || statementStart_) return false;
  const CodeToken* next = codeAt(at_ + 1);
  const bool ends = next == nullptr || (next->lineStart && next->indent <= declarationIndent_);
  const bool sign = next != nullptr && (next->token.kind == TokenKind::Assign ||
                                        isWordAt(at_ + 1, "where") || isWordAt(at_ + 1, "in"));
  if (ends || sign) {
    diagnostics_.add(commaBehindDeclaration(spanOf(code.token)));
    return true;
  }
  const bool number = previous() == TokenKind::Integer || previous() == TokenKind::Decimal;
  const bool numbers =
      number && (next->token.kind == TokenKind::Integer || next->token.kind == TokenKind::Decimal);
  if (declaration_ == TokenKind::Param && numbers && kindBefore(2) == TokenKind::In) {
    diagnostics_.add(rangeBySign(spanOf(code.token), ",", {file_, last_.end, next->token.begin}));
    emit({.kind = TokenKind::RangeThrough,
          .broken = true,
          .begin = code.token.begin,
          .end = code.token.end});
    return true;
  }
  const bool conditions = declaration_ == TokenKind::Param && declarationHas(TokenKind::Where);
  if (!conditions) return false;
  diagnostics_.add(
      conditionsWithoutAnd(spanOf(code.token), ",", {file_, last_.end, next->token.begin}));
  emit({.kind = TokenKind::And, .broken = true, .begin = code.token.begin, .end = code.token.end});
  return true;
}

/// Words behind the type or default of a param: `default 1`, `assert a > 0`, a second `where`.
bool Layout::takeCondition(const CodeToken& code) {
  const CodeToken* next = codeAt(at_ + 1);
  const bool param = levels_.size() == 1 && declaration_ == TokenKind::Param &&
                     endsOperand(previous()) && next != nullptr && !next->lineStart;
  if (!param) return false;
  const std::string_view word = textOf(code);
  if (word == "where" && declarationHas(TokenKind::Where)) {
    diagnostics_.add(
        conditionsWithoutAnd(spanOf(code.token), word, {file_, last_.end, next->token.begin}));
    emitAs(TokenKind::And, code);
    return true;
  }
  const bool value = declarationHas(TokenKind::Assign);
  if (word == "default" && !value && declarationHas(TokenKind::Colon)) {
    diagnostics_.add(defaultByWord(spanOf(code.token)));
    emitAs(TokenKind::Assign, code);
    return true;
  }
  const bool condition = isOneOf(word, {"assert", "check", "requires", "require", "such", "when",
                                        "constraint", "must", "ensure", "satisfies"});
  const bool choice = word == "if" && !isWordAt(endOfCondition(at_ + 1), "else");
  if (!(condition || choice) || declarationHas(TokenKind::Where)) return false;
  if (!value && !declarationHas(TokenKind::Colon)) return false;
  diagnostics_.add(conditionByWord(spanOf(code.token), word));
  emitAs(TokenKind::Where, code);
  return true;
}

}  // namespace itw::parsing
