#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/data/dataset.h"

namespace itw::data {

/// What a reader got out of a file.
struct CsvTable {
  std::shared_ptr<const Dataset> dataset;
  std::vector<std::string> unusedColumns;  ///< Header names that no field took.
};

/// Asked now and then while a long file is read; true ends the work.
using Cancelled = std::function<bool()>;

/// The text without a byte order mark. An error for bytes that are no plain text.
Result<std::string_view> plainCsvText(std::string_view text, const std::string& name);

/// Reads CSV text (RFC 4180: a header row, commas, quoted fields with "" for a quote, LF or CRLF,
/// blank lines at the end). A field of one element takes the column of its name, a field of n
/// elements the columns `name_0` .. `name_{n-1}` in row-major order. Errors carry `name` with line
/// and column. Blanks around a number are skipped; other columns are not looked at.
Result<CsvTable> readCsvText(std::string_view text, const std::string& name, const Schema& schema,
                             const Cancelled& cancelled = {});

/// readCsvText of a file's bytes.
Result<CsvTable> readCsvFile(const std::string& path, const Schema& schema,
                             const Cancelled& cancelled = {});

}  // namespace itw::data
