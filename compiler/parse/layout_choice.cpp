#include <algorithm>
#include <string>
#include <utility>

#include "compiler/parse/foreign_forms.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/line_rules.h"

// Choices between values as Python, C and Rust write them.
namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

/// How far a choice is followed.
constexpr std::size_t kLongest = 256;

}  // namespace

/// Whether the word at that index is this one, and no member of something.
bool Layout::isWordAt(std::size_t at, std::string_view word) const {
  const CodeToken* code = codeAt(at);
  if (code == nullptr || code->token.kind != TokenKind::Name || textOf(*code) != word) return false;
  return at == 0 || code_.tokens[at - 1].token.kind != TokenKind::Dot;
}

/// What follows the condition that begins at `first`: the index of its `then`, `else`, `{` or `:`,
/// or of where its expression ends.
std::size_t Layout::endOfCondition(std::size_t first) const {
  std::size_t depth = 0;
  std::size_t i = first;
  for (; codeAt(i) != nullptr && i < first + kLongest; ++i) {
    const CodeToken& code = *codeAt(i);
    const TokenKind kind = code.token.kind;
    const bool block =
        kind == TokenKind::OpenBrace && i > first && endsOperand(code_.tokens[i - 1].token.kind);
    if (depth == 0 && (block || kind == TokenKind::Colon || isWordAt(i, "then"))) return i;
    if (depth == 0 && endsBranch(i)) return i;
    if (syntax::isOpener(kind)) ++depth;
    if (syntax::isCloser(kind)) --depth;
  }
  return i;
}

/// Whether a value that is one side of a choice cannot go on here.
bool Layout::endsBranch(std::size_t at) const {
  const CodeToken& code = *codeAt(at);
  const TokenKind kind = code.token.kind;
  if (kind == TokenKind::Comma || kind == TokenKind::Assign || syntax::isCloser(kind)) return true;
  if (isWordAt(at, "else") || isWordAt(at, "elif") || isWordAt(at, "if")) return true;
  if (isWordAt(at, "for") || isWordAt(at, "where") || isWordAt(at, "as")) return true;
  return code.lineStart && !insideParentheses() && !continuesBehind(codeAt(at - 1)->token.kind);
}

std::size_t Layout::endOfBranch(std::size_t first) const {
  std::size_t depth = 0;
  std::size_t i = first;
  for (; codeAt(i) != nullptr; ++i) {
    if (depth == 0 && i > first && endsBranch(i)) break;
    const TokenKind kind = codeAt(i)->token.kind;
    if (syntax::isOpener(kind)) ++depth;
    if (!syntax::isCloser(kind)) continue;
    if (depth == 0) break;
    --depth;
  }
  return i;
}

/// `if a { b } else { c }` and `if a: b else: c`: reported and replaced by a broken value.
bool Layout::takeChoice() {
  const std::size_t sign = endOfCondition(at_ + 1);
  const CodeToken* code = codeAt(sign);
  const bool foreign = code != nullptr && (code->token.kind == TokenKind::OpenBrace ||
                                           code->token.kind == TokenKind::Colon);
  // `if: int` names a parameter or field.
  if (!foreign || sign == at_ + 1) return false;
  const Span at = spanOf(code->token);
  std::vector<Edit> edits;
  const std::size_t last = followChoice(sign, edits);
  if (last >= code_.tokens.size()) return false;
  const bool lines = std::any_of(
      code_.tokens.begin() + static_cast<std::ptrdiff_t>(at_) + 1,
      code_.tokens.begin() + static_cast<std::ptrdiff_t>(last) + 1,
      [](const CodeToken& each) { return each.lineStart || each.token.kind == TokenKind::Assign; });
  const std::string_view written = textOf(*code);
  diagnostics_.add(choiceWithoutThen(at, written, lines ? std::vector<Edit>{} : std::move(edits)));
  emitBroken(last);
  return true;
}

/// The index of the last token of a choice whose first `{` or `:` is at `sign`, with the edits that
/// make it one of ours.
std::size_t Layout::followChoice(std::size_t sign, std::vector<Edit>& edits) const {
  std::string_view word = "then";
  for (;;) {
    const Token& written = code_.tokens[sign].token;
    const bool brace = written.kind == TokenKind::OpenBrace;
    const std::size_t last = brace ? closerOfBrace(sign) : endOfBranch(sign + 1) - 1;
    if (codeAt(sign + 1) == nullptr || last <= sign) return code_.tokens.size();
    const std::uint32_t before = code_.tokens[sign - 1].token.end;
    const std::uint32_t behind = code_.tokens[sign + 1].token.begin;
    edits.push_back({{file_, before, behind}, word.empty() ? " " : " then "});
    if (brace)
      edits.push_back(
          {{file_, code_.tokens[last - 1].token.end, code_.tokens[last].token.end}, ""});
    if (!isWordAt(last + 1, "else")) return last;
    std::size_t next = last + 2;
    word = "";
    if (isWordAt(next, "if")) {
      word = "then";
      next = endOfCondition(next + 1);
    }
    const CodeToken* code = codeAt(next);
    const bool more = code != nullptr && (code->token.kind == TokenKind::OpenBrace ||
                                          code->token.kind == TokenKind::Colon);
    if (!more) return endOfBranch(last + 2) - 1;
    sign = next;
  }
}

/// `a if c else b`, at its `if`: reported, and `a` is gone on with.
bool Layout::takeChoiceBehind() {
  const std::size_t otherwise = endOfCondition(at_ + 1);
  if (!isWordAt(otherwise, "else")) return false;
  std::size_t end = endOfBranch(otherwise + 1);
  const std::uint32_t start = startOfValue();
  const bool chained = isWordAt(end, "if");
  while (isWordAt(end, "if")) {
    const std::size_t next = endOfCondition(end + 1);
    end = isWordAt(next, "else") ? endOfBranch(next + 1) : next;
  }
  const Token& word = code_.tokens[at_].token;
  const Span whole{file_, start, code_.tokens[end - 1].token.end};
  const auto between = [&](std::uint32_t from, std::uint32_t to) {
    return std::string(text_.substr(from, to - from));
  };
  std::string meant;
  if (start < word.begin && !chained && end > otherwise + 1) {
    meant = "if" + between(word.end, code_.tokens[otherwise - 1].token.end) + " then " +
            between(start, last_.end) + " else " +
            between(code_.tokens[otherwise + 1].token.begin, whole.end);
  }
  if (meant.find_first_of("\n#") != std::string::npos) meant.clear();
  diagnostics_.add(choiceBehindItsValue(spanOf(word), whole, meant));
  at_ = end - 1;
  return true;
}

/// Where the value starts that ends in front of the present token; its end where that is not known.
std::uint32_t Layout::startOfValue() const {
  std::size_t depth = 0;
  const std::size_t count = program_.tokens.size();
  const std::size_t first = count - std::min(count, kLongest);
  for (std::size_t i = count; i > first; --i) {
    const Token& token = program_.tokens[i - 1];
    if (syntax::isCloser(token.kind)) ++depth;
    const bool starts = token.kind == TokenKind::Assign || token.kind == TokenKind::Tilde ||
                        token.kind == TokenKind::Comma || token.kind == TokenKind::Separator ||
                        token.kind == TokenKind::Then || token.kind == TokenKind::Else ||
                        syntax::isOpener(token.kind);
    if (depth == 0 && starts) return i < count ? program_.tokens[i].begin : last_.end;
    if (syntax::isOpener(token.kind)) --depth;
  }
  return last_.end;
}

/// Puts one broken value in the place of the tokens from the present one to `last`.
void Layout::emitBroken(std::size_t last) {
  Token token = code_.tokens[at_].token;
  token.kind = TokenKind::Name;
  token.broken = true;
  token.end = code_.tokens[last].token.end;
  at_ = last;
  emit(token);
}

}  // namespace itw::parsing
