#include "runtime/data/csv_reader.h"

#include <algorithm>
#include <cstring>

#include "runtime/data/csv_header.h"
#include "runtime/data/csv_scanner.h"
#include "runtime/data/csv_values.h"
#include "runtime/data/data_errors.h"
#include "runtime/data/mapped_file.h"

namespace itw::data {

namespace {

constexpr std::int64_t kRowsBetweenCancelChecks = 4096;
constexpr std::size_t kColumnAlignment = 64;

// What is wanted of one column of the file, ready for the inner loop.
struct ColumnPlan {
  const Field* field = nullptr;  // Null if no field takes the column.
  std::byte* at = nullptr;       // Where the value of the current row goes.
  std::size_t stride = 0;
};

class TableReader {
 public:
  TableReader(std::string_view text, const std::string& name, const Schema& schema,
              const Cancelled& cancelled)
      : text_(text), name_(name), schema_(schema), cancelled_(cancelled), scanner_(text, name) {}

  Result<CsvTable> read();

 private:
  void allocate(const std::vector<CsvTarget>& targets);
  Result<void> readRows();
  Result<void> readRow();
  Result<void> readCell(ColumnPlan& plan, std::size_t column);
  Error valueError(CsvOutcome outcome, const SourcePlace& place, std::string_view text,
                   std::size_t column) const;
  Error lengthError(std::size_t fields);

  std::string_view text_;
  const std::string& name_;
  const Schema& schema_;
  const Cancelled& cancelled_;
  CsvScanner scanner_;
  std::vector<std::string> header_;
  std::vector<ColumnPlan> plans_;
  std::shared_ptr<Dataset> dataset_;
};

Result<CsvTable> TableReader::read() {
  if (scanner_.onlyBlankLinesFollow()) return fail(emptyFile(name_, false));
  auto header = readCsvHeader(scanner_);
  if (!header) return fail(std::move(header.error()));
  header_ = *std::move(header);
  auto targets = matchColumns(header_, schema_, name_);
  if (!targets) return fail(std::move(targets.error()));
  if (scanner_.onlyBlankLinesFollow()) return fail(emptyFile(name_, true));
  allocate(*targets);
  if (auto rows = readRows(); !rows) return fail(std::move(rows.error()));

  CsvTable table{.dataset = dataset_, .unusedColumns = {}};
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (plans_[i].field == nullptr && !header_[i].empty())
      table.unusedColumns.push_back(header_[i]);
  }
  return table;
}

// Reserves room for as many rows as there are lines; pages that are not written cost nothing.
void TableReader::allocate(const std::vector<CsvTarget>& targets) {
  const char* from = scanner_.position();
  const auto lines = static_cast<std::size_t>(std::count(from, scanner_.end(), '\n')) + 1;
  std::vector<std::size_t> offsets;
  std::size_t total = 0;
  for (const Field& field : schema_) {
    offsets.push_back(total);
    const auto elements = static_cast<std::size_t>(field.type.elements());
    const std::size_t bytes = lines * elements * expr::sizeOf(field.type.dtype);
    total += (bytes + kColumnAlignment - 1) / kColumnAlignment * kColumnAlignment;
  }
  std::shared_ptr<std::byte[]> memory(new std::byte[total]);
  dataset_ = std::make_shared<Dataset>();
  for (std::size_t f = 0; f < schema_.size(); ++f) {
    dataset_->columns.push_back({.field = schema_[f], .bytes = memory.get() + offsets[f]});
  }
  for (const CsvTarget& target : targets) {
    if (!target.used()) {
      plans_.emplace_back();
      continue;
    }
    const Field& field = schema_[target.field];
    const std::size_t size = expr::sizeOf(field.type.dtype);
    plans_.push_back({.field = &field,
                      .at = memory.get() + offsets[target.field] +
                            static_cast<std::size_t>(target.element) * size,
                      .stride = static_cast<std::size_t>(field.type.elements()) * size});
  }
  dataset_->owner = std::move(memory);
}

Result<void> TableReader::readRows() {
  while (!scanner_.atEnd()) {
    if (scanner_.atRowEnd()) {
      if (scanner_.onlyBlankLinesFollow()) break;
      return fail(blankLine(scanner_.place()));
    }
    if (auto row = readRow(); !row) return row;
    ++dataset_->rows;
    if (dataset_->rows % kRowsBetweenCancelChecks == 0 && cancelled_ && cancelled_()) {
      return fail(cancelledError());
    }
  }
  return {};
}

Result<void> TableReader::readRow() {
  for (std::size_t column = 0; column < plans_.size(); ++column) {
    if (column > 0 && !scanner_.takeComma()) return fail(lengthError(column));
    ColumnPlan& plan = plans_[column];
    const char* stop = plan.field == nullptr ? nullptr
                                             : readPlainValue(scanner_.position(), scanner_.end(),
                                                              plan.field->type, plan.at);
    if (stop != nullptr) {
      scanner_.skipTo(stop);
    } else if (auto cell = readCell(plan, column); !cell) {
      return cell;
    }
    plan.at += plan.stride;
  }
  if (!scanner_.atRowEnd()) return fail(lengthError(plans_.size()));
  if (!scanner_.takeRowEnd()) return fail(loneCarriageReturn(scanner_.place()));
  return {};
}

Result<void> TableReader::readCell(ColumnPlan& plan, std::size_t column) {
  const CsvScanner::Mark start = scanner_.mark();
  auto cell = scanner_.takeCell();
  if (!cell) return fail(std::move(cell.error()));
  if (plan.field == nullptr) return {};
  const CsvOutcome outcome = readValue(cell->text, plan.field->type, plan.at);
  if (outcome != CsvOutcome::Ok) {
    return fail(valueError(outcome, scanner_.placeOf(start), cell->text, column));
  }
  return {};
}

Error TableReader::valueError(CsvOutcome outcome, const SourcePlace& place, std::string_view text,
                              std::size_t column) const {
  const FieldType& type = plans_[column].field->type;
  switch (outcome) {
    case CsvOutcome::Missing:
      return missingValue(place, header_[column], text);
    case CsvOutcome::NotAnInteger:
      return notAnInteger(place, header_[column], text);
    case CsvOutcome::OutOfRange:
      return outOfRange(place, header_[column], text, type.dtype);
    case CsvOutcome::LabelOutOfRange:
      return labelOutOfRange(place, header_[column], text, type.classes);
    default:
      return notANumber(place, header_[column], text);
  }
}

// Counts the fields of the whole row, so that the message can say how many there are.
Error TableReader::lengthError(std::size_t fields) {
  const SourcePlace place = scanner_.place();
  while (scanner_.takeComma()) {
    if (auto cell = scanner_.takeCell(); !cell) return std::move(cell.error());
    ++fields;
  }
  return rowLength(place, fields, header_.size());
}

// Bytes at the start that say that this is no plain text.
std::string_view foreignFormat(std::string_view text) {
  if (text.starts_with("\x1F\x8B")) return "compressed by gzip";
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return "UTF-16";
  if (text.starts_with("PK\x03\x04")) return "a zip archive or a spreadsheet";
  const std::string_view start = text.substr(0, 1024);
  return start.find('\0') == std::string_view::npos ? std::string_view() : "binary";
}

}  // namespace

Result<std::string_view> plainCsvText(std::string_view text, const std::string& name) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (const std::string_view format = foreignFormat(text); !format.empty()) {
    return fail(notText({.file = name, .line = 1, .column = 1}, format));
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

Result<CsvTable> readCsvText(std::string_view text, const std::string& name, const Schema& schema,
                             const Cancelled& cancelled) {
  for (const Field& field : schema) {
    if (field.type.dtype == expr::DType::F16 || field.type.dtype == expr::DType::BF16) {
      return fail(unsupportedColumnType(field.name, field.type.dtype));
    }
  }
  auto plain = plainCsvText(text, name);
  if (!plain) return fail(std::move(plain.error()));
  return TableReader(*plain, name, schema, cancelled).read();
}

Result<CsvTable> readCsvFile(const std::string& path, const Schema& schema,
                             const Cancelled& cancelled) {
  auto file = MappedFile::open(path);
  if (!file) return fail(std::move(file.error()));
  return readCsvText((*file)->bytes(), path, schema, cancelled);
}

}  // namespace itw::data
