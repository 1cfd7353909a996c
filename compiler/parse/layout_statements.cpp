#include <algorithm>
#include <string>
#include <utility>

#include "compiler/parse/character.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/line_rules.h"
#include "compiler/parse/near_forms.h"

// Statements that are ours but for a word or a sign.
namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

/// `minimise fit.x`, `expects a > b`, `publish: a as "b"`: taken for the statement that is meant.
bool Layout::takeNearStatement(const CodeToken& code) {
  const TokenKind block = levels_.back().block;
  const std::string_view word = textOf(code);
  const CodeToken* next = codeAt(at_ + 1);
  if (levels_.size() == 1 || next == nullptr || next->lineStart) return false;
  if (takeWordBeforeBinding(code) || takeWordBeforeTracker(code)) return true;
  if (next->token.kind == TokenKind::Colon) {
    const auto keyword = bodyKeyword(block, word);
    if (!keyword) return false;
    diagnostics_.add(colonBehindKeyword(spanOf(next->token), word));
    emitAs(*keyword, code);
    ++at_;
    return true;
  }
  const TokenKind kind = next->token.kind;
  const bool operand = kind == TokenKind::Name || kind == TokenKind::String ||
                       kind == TokenKind::Integer || kind == TokenKind::Decimal ||
                       (kind == TokenKind::OpenParen && block != TokenKind::Pipeline);
  if (!operand || (kind == TokenKind::Name && hardKeyword(textOf(*next)) && textOf(*next) != "not"))
    return false;
  if (bodyKeyword(block, word) || isKindAt(at_ + 2, TokenKind::Assign)) return false;
  const std::string_view meant = nearestStatement(block, word);
  if (meant.empty()) return false;
  // A result has a name; else some other statement is meant.
  const std::size_t end = endOfLogicalLine(at_);
  const bool named = end > at_ + 2 && isWordAt(end - 2, "as");
  if (meant == "publish" && !named) return false;
  const bool objective = isOneOf(word, {"objective", "optimize", "optimise", "goal"});
  diagnostics_.add(objective ? objectiveWithoutDirection(spanOf(code.token), word)
                             : misspeltStatement(spanOf(code.token), word, meant));
  emitAs(*bodyKeyword(block, meant), code);
  const bool twice = objective && bodyKeyword(block, textOf(*next));
  if (twice) ++at_;
  return true;
}

/// `let a = 1` in a body.
bool Layout::takeWordBeforeBinding(const CodeToken& code) {
  const std::string_view word = textOf(code);
  const CodeToken& next = code_.tokens[at_ + 1];
  const bool binds = next.token.kind == TokenKind::Name && !hardKeyword(textOf(next)) &&
                     isKindAt(at_ + 2, TokenKind::Assign);
  if (!binds || !isOneOf(word, {"let", "var", "const", "val", "auto", "final", "set", "def"}))
    return false;
  diagnostics_.add(wordBeforeBinding(spanOf(code.token), word, next.token.begin));
  return true;
}

/// `tracker tensorboard()` in `observe`.
bool Layout::takeWordBeforeTracker(const CodeToken& code) {
  const std::string_view word = textOf(code);
  const CodeToken& next = code_.tokens[at_ + 1];
  const bool tracker = levels_.back().block == TokenKind::Observe &&
                       next.token.kind == TokenKind::Name && !hardKeyword(textOf(next));
  if (!tracker || !isOneOf(word, {"tracker", "track", "use", "add", "logger", "callback", "enable",
                                  "observer", "with", "new"}))
    return false;
  diagnostics_.add(wordBeforeTracker(spanOf(code.token), word, next.token.begin));
  return true;
}

/// `=>`, which other languages use for `->`, `|>`, `=`, `:` and a block.
bool Layout::takeFatArrow(const CodeToken& code) {
  const bool fat = textOf(code) == "=>";
  if (!fat) return false;
  if (takeSignBeforeBlock(code)) return true;
  const TokenKind block = levels_.back().block;
  const bool ports = declaration_ == TokenKind::Model || declaration_ == TokenKind::Step ||
                     declaration_ == TokenKind::Op || declaration_ == TokenKind::Task;
  Token token = code.token;
  token.broken = true;
  if (levels_.size() == 1 && ports && !arrow_) {
    diagnostics_.add(fatArrow(spanOf(token), "->"));
    token.kind = TokenKind::Arrow;
  } else if (block == TokenKind::Model && takeChainOfForeignPipes(code)) {
    return true;
  } else if (levels_.size() == 1 && declaration_ == TokenKind::Param &&
             !declarationHas(TokenKind::Assign)) {
    diagnostics_.add(fatArrow(spanOf(token), "="));
    token.kind = TokenKind::Assign;
  } else if (previous() == TokenKind::Name &&
             (kindBefore(2) == TokenKind::OpenParen || kindBefore(2) == TokenKind::Comma ||
              kindBefore(2) == TokenKind::OpenBrace || kindBefore(2) == TokenKind::Separator)) {
    diagnostics_.add(fatArrow(spanOf(token), "="));
    program_.tokens.back().kind = TokenKind::Binder;
    token.kind = TokenKind::Assign;
  } else {
    const bool compares = endsOperand(previous());
    diagnostics_.add(fatArrow(spanOf(token), compares ? ">=" : ""));
  }
  emit(token);
  return true;
}

/// `flatten -> linear(8) -> relu`: each sign of the chain passes a value on, and all are told once.
bool Layout::takeChainOfForeignPipes(const CodeToken& code) {
  const std::string_view written = textOf(code);
  const TokenKind block = levels_.back().block;
  const bool chain = !statementStart_ && endsOperand(previous()) &&
                     (block == TokenKind::Model || block == TokenKind::Pipeline) &&
                     isKindAt(at_ + 1, TokenKind::Name) && !hardKeyword(textOf(*codeAt(at_ + 1)));
  if (!chain) return false;
  std::vector<Edit> edits;
  std::size_t depth = 0;
  for (std::size_t i = at_; codeAt(i) != nullptr; ++i) {
    CodeToken& each = code_.tokens[i];
    if (depth == 0 && i > at_ && each.lineStart && textOf(each) != written) break;
    if (syntax::isOpener(each.token.kind)) ++depth;
    if (syntax::isCloser(each.token.kind) && depth-- == 0) break;
    if (depth > 0 || textOf(each) != written) continue;
    edits.push_back({spanOf(each.token), "|>"});
    each.token.kind = TokenKind::Pipe;
  }
  diagnostics_.add(foreignPipes(spanOf(code.token), written, std::move(edits)));
  emit(code_.tokens[at_].token);
  return true;
}

}  // namespace itw::parsing
