#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/base/result.h"

namespace itw::data {

/// A field of a CSV row with its quotes removed. `text` points into the file, or into the scanner
/// when quotes were doubled, and lives until the next field.
struct CsvCell {
  std::string_view text;
  bool quoted = false;
};

/// Walks CSV text field by field (RFC 4180), keeping track of the line for messages. `name` must
/// outlive it.
class CsvScanner {
 public:
  CsvScanner(std::string_view text, const std::string& name);

  /// At a field's first byte in the common case that a number stands there without quotes.
  const char* position() const { return at_; }
  const char* end() const { return end_; }
  /// Goes on behind bytes of the current field that the caller has read itself.
  void skipTo(const char* position) { at_ = position; }

  /// Reads the field at the current position, up to its separator.
  Result<CsvCell> takeCell();
  /// True, and stands behind it, if a comma follows: another field of this row.
  bool takeComma();
  /// Stands behind the end of the row; false if text follows that is no end of a row.
  bool takeRowEnd();
  bool atEnd() const { return at_ == end_; }
  bool atRowEnd() const { return atEnd() || *at_ == '\n' || *at_ == '\r'; }
  /// True if there is nothing but blank lines from here on.
  bool onlyBlankLinesFollow() const;

  /// A position that can be named later, when the scanner has gone on.
  struct Mark {
    const char* position;
    const char* lineStart;
    std::uint32_t line;
  };
  Mark mark() const { return {at_, lineStart_, line_}; }
  /// Line and column, in code points.
  SourcePlace placeOf(const Mark& mark) const;
  SourcePlace place() const { return placeOf(mark()); }

 private:
  Result<CsvCell> takeQuoted();

  const std::string& name_;
  const char* at_;
  const char* end_;
  const char* lineStart_;
  std::uint32_t line_ = 1;
  std::string unquoted_;
};

}  // namespace itw::data
