#include "runtime/data/csv_header.h"

#include <unordered_map>

#include "compiler/base/nearest.h"
#include "runtime/data/data_errors.h"

namespace itw::data {

namespace {

std::string_view withoutBlanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The free column whose name is most like `wanted`, or nothing if none is close.
std::string nearestColumn(const std::vector<std::string>& header,
                          const std::vector<CsvTarget>& targets, std::string_view wanted) {
  std::vector<std::string> free;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (!targets[i].used()) free.push_back(header[i]);
  }
  return nearestName(wanted, free);
}

}  // namespace

std::string_view otherSeparator(const std::vector<std::string>& header) {
  if (header.size() != 1) return {};
  if (header[0].find(';') != std::string::npos) return "semicolons";
  if (header[0].find('\t') != std::string::npos) return "tabs";
  return {};
}

Result<std::vector<std::string>> readCsvHeader(CsvScanner& scanner) {
  std::vector<std::string> names;
  std::unordered_map<std::string, std::size_t> first;
  do {
    const CsvScanner::Mark start = scanner.mark();
    auto cell = scanner.takeCell();
    if (!cell) return fail(std::move(cell.error()));
    std::string name(withoutBlanks(cell->text));
    if (!name.empty()) {
      const auto [at, isNew] = first.emplace(name, names.size());
      if (!isNew) return fail(duplicateColumn(scanner.placeOf(start), name, at->second));
    }
    names.push_back(std::move(name));
  } while (scanner.takeComma());
  if (!scanner.takeRowEnd()) return fail(loneCarriageReturn(scanner.place()));
  return names;
}

Result<std::vector<CsvTarget>> matchColumns(const std::vector<std::string>& header,
                                            const Schema& schema, const std::string& file) {
  std::unordered_map<std::string_view, std::size_t> columns;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (!header[i].empty()) columns.emplace(header[i], i);
  }
  std::vector<CsvTarget> targets(header.size());
  for (std::size_t f = 0; f < schema.size(); ++f) {
    const std::int64_t elements = schema[f].type.elements();
    for (std::int64_t e = 0; e < elements; ++e) {
      const std::string name =
          elements == 1 ? schema[f].name : schema[f].name + "_" + std::to_string(e);
      const auto column = columns.find(name);
      if (column == columns.end()) {
        return fail(missingColumn({.file = file, .line = 1, .column = 1}, name, schema[f].name,
                                  nearestColumn(header, targets, name), otherSeparator(header)));
      }
      targets[column->second] = {.field = f, .element = e};
    }
  }
  return targets;
}

}  // namespace itw::data
