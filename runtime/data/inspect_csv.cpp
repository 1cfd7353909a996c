#include "runtime/data/inspect_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "runtime/data/csv_header.h"
#include "runtime/data/csv_reader.h"
#include "runtime/data/csv_scanner.h"
#include "runtime/data/csv_values.h"
#include "runtime/data/data_errors.h"

namespace itw::data {
namespace {

/// Integers that every f32 holds.
constexpr double kExactInFloat = 16777216;

const FieldType kNumber{.dtype = expr::DType::F64, .shape = {}, .classes = 0};

/// What the values of one column are.
struct ColumnFacts {
  std::int64_t numbers = 0;
  std::int64_t missing = 0;
  std::int64_t texts = 0;
  bool whole = true;
  double least = std::numeric_limits<double>::infinity();
  double largest = -std::numeric_limits<double>::infinity();

  void take(std::string_view text) {
    double value = 0;
    const CsvOutcome outcome = readValue(text, kNumber, reinterpret_cast<std::byte*>(&value));
    if (outcome == CsvOutcome::Missing) {
      ++missing;
    } else if (outcome != CsvOutcome::Ok) {
      ++texts;
    } else {
      ++numbers;
      whole = whole && value == std::floor(value);
      least = std::min(least, value);
      largest = std::max(largest, value);
    }
  }
  bool isNumeric() const { return numbers > 0 && texts == 0; }
  bool isLarge() const { return std::max(-least, largest) > kExactInFloat; }
};

std::string noteOf(const ColumnFacts& facts) {
  if (facts.texts > 0) return "text";
  if (facts.numbers == 0) return "no values";
  std::string note = facts.whole ? fmt::format("integers {} to {}", facts.least, facts.largest)
                                 : fmt::format("{} to {}", facts.least, facts.largest);
  if (facts.missing > 0)
    note += fmt::format("; {} {} missing", facts.missing,
                        facts.missing == 1 ? "value is" : "values are");
  return note;
}

std::string elementType(const ColumnFacts& facts) {
  if (!facts.isNumeric()) return "";
  if (facts.whole && facts.isLarge()) return "i64";
  return facts.isLarge() ? "f64" : "f32";
}

InspectedField fieldOf(const std::string& name, const ColumnFacts& facts) {
  InspectedField field{name, elementType(facts), noteOf(facts)};
  const bool label = facts.isNumeric() && facts.whole && facts.least >= 0 && facts.largest >= 1 &&
                     !facts.isLarge() && soundsLikeLabel(name);
  if (label) field.type = fmt::format("class[{}]", static_cast<std::int64_t>(facts.largest) + 1);
  return field;
}

/// `x_0` without its number, or nothing.
std::string_view stemOf(std::string_view name, std::size_t number) {
  const std::string ending = "_" + std::to_string(number);
  if (!name.ends_with(ending) || name.size() == ending.size()) return {};
  return name.substr(0, name.size() - ending.size());
}

/// How many columns from `first` on are `stem_0`, `stem_1`, ... of numbers of one type.
std::size_t runLength(const std::vector<std::string>& header, const std::vector<ColumnFacts>& facts,
                      std::size_t first) {
  const std::string_view stem = stemOf(header[first], 0);
  if (stem.empty()) return 1;
  std::size_t length = 0;
  while (first + length < header.size() && stemOf(header[first + length], length) == stem &&
         facts[first + length].isNumeric())
    ++length;
  return std::max<std::size_t>(length, 1);
}

ColumnFacts joined(const std::vector<ColumnFacts>& facts, std::size_t first, std::size_t length) {
  ColumnFacts all = facts[first];
  for (std::size_t i = first + 1; i < first + length; ++i) {
    all.missing += facts[i].missing;
    all.whole = all.whole && facts[i].whole;
    all.least = std::min(all.least, facts[i].least);
    all.largest = std::max(all.largest, facts[i].largest);
  }
  return all;
}

std::vector<InspectedField> fieldsOf(const std::vector<std::string>& header,
                                     const std::vector<ColumnFacts>& facts) {
  std::vector<InspectedField> fields;
  for (std::size_t i = 0; i < header.size();) {
    const std::size_t length = runLength(header, facts, i);
    if (length == 1) {
      fields.push_back(fieldOf(header[i], facts[i]));
    } else {
      const ColumnFacts all = joined(facts, i, length);
      fields.push_back({std::string(stemOf(header[i], 0)),
                        fmt::format("{}[{}]", elementType(all), length), noteOf(all)});
    }
    i += length;
  }
  return fields;
}

Result<void> takeRow(CsvScanner& scanner, std::vector<ColumnFacts>& facts) {
  std::size_t column = 0;
  do {
    auto cell = scanner.takeCell();
    if (!cell) return fail(std::move(cell.error()));
    if (column < facts.size()) facts[column].take(cell->text);
    ++column;
  } while (scanner.takeComma());
  if (column != facts.size()) return fail(rowLength(scanner.place(), column, facts.size()));
  if (!scanner.takeRowEnd()) return fail(loneCarriageReturn(scanner.place()));
  return {};
}

}  // namespace

Result<Inspection> inspectCsv(std::string_view text, const std::string& name) {
  auto plain = plainCsvText(text, name);
  if (!plain) return fail(std::move(plain.error()));
  CsvScanner scanner(*plain, name);
  if (scanner.onlyBlankLinesFollow()) return fail(emptyFile(name, false));
  auto header = readCsvHeader(scanner);
  if (!header) return fail(std::move(header.error()));
  if (scanner.onlyBlankLinesFollow()) return fail(emptyFile(name, true));
  Inspection inspection{.reader = "csv"};
  std::vector<ColumnFacts> facts(header->size());
  while (!scanner.onlyBlankLinesFollow()) {
    if (scanner.atRowEnd()) return fail(blankLine(scanner.place()));
    if (auto row = takeRow(scanner, facts); !row) return fail(std::move(row.error()));
    ++inspection.rows;
  }
  inspection.fields = fieldsOf(*header, facts);
  const std::string_view separator = otherSeparator(*header);
  if (!separator.empty())
    inspection.fields[0].note += fmt::format("; {} seem to separate its columns", separator);
  return inspection;
}

}  // namespace itw::data
