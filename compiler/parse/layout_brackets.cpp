#include "compiler/parse/keywords.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/parse_diagnostics.h"

namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

TokenKind closerOf(TokenKind opener) {
  switch (opener) {
    case TokenKind::OpenParen:
      return TokenKind::CloseParen;
    case TokenKind::OpenBracket:
      return TokenKind::CloseBracket;
    default:
      return TokenKind::CloseBrace;
  }
}

}  // namespace

void Layout::placeCloser(const CodeToken& code) {
  std::size_t level = levels_.size() - 1;
  while (level > 0 && closerOf(levels_[level].opener.kind) != code.token.kind) --level;
  if (level > 0) {
    if (level + 1 < levels_.size()) {
      reportUnclosed(spanOf(code.token), "an outer bracket closes");
      closeUpTo(level + 1, spanOf(code.token));
    }
    return closeTop(code.token);
  }
  // Nothing here is closed by it. The innermost `(` or `[` was probably meant; a `{` was not, as it
  // holds whole statements.
  if (!insideParentheses()) {
    diagnostics_.add(strayBracket(spanOf(code.token), textOf(code)));
    program_.mended.push_back(spanOf(code.token));
    return;
  }
  const Token& opener = levels_.back().opener;
  // The right one follows: it is the opener of this one that is missing.
  if (isClosedLater(closerOf(opener.kind))) {
    diagnostics_.add(strayBracket(spanOf(code.token), textOf(code)));
    program_.mended.push_back({file_, opener.begin, code.token.end});
    return;
  }
  diagnostics_.add(wrongBracket({.opener = spanOf(opener),
                                 .closer = spanOf(code.token),
                                 .opened = opener.text(text_),
                                 .closed = textOf(code)}));
  Token closer = code.token;
  closer.kind = closerOf(opener.kind);
  closeTop(closer);
}

/// Whether the innermost bracket finds this closer behind the present token, in its declaration.
bool Layout::isClosedLater(TokenKind closer) const {
  constexpr std::size_t kFarthest = 512;
  std::size_t depth = 0;
  for (std::size_t i = at_ + 1; codeAt(i) != nullptr && i < at_ + kFarthest; ++i) {
    const CodeToken& code = *codeAt(i);
    if (code.lineStart && startsDeclaration(code)) return false;
    if (syntax::isOpener(code.token.kind)) ++depth;
    if (!syntax::isCloser(code.token.kind)) continue;
    if (depth == 0) return code.token.kind == closer;
    --depth;
  }
  return false;
}

void Layout::closeTop(Token closer) {
  levels_.pop_back();
  statementStart_ = false;
  emit(closer);
}

/// Closes the brackets above a level that nothing closed.
void Layout::closeUpTo(std::size_t level, Span noticed) {
  program_.mended.push_back({file_, levels_[level].opener.begin, noticed.end});
  while (levels_.size() > level) {
    const std::uint32_t end = last_.end;
    closeTop({.kind = closerOf(levels_.back().opener.kind), .begin = end, .end = end});
  }
}

/// Whether a declaration starts inside a bracket that was opened on a line at least as far to the
/// right: then it was forgotten to close it.
bool Layout::declarationInsideBrackets(const CodeToken& code) const {
  return levels_.size() > 1 && code.lineStart && code.indent <= levels_[1].indent && declares(code);
}

/// Whether a declaration and nothing else can begin with this word and the next.
bool Layout::declares(const CodeToken& code) const {
  if (code.token.kind != TokenKind::Name || !declarationKeyword(textOf(code))) return false;
  const CodeToken* next = codeAt(at_ + 1);
  if (next == nullptr || next->lineStart) return false;
  if (next->token.kind == TokenKind::Name) return !hardKeyword(textOf(*next));
  return next->token.kind == TokenKind::String || next->token.kind == TokenKind::OpenBrace;
}

void Layout::reportUnclosed(Span noticed, std::string_view what) {
  if (levels_.back().broken) return;
  const Token& opener = levels_.back().opener;
  diagnostics_.add(unclosedBracket(spanOf(opener), opener.text(text_), noticed, what));
}

}  // namespace itw::parsing
