#include "runtime/data/dataset_file.h"

#include <nlohmann/json.hpp>

#include "compiler/base/check.h"
#include "runtime/data/data_errors.h"
#include "runtime/data/safetensors.h"

namespace itw::data {

namespace {

using nlohmann::ordered_json;

constexpr const char* kKind = "itw.kind";
constexpr const char* kSchema = "itw.schema";
constexpr const char* kBase = "itw.base";
constexpr const char* kRows = "rows";

// The schema as a list, since its order counts: [["image", "f32[1, 8, 8]"], ...].
std::string schemaText(const Dataset& dataset) {
  ordered_json list = ordered_json::array();
  for (const Column& column : dataset.columns) {
    list.push_back({column.field.name, textOf(column.field.type)});
  }
  return list.dump();
}

std::vector<std::int64_t> storedShape(std::int64_t rows, const FieldType& type) {
  std::vector<std::int64_t> shape{rows};
  shape.insert(shape.end(), type.shape.begin(), type.shape.end());
  return shape;
}

Result<Schema> readSchema(const std::string& path, const std::string& text) {
  const ordered_json list = ordered_json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!list.is_array()) return fail(badArtifact(path, "its schema is no list"));
  Schema schema;
  for (const ordered_json& entry : list) {
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_string()) {
      return fail(badArtifact(path, "its schema has an entry of another form"));
    }
    auto type = fieldTypeOf(entry[1].get_ref<const std::string&>());
    if (!type) return fail(std::move(type.error()).during("read the schema of " + path));
    schema.push_back({entry[0].get<std::string>(), *std::move(type)});
  }
  return schema;
}

Result<DatasetFile> readWhole(const std::string& path, SafetensorsFile file) {
  const auto text = file.metadata.find(kSchema);
  if (text == file.metadata.end()) return fail(badArtifact(path, "it has no schema"));
  auto schema = readSchema(path, text->second);
  if (!schema) return fail(std::move(schema.error()));
  auto dataset = std::make_shared<Dataset>();
  for (const Field& field : *schema) {
    const StoredTensor* tensor = file.find(field.name);
    if (tensor == nullptr || tensor->shape.empty()) {
      return fail(badArtifact(path, "field `" + field.name + "` is missing"));
    }
    if (dataset->columns.empty()) dataset->rows = tensor->shape[0];
    if (tensor->dtype != field.type.dtype ||
        tensor->shape != storedShape(dataset->rows, field.type)) {
      return fail(badArtifact(path, "field `" + field.name + "` has another type than its schema"));
    }
    dataset->columns.push_back({.field = field, .bytes = tensor->bytes});
  }
  dataset->owner = std::move(file.owner);
  return DatasetFile{.dataset = std::move(dataset), .base = {}, .rows = {}};
}

Result<DatasetFile> readRowsFile(const std::string& path, const SafetensorsFile& file) {
  const auto base = file.metadata.find(kBase);
  const StoredTensor* rows = file.find(kRows);
  if (base == file.metadata.end() || rows == nullptr || rows->dtype != expr::DType::I64 ||
      rows->shape.size() != 1) {
    return fail(badArtifact(path, "it holds no rows of a dataset"));
  }
  const auto* first = reinterpret_cast<const std::int64_t*>(rows->bytes);
  return DatasetFile{
      .dataset = nullptr, .base = base->second, .rows = {first, first + rows->shape[0]}};
}

}  // namespace

const Column* Dataset::find(std::string_view name) const {
  for (const Column& column : columns) {
    if (column.field.name == name) return &column;
  }
  return nullptr;
}

std::size_t Dataset::byteCount() const {
  std::size_t bytes = 0;
  for (const Column& column : columns) {
    bytes += static_cast<std::size_t>(rows * column.field.type.elements()) *
             expr::sizeOf(column.field.type.dtype);
  }
  return bytes;
}

Result<void> writeDataset(const std::string& path, const Dataset& dataset) {
  std::vector<StoredTensor> tensors;
  for (const Column& column : dataset.columns) {
    tensors.push_back({.name = column.field.name,
                       .dtype = column.field.type.dtype,
                       .shape = storedShape(dataset.rows, column.field.type),
                       .bytes = column.bytes});
  }
  return writeSafetensors(path, std::move(tensors),
                          {{kKind, "dataset"}, {kSchema, schemaText(dataset)}});
}

Result<void> writeRows(const std::string& path, const std::string& baseDigest,
                       const std::vector<std::int64_t>& rows) {
  ITW_CHECK(!baseDigest.empty(), "rows are stored beside the digest of their dataset");
  StoredTensor tensor{.name = kRows,
                      .dtype = expr::DType::I64,
                      .shape = {static_cast<std::int64_t>(rows.size())},
                      .bytes = reinterpret_cast<const std::byte*>(rows.data())};
  return writeSafetensors(path, {std::move(tensor)}, {{kKind, "rows"}, {kBase, baseDigest}});
}

Result<DatasetFile> openDatasetFile(const std::string& path) {
  auto file = openSafetensors(path);
  if (!file) return fail(std::move(file.error()));
  const auto kind = file->metadata.find(kKind);
  if (kind != file->metadata.end() && kind->second == "rows") return readRowsFile(path, *file);
  if (kind != file->metadata.end() && kind->second == "dataset") {
    return readWhole(path, *std::move(file));
  }
  return fail(badArtifact(path, "it is no dataset of itw"));
}

}  // namespace itw::data
