#include "runtime/data/csv_writer.h"

#include <charconv>
#include <cmath>
#include <cstring>

#include "runtime/data/array_errors.h"
#include "runtime/data/assemble.h"
#include "runtime/data/atomic_file.h"

namespace itw::data {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

template <class T>
void append(std::string& text, const std::byte* at) {
  T value{};
  std::memcpy(&value, at, sizeof value);
  char digits[32];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  text.append(digits, end);
}

void appendElement(std::string& text, expr::DType dtype, const std::byte* at) {
  switch (dtype) {
    case expr::DType::F32:
      return append<float>(text, at);
    case expr::DType::F64:
      return append<double>(text, at);
    case expr::DType::I64:
      return append<std::int64_t>(text, at);
    default:
      text += std::to_string(std::to_integer<int>(*at));
  }
}

std::string headerOf(const Dataset& dataset) {
  std::string text;
  for (const Column& column : dataset.columns) {
    const std::int64_t elements = column.field.type.elements();
    for (std::int64_t e = 0; e < elements; ++e) {
      text += (text.empty() ? "" : ",") + column.field.name;
      if (!column.field.type.shape.empty() && elements > 1) text += "_" + std::to_string(e);
    }
  }
  return text + "\n";
}

}  // namespace

Result<void> writeCsv(const std::string& path, const DataView& view) {
  for (const Column& column : view.base->columns) {
    if (expr::sizeOf(column.field.type.dtype) == 2)
      return fail(unsupportedOutputType(column.field.name, "csv has no half floats"));
  }
  auto file = AtomicFile::create(path);
  if (!file) return fail(std::move(file.error()));
  std::string text = headerOf(*view.base);
  for (std::int64_t i = 0; i < view.size(); ++i) {
    bool first = true;
    for (const Column& column : view.base->columns) {
      const std::size_t size = expr::sizeOf(column.field.type.dtype);
      const std::byte* at =
          column.bytes + static_cast<std::size_t>(rowAt(view, i)) * sampleBytes(column);
      for (std::int64_t e = 0; e < column.field.type.elements(); ++e, at += size) {
        if (!first) text += ',';
        first = false;
        appendElement(text, column.field.type.dtype, at);
      }
    }
    text += '\n';
    if (text.size() < kPiece) continue;
    if (auto done = file->write(text); !done) return done;
    text.clear();
  }
  if (auto done = file->write(text); !done) return done;
  return file->commit();
}

}  // namespace itw::data
