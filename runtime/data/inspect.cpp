#include "runtime/data/inspect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "runtime/data/array_values.h"
#include "runtime/data/inspect_csv.h"
#include "runtime/data/mapped_file.h"
#include "runtime/data/npy.h"
#include "runtime/data/safetensors.h"

namespace itw::data {
namespace {

/// The number of samples that most arrays have; the larger of equally common ones.
std::int64_t commonRows(const SourceArrays& arrays) {
  std::map<std::int64_t, int> counts;
  for (const SourceArray& array : arrays.arrays)
    if (!array.shape.empty()) ++counts[array.shape[0]];
  std::pair<int, std::int64_t> best{0, 0};
  for (const auto& [rows, count] : counts) best = std::max(best, {count, rows});
  return best.second;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (std::size_t i = 1; i < shape.size(); ++i)
    text += fmt::format("{}{}", i == 1 ? "" : ", ", shape[i]);
  return text.empty() ? "" : "[" + text + "]";
}

bool isInteger(ElementType type) {
  return type != ElementType::F16 && type != ElementType::BF16 && type != ElementType::F32 &&
         type != ElementType::F64 && type != ElementType::Bool;
}

/// The smallest and largest element; nothing when one of them is no 64-bit integer.
std::optional<std::pair<std::int64_t, std::int64_t>> integerRange(const SourceArray& array) {
  const ArrayValues values = readArray(array, {.dtype = expr::DType::I64});
  if (values.bad || array.elements() == 0) return {};
  const std::span<const std::int64_t> all(reinterpret_cast<const std::int64_t*>(values.bytes),
                                          static_cast<std::size_t>(array.elements()));
  const auto [least, largest] = std::minmax_element(all.begin(), all.end());
  return std::pair(*least, *largest);
}

/// The number of classes where the integers are labels.
std::optional<std::int64_t> classesOf(const SourceArray& array) {
  const bool labels =
      array.shape.size() == 1 && isInteger(array.type) && soundsLikeLabel(array.name);
  const auto range = labels ? integerRange(array) : std::nullopt;
  constexpr std::int64_t kMost = 1 << 24;
  if (!range || range->first < 0 || range->second < 1 || range->second >= kMost) return {};
  return range->second + 1;
}

InspectedField fieldOf(const SourceArray& array, std::int64_t rows, bool& convert) {
  InspectedField field{array.name, "", textOf(array)};
  if (array.shape.empty() || array.shape[0] != rows) {
    field.note += fmt::format(", where {} samples are", rows);
    return field;
  }
  if (const auto classes = classesOf(array)) {
    field.type = fmt::format("class[{}]", *classes);
    return field;
  }
  if (const auto dtype = dtypeOf(array.type)) {
    field.type = std::string(expr::nameOf(*dtype)) + shapeText(array.shape);
    return field;
  }
  convert = true;
  field.type = "i64" + shapeText(array.shape);
  return field;
}

Result<Inspection> inspectArrays(Result<SourceArrays> arrays, std::string reader) {
  if (!arrays) return fail(std::move(arrays.error()));
  Inspection inspection{.reader = std::move(reader), .rows = commonRows(*arrays)};
  for (const SourceArray& array : arrays->arrays)
    inspection.fields.push_back(fieldOf(array, inspection.rows, inspection.convert));
  for (const Error& other : arrays->others) inspection.fields.push_back({"", "", other.message});
  return inspection;
}

/// The reader that a file is for.
std::string readerOf(const std::string& path, std::string_view bytes) {
  for (const char* ending : {"csv", "npy", "npz", "safetensors"})
    if (path.ends_with(std::string(".") + ending)) return ending;
  if (bytes.starts_with("\x93NUMPY")) return "npy";
  if (bytes.starts_with("PK\x03\x04")) return "npz";
  const bool header = bytes.size() > 8 && bytes[8] == '{';
  return header ? "safetensors" : "csv";
}

}  // namespace

bool soundsLikeLabel(std::string_view name) {
  constexpr std::array<std::string_view, 10> kNames = {"label",   "labels",  "target", "targets",
                                                       "class",   "classes", "y",      "y_train",
                                                       "species", "digit"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

Result<Inspection> inspectFile(const std::string& path) {
  auto file = MappedFile::open(path);
  if (!file) return fail(std::move(file.error()));
  const std::string reader = readerOf(path, (*file)->bytes());
  if (reader == "npy") return inspectArrays(openNpy(path), reader);
  if (reader == "npz") return inspectArrays(openNpz(path, [](auto) { return true; }), reader);
  if (reader == "safetensors") return inspectArrays(openSafetensorsArrays(path), reader);
  return inspectCsv((*file)->bytes(), path);
}

}  // namespace itw::data
