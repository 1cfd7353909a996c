#include "compiler/parse/layout.h"

#include <utility>

#include "compiler/parse/keywords.h"
#include "compiler/parse/parse_diagnostics.h"

namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

Layout::Layout(FileId file, std::string_view text, DiagnosticSink& diagnostics)
    : file_(file), text_(text), diagnostics_(diagnostics) {}

Program Layout::layOut(Code code) {
  code_ = std::move(code);
  matchBrackets();
  program_.tokens.reserve(code_.tokens.size() + code_.tokens.size() / 8);
  takeEdition();
  takeDocs();
  for (; at_ < code_.tokens.size(); ++at_) {
    const CodeToken next = code_.tokens[at_];
    closeByIndent(next);
    if (takeYamlList(next)) continue;
    if (declarationInsideBrackets(next)) {
      reportUnclosed(spanOf(next.token), "this declaration starts");
      closeUpTo(1, spanOf(next.token));
    }
    breakLine(next);
    if (levels_.size() == 1 && statementStart_) declarationIndent_ = next.indent;
    if (!takeForeign(next)) place(code_.tokens[at_]);
    if (tooDeep_) leaveOutDeclaration();
  }
  if (levels_.size() > 1) {
    const auto end = static_cast<std::uint32_t>(text_.size());
    const bool ends = levels_.size() == 2 && levels_[1].byIndent;
    if (!ends) reportUnclosed({file_, last_.end, last_.end}, "the file ends");
    closeUpTo(1, {file_, end, end});
  }
  if (!statementStart_) endDeclaration();
  for (; nextDoc_ < code_.docs.size(); ++nextDoc_) {
    diagnostics_.add(detachedDoc(code_.docs[nextDoc_].span));
  }
  return std::move(program_);
}

const CodeToken* Layout::codeAt(std::size_t index) const {
  return index < code_.tokens.size() ? &code_.tokens[index] : nullptr;
}

TokenKind Layout::nextKind() const {
  const CodeToken* next = codeAt(at_ + 1);
  return next != nullptr ? next->token.kind : TokenKind::Unknown;
}

TokenKind Layout::previous() const { return last_.kind; }

bool Layout::inBraces() const {
  const TokenKind opener = levels_.back().opener.kind;
  return levels_.size() > 1 && (opener == TokenKind::OpenBrace || opener == TokenKind::TypeOpen);
}

bool Layout::insideParentheses() const { return levels_.size() > 1 && !inBraces(); }

void Layout::place(const CodeToken& code) {
  attachDocs();
  if (code.token.kind == TokenKind::Comma) return placeComma(code);
  if (syntax::isOpener(code.token.kind)) return placeOpener(code);
  if (syntax::isCloser(code.token.kind)) return placeCloser(code);
  Token token = code.token;
  if (token.kind == TokenKind::Name && !token.broken) token.kind = classify(code);
  emit(token);
  if (token.broken && token.kind == TokenKind::String) levels_.back().broken = true;
}

void Layout::placeComma(const CodeToken& code) {
  const bool behindElement =
      !statementStart_ && !syntax::isOpener(previous()) && previous() != TokenKind::Comma;
  if (!behindElement) {
    diagnostics_.add(strayComma(spanOf(code.token)));
    return;
  }
  if (syntax::isCloser(nextKind())) {
    last_ = code.token;
    return;
  }
  Token token = code.token;
  if (inBraces()) token.kind = TokenKind::Separator;
  nesting_.endElement();
  emit(token);
  if (inBraces()) statementStart_ = true;
}

void Layout::placeOpener(const CodeToken& code) {
  Token token = code.token;
  const TokenKind block = blockOf(code);
  if (token.kind == TokenKind::OpenBrace && block == TokenKind::Unknown && isTypeOpener()) {
    token.kind = TokenKind::TypeOpen;
  }
  const bool dims = token.kind == TokenKind::OpenBracket && previous() == TokenKind::Name &&
                    isElementType(last_.text(text_));
  emit(token);
  levels_.push_back({.opener = token, .indent = code.indent, .dims = dims, .block = block});
  if (inBraces()) statementStart_ = true;
}

void Layout::emit(Token token) {
  if (!nesting_.take(token.kind, previous())) tooDeep_ = true;
  if (statementStart_) {
    levels_.back().statement = token.kind;
    if (levels_.size() == 1) {
      declaration_ = token.kind;
      arrow_ = false;
      program_.declarations.push_back(program_.tokens.size());
    }
  }
  statementStart_ = false;
  if (token.kind == TokenKind::Arrow && levels_.size() == 1) arrow_ = true;
  last_ = token;
  program_.tokens.push_back(token);
}

/// Reports what nests too deep and goes on with the next declaration that starts a line. Brackets
/// are not followed until then, as there may be millions.
void Layout::leaveOutDeclaration() {
  diagnostics_.add(tooDeep(spanOf(last_)));
  const std::size_t first = program_.declarations.back();
  program_.tokens.resize(first);
  program_.declarations.pop_back();
  std::erase_if(program_.docs, [first](const DocBlock& each) { return each.code >= first; });
  while (at_ + 1 < code_.tokens.size() && !startsDeclaration(code_.tokens[at_ + 1])) ++at_;
  while (nextDoc_ < code_.docs.size() && code_.docs[nextDoc_].code <= at_) ++nextDoc_;
  const std::uint32_t end = code_.tokens[at_].token.end;
  last_ = {.kind = TokenKind::End, .begin = end, .end = end};
  levels_.resize(1);
  nesting_ = Nesting();
  declaration_ = TokenKind::Unknown;
  statementStart_ = true;
  tooDeep_ = false;
}

bool Layout::startsDeclaration(const CodeToken& code) const {
  return code.lineStart && code.indent == 0 && code.token.kind == TokenKind::Name &&
         declarationKeyword(textOf(code)).has_value();
}

/// A token without text: the end of a statement or declaration.
void Layout::emitMark(TokenKind kind) {
  const Token mark{.kind = kind, .begin = last_.end, .end = last_.end};
  program_.tokens.push_back(mark);
  last_ = mark;
  statementStart_ = true;
  nesting_.endStatement();
}

void Layout::endDeclaration() {
  emitMark(TokenKind::End);
  declaration_ = TokenKind::Unknown;
}

}  // namespace itw::parsing
