#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/data/field_type.h"

namespace itw::data {

/// How reading one value went.
enum class CsvOutcome { Ok, Missing, NotANumber, NotAnInteger, OutOfRange, LabelOutOfRange };

/// Reads the text of a field as a value of `type` into `to`. The whole text must be the number, but
/// for blanks around it.
CsvOutcome readValue(std::string_view text, const FieldType& type, std::byte* to);

/// Reads a value that ends at a comma or the end of the row without looking for that end first.
/// Returns where it ended, or null if the field needs the careful way.
const char* readPlainValue(const char* at, const char* end, const FieldType& type, std::byte* to);

}  // namespace itw::data
