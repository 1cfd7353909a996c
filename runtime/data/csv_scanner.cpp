#include "runtime/data/csv_scanner.h"

#include <algorithm>

#include "runtime/data/data_errors.h"

namespace itw::data {

CsvScanner::CsvScanner(std::string_view text, const std::string& name)
    : name_(name), at_(text.data()), end_(text.data() + text.size()), lineStart_(text.data()) {}

Result<CsvCell> CsvScanner::takeCell() {
  if (!atEnd() && *at_ == '"') return takeQuoted();
  const char* start = at_;
  while (at_ != end_ && *at_ != ',' && *at_ != '\n' && *at_ != '\r') ++at_;
  return CsvCell{.text = {start, static_cast<std::size_t>(at_ - start)}, .quoted = false};
}

Result<CsvCell> CsvScanner::takeQuoted() {
  const Mark opening = mark();
  const char* start = ++at_;
  bool copied = false;
  while (true) {
    const char* quote = std::find(at_, end_, '"');
    for (const char* c = at_; c != quote; ++c) {
      if (*c != '\n') continue;
      ++line_;
      lineStart_ = c + 1;
    }
    if (quote == end_) return fail(badQuote(placeOf(opening), "quoted field without an end"));
    const bool doubled = quote + 1 != end_ && quote[1] == '"';
    if (doubled || copied) {
      if (!copied) unquoted_.clear();
      unquoted_.append(copied ? at_ : start, quote + (doubled ? 1 : 0));
      copied = true;
    }
    at_ = quote + (doubled ? 2 : 1);
    if (!doubled) break;
  }
  if (!atRowEnd() && *at_ != ',') {
    return fail(badQuote(place(), "text behind the closing quote of a field"));
  }
  const std::string_view plain{start, static_cast<std::size_t>(at_ - 1 - start)};
  return CsvCell{.text = copied ? std::string_view(unquoted_) : plain, .quoted = true};
}

bool CsvScanner::takeComma() {
  if (atEnd() || *at_ != ',') return false;
  ++at_;
  return true;
}

bool CsvScanner::takeRowEnd() {
  if (atEnd()) return true;
  if (*at_ == '\r' && at_ + 1 != end_ && at_[1] == '\n') ++at_;
  if (*at_ != '\n') return false;
  lineStart_ = ++at_;
  ++line_;
  return true;
}

bool CsvScanner::onlyBlankLinesFollow() const {
  return std::all_of(at_, end_, [](char c) { return c == '\n' || c == '\r'; });
}

SourcePlace CsvScanner::placeOf(const Mark& mark) const {
  const auto startsCodePoint = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  };
  const auto before = std::count_if(mark.lineStart, mark.position, startsCodePoint);
  return {.file = name_, .line = mark.line, .column = static_cast<std::uint32_t>(before) + 1};
}

}  // namespace itw::data
