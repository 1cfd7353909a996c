#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/error.h"
#include "runtime/data/array_values.h"
#include "runtime/data/field_type.h"

namespace itw::data {

/// A file that is no NPY, NPZ or safetensors file, or a damaged one; `array` may be empty.
Error notAnArrayFile(const std::string& file, std::string_view array, std::string_view why);
/// Elements that are no numbers: texts, dates, objects, records, complex numbers; `descr` is what
/// NumPy calls them, empty for a record.
Error unsupportedElements(const std::string& file, std::string_view array, std::string_view descr);
/// A file with more or fewer bytes than its arrays need; no number if that is beyond 2^64.
Error arrayLength(const std::string& file, std::string_view array,
                  std::optional<std::size_t> needed, std::size_t present);
/// A file of one array where the schema has another number of fields.
Error soleArray(const std::string& file, std::size_t fields);
/// A field that the file has no array for.
Error missingArray(const std::string& file, std::string_view field,
                   const std::vector<std::string>& names);
/// An array of another element type than its field.
Error arrayType(const std::string& file, std::string_view array, std::string_view seen,
                const Field& field);
/// An array whose samples have another shape than its field.
Error arrayShape(const std::string& file, std::string_view array, std::string_view seen,
                 const Field& field);
/// An array with a first dimension of zero.
Error arrayWithoutRows(const std::string& file, std::string_view array);
/// Two arrays of one dataset with different numbers of samples.
Error arrayRows(const std::string& file, const std::pair<std::string, std::int64_t>& first,
                const std::pair<std::string, std::int64_t>& second);
/// A value that its field cannot hold; `element` is like `x[17, 3]`, counted from 0.
Error badArrayElement(const std::string& file, std::string_view element, const BadElement& bad,
                      const Field& field);
/// A field that the format to be written cannot hold.
Error unsupportedOutputType(std::string_view field, std::string_view why);
/// An archive that could not be written.
Error unwritableArchive(const std::string& path, std::string_view why);

}  // namespace itw::data
