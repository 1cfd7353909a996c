#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/base/error.h"
#include "compiler/expr/tensor_type.h"

namespace itw::data {

/// An error about data of the user; a place without a file is left out.
Error dataError(std::string code, SourcePlace place, std::string message, std::string help = {});

/// A schema's text that is no type of a field.
Error unknownFieldType(std::string_view text);
/// A file of the user that cannot be opened or read, with the reason of the system.
Error unreadableFile(const std::string& path, int systemError);
/// A file without a header, or with nothing behind it.
Error emptyFile(const std::string& path, bool hasHeader);
/// Bytes that are no text: compressed, UTF-16 or binary; `what` names what they seem to be.
Error notText(const SourcePlace& place, std::string_view what);
/// A carriage return without a line feed behind it.
Error loneCarriageReturn(const SourcePlace& place);
/// Where a number should stand, something else does.
Error notANumber(const SourcePlace& place, std::string_view column, std::string_view text);
/// A number with a fraction, or a text, in a column of integers.
Error notAnInteger(const SourcePlace& place, std::string_view column, std::string_view text);
/// A number that its column's type cannot hold.
Error outOfRange(const SourcePlace& place, std::string_view column, std::string_view text,
                 expr::DType dtype);
/// Nothing, or a NaN or an infinity.
Error missingValue(const SourcePlace& place, std::string_view column, std::string_view text);
/// A label that is none of the classes.
Error labelOutOfRange(const SourcePlace& place, std::string_view column, std::string_view text,
                      std::int64_t classes);
/// A row with more or fewer fields than the header.
Error rowLength(const SourcePlace& place, std::size_t fields, std::size_t expected);
/// An empty line between rows.
Error blankLine(const SourcePlace& place);
/// A field that the header has no column for; `nearest` is a column with a like name or empty.
Error missingColumn(const SourcePlace& place, std::string_view column, std::string_view field,
                    std::string_view nearest, std::string_view separator);
/// A name twice in the header.
Error duplicateColumn(const SourcePlace& place, std::string_view column, std::size_t first);
/// A quote that is not closed, or followed by more text.
Error badQuote(const SourcePlace& place, std::string_view what);
/// An element type that text files are not read into.
Error unsupportedColumnType(std::string_view field, expr::DType dtype);
/// An artifact or a safetensors file that is damaged or of another kind.
Error badArtifact(const std::string& path, std::string_view what);
/// A file that could not be written.
Error unwritableFile(const std::string& path, std::string_view step, int systemError);
/// A part of a split that would have no row.
Error emptyPart(std::string_view part, double share, std::int64_t rows);
/// The user stopped the run.
Error cancelledError();

}  // namespace itw::data
