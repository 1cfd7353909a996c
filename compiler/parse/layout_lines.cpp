#include "compiler/parse/keywords.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/line_rules.h"
#include "compiler/parse/parse_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

/// Decides whether the line end in front of a token ends a statement.
void Layout::breakLine(const CodeToken& code) {
  if (!code.lineStart || statementStart_ || insideParentheses()) return;
  if (syntax::isCloser(code.token.kind)) return;
  // Whatever the line above lacks, a declaration does not go on with it.
  const bool declaration = levels_.size() == 1 && code.indent <= declarationIndent_ &&
                           code.token.kind == TokenKind::Name && declares(code);
  if (!declaration && continuesLine(code)) return;
  if (levels_.size() > 1) return emitMark(TokenKind::Separator);
  endDeclaration();
}

bool Layout::continuesLine(const CodeToken& code) {
  if (beginsBinding() && !givesType(code)) return false;
  if (continuesBehind(previous()) || continuesWithSign(code.token.kind)) return true;
  const std::string_view word =
      code.token.kind == TokenKind::Name ? textOf(code) : std::string_view{};
  // `with open("x") as f:`
  const CodeToken* behind = codeAt(at_ + 2);
  const bool opens = word == "with" && nextKind() == TokenKind::Name && behind != nullptr &&
                     behind->token.kind == TokenKind::OpenParen;
  if (opens) return false;
  // Clauses follow calls, which stand in blocks: `using std.nn` begins something else.
  const bool clause = word == "using" || word == "with" || word == "on";
  if (clause && levels_.size() == 1 && code.indent <= declarationIndent_) return false;
  if (continuesWithWord(word)) return true;
  const bool takesClauses = declaration_ == TokenKind::Pipeline || declaration_ == TokenKind::Test;
  if (takesClauses && clauseKeyword(word) && nextKind() == TokenKind::OpenParen) return true;
  const CodeToken* next = codeAt(at_ + 1);
  const bool notIn = word == "not" && next != nullptr && textOf(*next) == "in";
  if (!mayNotBeginLine(code.token.kind) && !notIn) return false;
  refuseLineStart(code);
  return true;
}

/// `int = 7` in a line below `param seed:`.
bool Layout::givesType(const CodeToken& code) const {
  return levels_.size() == 1 && previous() == TokenKind::Colon && code.indent > declarationIndent_;
}

/// `name =`, `name ~`, `name :` at the start of a line.
bool Layout::beginsBinding() const {
  if (code_.tokens[at_].token.kind != TokenKind::Name) return false;
  const TokenKind next = nextKind();
  return next == TokenKind::Assign || next == TokenKind::Tilde || next == TokenKind::Colon;
}

void Layout::refuseLineStart(const CodeToken& code) {
  const bool notIn = code.token.kind == TokenKind::Name;
  const std::uint32_t end = notIn ? code_.tokens[at_ + 1].token.end : code.token.end;
  std::uint32_t behind = end;
  while (behind < text_.size() && text_[behind] == ' ') ++behind;
  program_.mended.push_back({file_, code.token.begin, end});
  diagnostics_.add(
      lineBeginsWith({.written = {file_, code.token.begin, end},
                      .removed = {file_, code.token.begin, behind},
                      .lineAbove = {file_, last_.end, last_.end},
                      .text = text_.substr(code.token.begin, end - code.token.begin)}));
}

}  // namespace itw::parsing
