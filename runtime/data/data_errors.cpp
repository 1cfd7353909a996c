#include "runtime/data/data_errors.h"

#include <fmt/format.h>

#include <cstring>

namespace itw::data {

namespace {

constexpr std::size_t kLongestQuote = 40;

// A user's text inside a message: one line, of bounded length, without control characters.
std::string quoted(std::string_view text) {
  std::string shown = "`";
  std::size_t kept = std::min(text.size(), kLongestQuote);
  // Never cut inside a UTF-8 sequence.
  while (kept < text.size() && kept > 0 &&
         (static_cast<unsigned char>(text[kept]) & 0xC0) == 0x80) {
    --kept;
  }
  for (char c : text.substr(0, kept)) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte == 0x7F ? '?' : c;
  }
  if (kept < text.size()) shown += "...";
  return shown + "`";
}

}  // namespace

Error dataError(std::string code, SourcePlace place, std::string message, std::string help) {
  Error error = makeError(ErrorClass::Task, std::move(message), std::move(help));
  error.code = std::move(code);
  if (!place.file.empty()) error.place = std::move(place);
  return error;
}

Error unknownFieldType(std::string_view text) {
  return dataError("R0313", {}, fmt::format("{} is not the type of a field", quoted(text)),
                   "types of fields are like `f32[1, 8, 8]`, `i64` or `class[10]`");
}

Error unreadableFile(const std::string& path, int systemError) {
  const std::string help =
      systemError == ENOENT ? "paths are relative to the folder of the file that writes them" : "";
  Error error =
      dataError("R0301", {.file = path, .line = 0, .column = 0},
                fmt::format("cannot read `{}`: {}", path, std::strerror(systemError)), help);
  return error;
}

Error emptyFile(const std::string& path, bool hasHeader) {
  if (hasHeader) {
    return dataError("R0302", {.file = path, .line = 1, .column = 1},
                     fmt::format("`{}` has a header and no rows", path));
  }
  return dataError("R0302", {.file = path, .line = 1, .column = 1},
                   fmt::format("`{}` is empty", path),
                   "the first row names the columns, the rows below it are the samples");
}

Error notText(const SourcePlace& place, std::string_view what) {
  return dataError("R0309", place, fmt::format("`{}` seems to be {}", place.file, what),
                   "csv reads plain UTF-8 text");
}

Error loneCarriageReturn(const SourcePlace& place) {
  return dataError("R0309", place, "carriage return without a line feed",
                   "end lines with a line feed, or a carriage return and a line feed");
}

Error notANumber(const SourcePlace& place, std::string_view column, std::string_view text) {
  return dataError("R0303", place,
                   fmt::format("{} in column `{}` is not a number", quoted(text), column));
}

Error notAnInteger(const SourcePlace& place, std::string_view column, std::string_view text) {
  return dataError("R0303", place,
                   fmt::format("{} in column `{}` is not an integer", quoted(text), column));
}

Error outOfRange(const SourcePlace& place, std::string_view column, std::string_view text,
                 expr::DType dtype) {
  return dataError("R0310", place,
                   fmt::format("{} in column `{}` does not fit into {}", quoted(text), column,
                               expr::nameOf(dtype)));
}

Error missingValue(const SourcePlace& place, std::string_view column, std::string_view text) {
  const std::string seen = text.empty() ? "nothing" : quoted(text);
  return dataError("R0305", place,
                   fmt::format("{} in column `{}` where a number is needed", seen, column),
                   "fill or leave out rows with missing values");
}

Error labelOutOfRange(const SourcePlace& place, std::string_view column, std::string_view text,
                      std::int64_t classes) {
  return dataError(
      "R0306", place,
      fmt::format("label {} in column `{}` is outside 0..{}", quoted(text), column, classes),
      fmt::format("labels of `class[{}]` are the integers 0 to {}", classes, classes - 1));
}

Error rowLength(const SourcePlace& place, std::size_t fields, std::size_t expected) {
  return dataError("R0304", place,
                   fmt::format("row with {} field{}, the header has {}", fields,
                               fields == 1 ? "" : "s", expected));
}

Error blankLine(const SourcePlace& place) {
  return dataError("R0304", place, "blank line between rows", "remove the line");
}

Error missingColumn(const SourcePlace& place, std::string_view column, std::string_view field,
                    std::string_view nearest, std::string_view separator) {
  std::string help;
  if (!separator.empty()) {
    help = fmt::format("the header seems to use {} between its names; csv reads commas", separator);
  } else if (!nearest.empty()) {
    help = fmt::format("did you mean `{}`?", nearest);
  }
  return dataError("R0307", place, fmt::format("no column `{}` for field `{}`", column, field),
                   help);
}

Error duplicateColumn(const SourcePlace& place, std::string_view column, std::size_t first) {
  return dataError("R0308", place,
                   fmt::format("column {} stands twice in the header", quoted(column)),
                   fmt::format("its first place is field {}", first + 1));
}

Error badQuote(const SourcePlace& place, std::string_view what) {
  return dataError("R0309", place, std::string(what),
                   "a quote inside a quoted field is written twice");
}

Error unsupportedColumnType(std::string_view field, expr::DType dtype) {
  return dataError("R0313", {},
                   fmt::format("field `{}` has the type {}, which csv does not read", field,
                               expr::nameOf(dtype)),
                   "use f32");
}

Error badArtifact(const std::string& path, std::string_view what) {
  return dataError("R0311", {.file = path, .line = 0, .column = 0},
                   fmt::format("`{}` is damaged: {}", path, what));
}

Error unwritableFile(const std::string& path, std::string_view step, int systemError) {
  Error error = dataError("R0314", {},
                          fmt::format("cannot {} `{}`: {}", step, path, std::strerror(systemError)),
                          systemError == ENOSPC ? "free some disk space" : "");
  error.kind = ErrorClass::Environment;
  return error;
}

Error emptyPart(std::string_view part, double share, std::int64_t rows) {
  return dataError("R0312", {},
                   fmt::format("{}% of {} row{} leaves no row for `{}`", share * 100, rows,
                               rows == 1 ? "" : "s", part),
                   "give the part a larger share, or 0%");
}

Error cancelledError() {
  Error error = makeError(ErrorClass::Interrupted, "stopped before its end");
  error.code = "R0407";
  return error;
}

}  // namespace itw::data
