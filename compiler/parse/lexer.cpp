#include "compiler/parse/lexer.h"

#include <algorithm>
#include <utility>

#include "compiler/base/utf8.h"
#include "compiler/parse/character.h"
#include "compiler/parse/parse_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

Lexer::Lexer(FileId file, std::string_view text, DiagnosticSink& diagnostics)
    : file_(file), text_(text), diagnostics_(diagnostics) {}

syntax::Tokens Lexer::lex() {
  tokens_.reserve(text_.size() / 4);
  // A byte order mark is reported with the encoding, not as a character.
  if (text_.starts_with("\xEF\xBB\xBF")) next_ = 3;
  while (next_ < text_.size()) lexOne();
  reportForeign();
  return std::move(tokens_);
}

void Lexer::push(TokenKind kind, std::size_t begin, bool broken) {
  tokens_.push_back({.kind = kind,
                     .broken = broken,
                     .begin = static_cast<std::uint32_t>(begin),
                     .end = static_cast<std::uint32_t>(next_)});
}

Span Lexer::span(std::size_t begin, std::size_t end) const {
  return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

void Lexer::lexOne() {
  const char first = here();
  if (first == ' ') {
    ++next_;
  } else if (first == '\t') {
    lexTab();
  } else if (first == '\n' || (first == '\r' && at(next_ + 1) == '\n')) {
    lexNewline();
  } else if (first == '#') {
    lexComment();
  } else if (isLetter(first)) {
    lexWord();
  } else if (isDigit(first) || (first == '.' && isDigit(at(next_ + 1)))) {
    lexNumber();
  } else if (first == '"') {
    lexString();
  } else if (first == '\'' || first == '`') {
    lexSingleQuoted();
  } else if (!lexForeignComment()) {
    lexOperator();
  }
}

void Lexer::lexNewline() {
  const std::size_t begin = next_;
  next_ += here() == '\r' ? 2 : 1;
  push(TokenKind::Newline, begin);
}

void Lexer::lexComment() {
  const std::size_t begin = next_;
  // `####` lines are for the eye and document nothing.
  const bool documents = at(begin + 1) == '#' && at(begin + 2) != '#';
  next_ = std::min(text_.find('\n', begin), text_.size());
  if (next_ > begin && at(next_ - 1) == '\r' && at(next_) == '\n') --next_;
  const bool behindCode = !tokens_.empty() && tokens_.back().kind != TokenKind::Newline;
  if (documents && behindCode) diagnostics_.add(docBehindCode(span(begin, begin + 2)));
  push(documents && !behindCode ? TokenKind::DocComment : TokenKind::Comment, begin);
}

void Lexer::lexWord() {
  const std::size_t begin = next_;
  bool ascii = true;
  while (next_ < text_.size()) {
    if (isWordCharacter(here())) {
      ++next_;
      continue;
    }
    const CodePoint point = decodeUtf8(text_, next_);
    if (point.value < 0x80 || point.bytes == 0 || isLookalike(point.value)) break;
    ascii = false;
    next_ += point.bytes;
  }
  if (ascii && lexPrefixed(begin)) return;
  if (!ascii)
    diagnostics_.add(nonAsciiName(span(begin, next_), text_.substr(begin, next_ - begin)));
  push(TokenKind::Name, begin, !ascii);
}

}  // namespace itw::parsing
