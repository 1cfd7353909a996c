#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "compiler/parse/character.h"
#include "compiler/parse/foreign_words.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/near_forms.h"

// Blocks by indentation and dicts.
namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

bool isLiteral(TokenKind kind) {
  return kind == TokenKind::Integer || kind == TokenKind::Decimal || kind == TokenKind::Quantity ||
         kind == TokenKind::Minus;
}

bool isTypeWord(std::string_view word) {
  constexpr std::array kWords = {
      std::string_view{"int"},  std::string_view{"float"}, std::string_view{"bool"},
      std::string_view{"f16"},  std::string_view{"bf16"},  std::string_view{"string"},
      std::string_view{"f32"},  std::string_view{"f64"},   std::string_view{"path"},
      std::string_view{"i64"},  std::string_view{"u8"},    std::string_view{"class"},
      std::string_view{"file"}, std::string_view{"list"}};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

}  // namespace

/// `pipeline p:` with its statements below, as Python writes a block.
bool Layout::takeBlockColon(const CodeToken& code) {
  if (levels_.size() > 1 || statementStart_) return false;
  const CodeToken* next = codeAt(at_ + 1);
  if (next != nullptr && !next->lineStart) return false;
  const bool typed = declaration_ == TokenKind::Model || declaration_ == TokenKind::Op;
  const bool block = hasBody(declaration_) || declaration_ == TokenKind::Shape;
  if (!block || (typed && !arrow_)) return false;
  std::size_t end = at_ + 1;
  while (codeAt(end) != nullptr && codeAt(end)->indent > declarationIndent_) ++end;
  std::vector<Edit> edits;
  if (end > at_ + 1) {
    const std::size_t last = code_.tokens[end - 1].token.end;
    const auto line = static_cast<std::uint32_t>(std::min(text_.find('\n', last), text_.size()));
    const bool gap = code.token.begin > 0 && text_[code.token.begin - 1] == ' ';
    edits = {{spanOf(code.token), gap ? "{" : " {"},
             {{file_, line, line}, "\n" + std::string(declarationIndent_, ' ') + "}"}};
  }
  diagnostics_.add(blockByColon(spanOf(code.token), std::move(edits)));
  const Token brace{.kind = TokenKind::OpenBrace, .begin = code.token.begin, .end = code.token.end};
  const TokenKind holds = declaration_ == TokenKind::Shape ? TokenKind::Unknown : declaration_;
  emit(brace);
  levels_.push_back(
      {.opener = brace, .indent = declarationIndent_, .byIndent = true, .block = holds});
  statementStart_ = true;
  return true;
}

/// Ends a block by indentation in front of what stands as far to the left as its head.
void Layout::closeByIndent(const CodeToken& code) {
  const bool ends = levels_.size() > 1 && levels_[1].byIndent && code.lineStart &&
                    code.indent <= levels_[1].indent;
  if (!ends) return;
  if (levels_.size() > 2) reportUnclosed(spanOf(code.token), "the block ends");
  closeUpTo(1, {file_, last_.end, last_.end});
}

/// What the `{` here opens, by what stands behind it.
Layout::Dict Layout::dictAt(std::size_t at) const {
  const CodeToken* first = codeAt(at + 1);
  const CodeToken* second = codeAt(at + 2);
  const CodeToken* third = codeAt(at + 3);
  if (first == nullptr || second == nullptr) return Dict::None;
  const TokenKind kind = first->token.kind;
  const TokenKind behind = second->token.kind;
  const bool names = kind == TokenKind::Name && behind == TokenKind::Comma &&
                     (previous() == TokenKind::Assign || previous() == TokenKind::Comma ||
                      previous() == TokenKind::OpenParen || previous() == TokenKind::Tilde);
  if (names) return Dict::Set;
  const bool element = kind == TokenKind::Integer || kind == TokenKind::Decimal ||
                       kind == TokenKind::Quantity || kind == TokenKind::String;
  if (element && (behind == TokenKind::Comma || behind == TokenKind::CloseBrace)) return Dict::Set;
  if (third == nullptr) return Dict::None;
  const CodeToken* fourth = codeAt(at + 4);
  const bool sized = fourth != nullptr && (fourth->token.kind == TokenKind::OpenBracket ||
                                           fourth->token.kind == TokenKind::Less);
  if (behind == TokenKind::Assign && sized && isTypeWord(textOf(*third))) return Dict::Equals;
  if (behind != TokenKind::Colon) return Dict::None;
  if (kind == TokenKind::String) return isTypeWord(textOf(*third)) ? Dict::Types : Dict::Values;
  const std::string_view value = textOf(*third);
  const bool constant = value == "true" || value == "false" || value == "none" || value == "True" ||
                        value == "False" || value == "None";
  const bool values = kind == TokenKind::Name && (isLiteral(third->token.kind) || constant);
  return values ? Dict::Values : Dict::None;
}

/// Finds the closer of each bracket, whatever the kinds of the two, or else the next declaration or
/// the last token.
void Layout::matchBrackets() {
  const std::size_t count = code_.tokens.size();
  closers_.assign(count, count == 0 ? 0 : count - 1);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < count; ++i) {
    const CodeToken& code = code_.tokens[i];
    if (startsDeclaration(code)) {
      for (const std::size_t each : open) closers_[each] = i;
      open.clear();
    }
    if (syntax::isOpener(code.token.kind)) open.push_back(i);
    if (!syntax::isCloser(code.token.kind) || open.empty()) continue;
    closers_[open.back()] = i;
    open.pop_back();
  }
}

/// The index of the bracket that closes the one at `at`, or of the last token before the next
/// declaration.
std::size_t Layout::closerOfBrace(std::size_t at) const { return closers_[at]; }

/// Turns a dict or set into the record or list that is meant, so that it is checked as one.
void Layout::mendDict() {
  const bool body = hasBody(declaration_) || declaration_ == TokenKind::Shape;
  const bool block = levels_.size() == 1 && body && previous() != TokenKind::Assign &&
                     previous() != TokenKind::Arrow && previous() != TokenKind::Colon;
  const Dict dict = block ? Dict::None : dictAt(at_);
  if (dict == Dict::None) return;
  const Span brace = spanOf(code_.tokens[at_].token);
  const std::size_t end = closerOfBrace(at_);
  Token& closer = code_.tokens[end].token;
  if (dict == Dict::Set) {
    const bool closed = closer.kind == TokenKind::CloseBrace;
    if (!closed) return;
    diagnostics_.add(setLiteral(brace, {{brace, "["}, {spanOf(closer), "]"}}));
    code_.tokens[at_].token.kind = TokenKind::OpenBracket;
    closer.kind = TokenKind::CloseBracket;
    return;
  }
  std::vector<Edit> edits;
  if (dict == Dict::Equals) {
    const Span first = spanOf(code_.tokens[at_ + 2].token);
    mendFields(end, edits);
    diagnostics_.add(typesBehindEquals(first, std::move(edits)));
    return;
  }
  bool plain = true;
  for (std::size_t i = at_ + 1; i + 1 < end; ++i) {
    const TokenKind before = code_.tokens[i - 1].token.kind;
    const bool starts =
        before == TokenKind::OpenBrace || before == TokenKind::Comma || code_.tokens[i].lineStart;
    if (starts) plain = mendKey(i, dict, edits) && plain;
  }
  diagnostics_.add(
      dictLiteral(brace, dict == Dict::Types, plain ? std::move(edits) : std::vector<Edit>{}));
}

/// `a = f32[3]` as `a: f32[3]`, for all fields of the braces here.
void Layout::mendFields(std::size_t end, std::vector<Edit>& edits) {
  std::size_t depth = 0;
  for (std::size_t i = at_; i < end; ++i) {
    Token& token = code_.tokens[i].token;
    if (syntax::isOpener(token.kind)) ++depth;
    if (syntax::isCloser(token.kind) && depth > 0) --depth;
    if (depth != 1 || token.kind != TokenKind::Assign) continue;
    edits.push_back({{file_, code_.tokens[i - 1].token.end, token.end}, ":"});
    token.kind = TokenKind::Colon;
  }
}

/// `"a":` as `a =` or `a:`. False when the key can be no name.
bool Layout::mendKey(std::size_t at, Dict dict, std::vector<Edit>& edits) {
  Token& key = code_.tokens[at].token;
  Token& colon = code_.tokens[at + 1].token;
  if (colon.kind != TokenKind::Colon) return true;
  const bool quoted = key.kind == TokenKind::String;
  if (!quoted && (key.kind != TokenKind::Name || dict == Dict::Types)) return true;
  std::string_view name = key.text(text_);
  if (quoted) name = name.substr(1, name.size() < 2 ? 0 : name.size() - 2);
  const bool plain = isIdentifier(name) && !key.broken;
  const bool types = dict == Dict::Types;
  if (plain) {
    edits.push_back(
        {{file_, key.begin, colon.end}, std::string(name) + std::string(types ? ":" : " =")});
  }
  if (!types) colon.kind = TokenKind::Assign;
  key.kind = TokenKind::Name;
  key.broken = key.broken || !plain;
  if (quoted && plain) {
    ++key.begin;
    --key.end;
  }
  return plain;
}

}  // namespace itw::parsing
