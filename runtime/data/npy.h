#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "compiler/base/result.h"
#include "runtime/data/array.h"
#include "runtime/data/dataset.h"

namespace itw::data {

/// Reads the bytes of a NPY file (numpy/lib/format.py, versions 1.0 to 3.0): its header and where
/// the elements lie. `file` stands in messages. Errors: not such a file, objects or records in it,
/// bytes missing or left over.
Result<SourceArray> parseNpy(std::string_view bytes, const std::string& name,
                             const std::string& file);

/// The same of the first bytes of a file, which need not hold all elements.
Result<SourceArray> parseNpyHeader(std::string_view bytes, const std::string& name,
                                   const std::string& file);

/// Opens a NPY file; its sole array is called like the file without its ending.
Result<SourceArrays> openNpy(const std::string& path);

/// Opens a NPZ archive (a zip of NPY files, stored or deflated). Of an array that is not wanted
/// only the name and the type are read.
Result<SourceArrays> openNpz(const std::string& path,
                             const std::function<bool(std::string_view name)>& wanted);

/// The header of a NPY file of version 1.0 for a column with that many rows, up to its data.
std::string npyHeader(std::int64_t rows, const FieldType& type);

/// Writes one column as a NPY file that appears whole or not at all.
Result<void> writeNpy(const std::string& path, std::int64_t rows, const Column& column);

/// Writes all columns as a NPZ archive, not compressed, the same bytes for the same data.
Result<void> writeNpz(const std::string& path, const Dataset& dataset);

}  // namespace itw::data
