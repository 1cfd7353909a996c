#pragma once

#include <string>
#include <vector>

#include "runtime/data/csv_scanner.h"
#include "runtime/data/field_type.h"

namespace itw::data {

/// Reads the header row: a name for every column.
Result<std::vector<std::string>> readCsvHeader(CsvScanner& scanner);

/// What seems to separate the names when the whole header is one column: "semicolons", "tabs", or
/// nothing.
std::string_view otherSeparator(const std::vector<std::string>& header);

/// Where a column's values go.
struct CsvTarget {
  std::size_t field = 0;      ///< Index into the schema.
  std::int64_t element = -1;  ///< Which element of the field; -1 if no field takes the column.
  bool used() const { return element >= 0; }
};

/// The target of each column of a header. An error names the first column that the schema needs and
/// the header lacks.
Result<std::vector<CsvTarget>> matchColumns(const std::vector<std::string>& header,
                                            const Schema& schema, const std::string& file);

}  // namespace itw::data
