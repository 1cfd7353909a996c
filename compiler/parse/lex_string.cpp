#include <algorithm>

#include "compiler/base/utf8.h"
#include "compiler/parse/character.h"
#include "compiler/parse/lexer.h"
#include "compiler/parse/parse_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

bool endsLine(char each) { return each == '\n' || each == '\r'; }

}  // namespace

void Lexer::lexString() {
  if (lexTripleQuoted()) return;
  const std::size_t begin = next_;
  const std::size_t errors = diagnostics_.errorCount();
  ++next_;
  lexStringBody();
  if (here() == '"' && next_ < text_.size()) {
    ++next_;
  } else if (const std::size_t end = endOnLaterLine(); end != std::string_view::npos) {
    next_ = end + 1;
    diagnostics_.add(stringOverLines(span(begin, begin + 1), span(begin, next_),
                                     text_.substr(begin + 1, end - begin - 1)));
  } else {
    diagnostics_.add(unterminatedString(span(begin, begin + 1), span(next_, next_)));
  }
  push(TokenKind::String, begin, diagnostics_.errorCount() > errors);
}

void Lexer::lexStringBody() {
  while (next_ < text_.size() && here() != '"' && !endsLine(here())) {
    if (here() == '\\') {
      lexEscape();
    } else {
      ++next_;
    }
  }
}

void Lexer::lexEscape() {
  const char escaped = at(next_ + 1);
  if (next_ + 1 >= text_.size() || endsLine(escaped)) {
    ++next_;
    return;
  }
  const std::size_t length = 1 + std::max<std::size_t>(1, decodeUtf8(text_, next_ + 1).bytes);
  const bool known = escaped == '"' || escaped == '\\' || escaped == 'n' || escaped == 't';
  if (!known) {
    diagnostics_.add(unknownEscape(span(next_, next_ + length), text_.substr(next_, length)));
  }
  next_ += length;
}

/// The quote that ends the string here, on one of the next lines: the only one of the first line
/// that has any, with nothing behind it that a string would begin with. None where the quote was
/// forgotten.
std::size_t Lexer::endOnLaterLine() const {
  constexpr std::size_t kMostLines = 50;
  constexpr std::size_t kMostBytes = 10000;
  std::size_t lines = 0;
  std::size_t quote = std::string_view::npos;
  for (std::size_t i = next_; i < std::min(text_.size(), next_ + kMostBytes); ++i) {
    if (text_[i] == '\n' && (quote != std::string_view::npos || ++lines > kMostLines)) break;
    if (text_[i] != '"') continue;
    if (quote != std::string_view::npos) return std::string_view::npos;
    quote = i;
  }
  if (quote == std::string_view::npos) return quote;
  std::size_t behind = quote + 1;
  while (isBlank(at(behind))) ++behind;
  constexpr std::string_view kEnds = ",)]}#\r\n";
  const bool ends = behind >= text_.size() || kEnds.find(at(behind)) != std::string_view::npos;
  return ends ? quote : std::string_view::npos;
}

void Lexer::lexSingleQuoted() {
  if (lexTripleQuoted()) return;
  const std::size_t begin = next_;
  const std::size_t close = closingQuote(begin, false);
  if (close == std::string_view::npos) {
    ++next_;
    diagnostics_.add(loneQuote(span(begin, next_), at(begin)));
    push(TokenKind::Unknown, begin, true);
    return;
  }
  next_ = close + 1;
  diagnostics_.add(singleQuotes(span(begin, next_), text_.substr(begin, next_ - begin)));
  push(TokenKind::String, begin, true);
}

}  // namespace itw::parsing
