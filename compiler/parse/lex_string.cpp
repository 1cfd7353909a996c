#include <algorithm>

#include "compiler/base/utf8.h"
#include "compiler/parse/lexer.h"
#include "compiler/parse/parse_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

bool endsLine(char each) { return each == '\n' || each == '\r'; }

}  // namespace

void Lexer::lexString() {
  const std::size_t begin = next_;
  const std::size_t errors = diagnostics_.errorCount();
  ++next_;
  lexStringBody();
  if (here() == '"' && next_ < text_.size()) {
    ++next_;
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

void Lexer::lexSingleQuoted() {
  const std::size_t begin = next_;
  const std::size_t lineEnd = std::min(text_.find_first_of("\r\n", begin), text_.size());
  const std::size_t close = text_.find('\'', begin + 1);
  if (close >= lineEnd) {
    ++next_;
    diagnostics_.add(loneQuote(span(begin, next_)));
    push(TokenKind::Unknown, begin, true);
    return;
  }
  next_ = close + 1;
  diagnostics_.add(singleQuotes(span(begin, next_), text_.substr(begin + 1, close - begin - 1)));
  push(TokenKind::String, begin, true);
}

}  // namespace itw::parsing
