#include <algorithm>
#include <array>

#include "compiler/parse/character.h"
#include "compiler/parse/foreign_words.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/line_rules.h"

// Statements, words and lists as other languages write them: told once, and mended or left out.
namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

bool Layout::takeForeign(const CodeToken& code) {
  if (takeAlternative() || takeOpenDimension()) return true;
  if (code.token.kind != TokenKind::Name) return takeForeignSign(code);
  return !code.token.broken && takeForeignWord(code);
}

bool Layout::takeForeignSign(const CodeToken& code) {
  switch (code.token.kind) {
    case TokenKind::OpenBrace:
    case TokenKind::OpenBracket:
    case TokenKind::OpenParen:
    case TokenKind::Less:
      return takeForeignBracket(code);
    case TokenKind::Colon:
      return takeSignBeforeBlock(code) || takeBlockColon(code);
    case TokenKind::Assign:
      return takeSignBeforeBlock(code);
    case TokenKind::Arrow:
      return takeFunctionForm(code) || takeChainOfForeignPipes(code);
    case TokenKind::GreaterEqual:
      return takeFatArrow(code);
    case TokenKind::Comma:
      return takeGroupedDigits(code) || takeCommaBehindDeclaration(code) ||
             takeCommaOfDeclaration(code);
    case TokenKind::Bar:
    case TokenKind::Greater:
      return takeForeignPipe(code);
    case TokenKind::Star:
      return takeSignOfModule(code) || takeUnpackingStar(code);
    case TokenKind::String:
      return takeNameInQuotes(code);
    case TokenKind::Minus:
      return takeSignOfModule(code);
    case TokenKind::Slash:
      if (takeSignOfModule(code)) return true;
      [[fallthrough]];
    case TokenKind::Dot:
    case TokenKind::Tilde:
    case TokenKind::Range:
      return !statementStart_ && takePath(code);
    default:
      return false;
  }
}

/// A bracket, as it is written or as it is meant.
bool Layout::takeForeignBracket(const CodeToken& code) {
  if (takeBracket()) return true;
  switch (code_.tokens[at_].token.kind) {
    case TokenKind::OpenBrace:
      if (takeFunctionForm(code)) return true;
      mendDict();
      return false;
    case TokenKind::OpenParen:
      return statementStart_ ? takeUnpacking() : takePublishCall() || takeTuple();
    default:
      return false;
  }
}

bool Layout::takeForeignWord(const CodeToken& code) {
  const bool statements = levels_.size() == 1 || levels_.back().block != TokenKind::Unknown;
  if (statementStart_ && statements) {
    if (levels_.size() == 1 && takeHead(code)) return true;
    return takeFromImport(code) || takeUnpacking() || takeNearStatement(code) ||
           takeForeignStatement(code);
  }
  if (takeCondition(code) || takeSignOfModule(code) || takeFunctionPath()) return true;
  if (textOf(code) == "do" && takeSignBeforeBlock(code)) return true;
  if (previous() == TokenKind::Let && takeUnpacking()) return true;
  if (endsOperand(previous()))
    return isWordAt(at_, "if") ? takeChoiceBehind() : takeForeignOperator(code);
  if (isWordAt(at_, "if")) return takeChoice();
  return takePath(code) || takeForeignPrefix(code);
}

/// Whether the word here begins a statement that only other languages have.
bool Layout::beginsForeignStatement(std::string_view word) const {
  if (helpForStatement(word).empty()) return false;
  const CodeToken* next = codeAt(at_ + 1);
  const bool alone = next == nullptr || next->lineStart;
  switch (alone ? TokenKind::End : next->token.kind) {
    case TokenKind::Assign:
    case TokenKind::Tilde:
    case TokenKind::Dot:
    case TokenKind::Pipe:
    case TokenKind::Comma:
    case TokenKind::CloseBrace:
      return false;
    case TokenKind::Colon:
      return word == "try";
    case TokenKind::End:
      return isOneOf(word, {"pass", "return", "print", "echo"});
    default:
      break;
  }
  // A choice that is the result of a model.
  if (word != "if") return true;
  for (std::size_t i = at_ + 1; codeAt(i) != nullptr && !codeAt(i)->lineStart; ++i)
    if (textOf(*codeAt(i)) == "then") return false;
  return true;
}

bool Layout::takeForeignStatement(const CodeToken& code) {
  const std::string_view word = textOf(code);
  if (!beginsForeignStatement(word)) return false;
  const TokenKind block = levels_.back().block;
  if (block == TokenKind::Model && word == "return") {
    const CodeToken* next = codeAt(at_ + 1);
    if (next == nullptr || next->lineStart) return false;
    diagnostics_.add(returnInModel(spanOf(code.token), next->token.begin));
    return true;
  }
  if (block == TokenKind::Test && word == "assert") {
    diagnostics_.add(assertInTest(spanOf(code.token)));
    Token token = code.token;
    token.kind = TokenKind::Expect;
    emit(token);
    return true;
  }
  diagnostics_.add(foreignStatement(spanOf(code.token), word, helpForStatement(word)));
  leaveOutUpTo(endOfForeign(at_));
  return true;
}

/// The end of the line that goes on here, in which brackets are followed.
std::size_t Layout::endOfLogicalLine(std::size_t first) const {
  std::size_t depth = 0;
  std::size_t at = first;
  for (; at < code_.tokens.size(); ++at) {
    const CodeToken& code = code_.tokens[at];
    if (at > first && code.lineStart && (depth == 0 || startsDeclaration(code))) break;
    if (syntax::isOpener(code.token.kind)) ++depth;
    if (!syntax::isCloser(code.token.kind)) continue;
    if (depth == 0) break;
    --depth;
  }
  return at;
}

/// The end of a statement with its block, by braces or by indentation, and with its `else`.
std::size_t Layout::endOfForeign(std::size_t first) const {
  const std::uint32_t indent = code_.tokens[first].indent;
  std::size_t end = first;
  do {
    end = endOfLogicalLine(end);
    const bool colon = code_.tokens[end - 1].token.kind == TokenKind::Colon;
    while (colon && codeAt(end) != nullptr && codeAt(end)->indent > indent &&
           !syntax::isCloser(codeAt(end)->token.kind))
      end = endOfLogicalLine(end);
  } while (codeAt(end) != nullptr && codeAt(end)->lineStart && codeAt(end)->indent == indent &&
           isOneOf(textOf(*codeAt(end)), {"else", "elif", "except", "finally", "catch"}));
  return end;
}

/// Goes on behind the tokens before `end`, as if they were not there.
void Layout::leaveOutUpTo(std::size_t end) {
  at_ = std::max(end, at_ + 1) - 1;
  while (nextDoc_ < code_.docs.size() && code_.docs[nextDoc_].code <= at_) ++nextDoc_;
  // The separator in front belongs to the next statement, which may not be.
  if (levels_.size() == 1 || previous() != TokenKind::Separator) return;
  program_.tokens.pop_back();
  last_ = program_.tokens.back();
  statementStart_ = syntax::isOpener(last_.kind);
}

/// `is`, `elif` and the like, behind a value.
bool Layout::takeForeignOperator(const CodeToken& code) {
  const CodeToken* next = codeAt(at_ + 1);
  if (statementStart_ || next == nullptr || next->lineStart) return false;
  const std::string_view word = textOf(code);
  Token token = code.token;
  if (word == "is") {
    takeIdentity(token);
  } else if (word == "elif" || word == "elsif" || word == "elseif") {
    diagnostics_.add(foreignWordOperator(spanOf(token), word, "else if"));
    token.kind = TokenKind::Else;
    emit(token);
    token = {.kind = TokenKind::If, .begin = token.end, .end = token.end};
  } else if (const auto meant = meantOperator(word)) {
    diagnostics_.add(foreignWordOperator(spanOf(token), word, meant->text));
    token.kind = meant->kind;
  } else {
    return false;
  }
  emit(token);
  return true;
}

/// `is`, `is not`, and `None` behind them, which is told with them.
void Layout::takeIdentity(Token& token) {
  const bool negated = textOf(*codeAt(at_ + 1)) == "not";
  if (negated) token.end = code_.tokens[++at_].token.end;
  token.kind = negated ? TokenKind::NotEqual : TokenKind::Equal;
  std::string meant = negated ? "!=" : "==";
  const CodeToken* value = codeAt(at_ + 1);
  if (value == nullptr || textOf(*value) != "None") {
    diagnostics_.add(foreignWordOperator(spanOf(token), token.text(text_), meant));
    return;
  }
  const Span whole{file_, token.begin, value->token.end};
  diagnostics_.add(foreignWordOperator(whole, text_.substr(whole.begin, whole.end - whole.begin),
                                       meant + " none"));
  emit(token);
  ++at_;
  token = {.kind = TokenKind::None, .begin = value->token.begin, .end = value->token.end};
}

/// `lambda`, `new` and the like, in front of a value.
bool Layout::takeForeignPrefix(const CodeToken& code) {
  const CodeToken* next = codeAt(at_ + 1);
  if (next == nullptr || previous() == TokenKind::Dot) return false;
  const std::string_view word = textOf(code);
  const TokenKind kind = next->token.kind;
  const bool name = kind == TokenKind::Name && !hardKeyword(textOf(*next)) && !next->lineStart;
  if (word == "lambda" && (name || kind == TokenKind::Colon || kind == TokenKind::Star)) {
    diagnostics_.add(lambda(spanOf(code.token)));
    takeLambda();
    return true;
  }
  const bool drop = isOneOf(word, {"new", "await", "return", "yield"}) &&
                    (name || kind == TokenKind::Integer || kind == TokenKind::Decimal);
  if (!drop || statementStart_) return false;
  diagnostics_.add(wordBeforeValue(spanOf(code.token), word, next->token.begin));
  return true;
}

/// Puts one broken name in the place of a function without a name.
void Layout::takeLambda() {
  std::size_t end = at_;
  while (codeAt(end) != nullptr && codeAt(end)->token.kind != TokenKind::Colon &&
         !syntax::isCloser(codeAt(end)->token.kind) && (end == at_ || !codeAt(end)->lineStart))
    ++end;
  std::size_t depth = 0;
  for (; codeAt(end) != nullptr; ++end) {
    const CodeToken& code = *codeAt(end);
    if (depth == 0 && (code.lineStart || code.token.kind == TokenKind::Comma)) break;
    if (syntax::isOpener(code.token.kind)) ++depth;
    if (!syntax::isCloser(code.token.kind)) continue;
    if (depth-- == 0) break;
  }
  Token token = code_.tokens[at_].token;
  token.broken = true;
  at_ = std::max(end, at_ + 1) - 1;
  token.end = code_.tokens[at_].token.end;
  emit(token);
}

/// `- a` at the start of lines: a list of YAML. Elsewhere such a line would end the one above.
bool Layout::takeYamlList(const CodeToken& code) {
  if (!code.lineStart || code.token.kind != TokenKind::Minus || insideParentheses()) return false;
  const std::uint32_t behind = code.token.end;
  if (behind < text_.size() && text_[behind] != ' ' && text_[behind] != '\n') return false;
  const auto element = [&](std::size_t i) {
    return codeAt(i) != nullptr && codeAt(i)->lineStart &&
           codeAt(i)->token.kind == TokenKind::Minus && codeAt(i)->indent == code.indent;
  };
  const CodeToken* colon = codeAt(at_ + 2);
  std::size_t end = endOfLogicalLine(at_);
  const bool list = previous() == TokenKind::Colon || statementStart_ || element(end) ||
                    (colon != nullptr && colon->token.kind == TokenKind::Colon);
  if (!list) return false;
  while (codeAt(end) != nullptr && (element(end) || codeAt(end)->indent > code.indent) &&
         !syntax::isCloser(codeAt(end)->token.kind))
    end = endOfLogicalLine(end);
  diagnostics_.add(listOfLines(spanOf(code.token)));
  const std::uint32_t before = last_.begin;
  const bool follows = previous() == TokenKind::Colon;
  const bool value = previous() == TokenKind::Assign;
  leaveOutUpTo(end);
  // Something stands behind the `=`, though nothing that can be read.
  if (value)
    emit({.kind = TokenKind::Name,
          .broken = true,
          .begin = code.token.begin,
          .end = code.token.end});
  if (follows) program_.mended.push_back({file_, before, code_.tokens[at_].token.end});
  return true;
}

}  // namespace itw::parsing
