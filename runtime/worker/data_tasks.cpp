#include <filesystem>

#include "runtime/data/csv_reader.h"
#include "runtime/data/dataset_file.h"
#include "runtime/data/split.h"
#include "runtime/nn/arguments.h"
#include "runtime/worker/task.h"

namespace itw::worker {

namespace {

// Relative paths are relative to the folder of the file that writes them.
std::string resolved(const expr::Path& path) {
  const std::filesystem::path joined = std::filesystem::path(path.base) / path.text;
  return joined.lexically_normal().string();
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "`" : ", `") + names[i] + "`";
  return text;
}

event::OutputValue datasetOutput(const std::string& output, const std::string& file) {
  return {.output = output, .kind = "dataset", .path = file, .value = {}, .digest = {}};
}

}  // namespace

TaskResult runCsv(const TaskContext& context) {
  nn::Arguments arguments("csv", context.arguments);
  const expr::Value* path = arguments.optional("path");
  const expr::Value* schema = arguments.optional("schema");
  const auto* pathValue = path == nullptr ? nullptr : std::get_if<expr::Path>(&path->node);
  const auto* schemaValue = schema == nullptr ? nullptr : std::get_if<expr::Record>(&schema->node);
  if (pathValue == nullptr) arguments.complain("path", "a path");
  if (schemaValue == nullptr) arguments.complain("schema", "a schema");
  if (arguments.error()) return fail(*arguments.error());

  auto fields = data::schemaOf(*schemaValue);
  if (!fields) return fail(std::move(fields.error()));
  auto table =
      data::readCsvFile(resolved(*pathValue), *fields, [&context] { return context.cancelled(); });
  if (!table) return fail(std::move(table.error()));
  if (!table->unusedColumns.empty()) {
    context.log("info", "columns that no field takes: " + joined(table->unusedColumns));
  }
  const std::string file = "output.safetensors";
  if (auto written = data::writeDataset(context.scratchPath(file), *table->dataset); !written) {
    return fail(std::move(written.error()));
  }
  return std::vector<event::OutputValue>{datasetOutput("output", file)};
}

namespace {

// Rows of a part, counted in the whole dataset even if the input is itself a part of it.
std::vector<std::int64_t> inBase(const std::vector<std::int64_t>& rows,
                                 const data::DataView& view) {
  if (!view.rows) return rows;
  std::vector<std::int64_t> mapped;
  mapped.reserve(rows.size());
  for (std::int64_t row : rows) mapped.push_back((*view.rows)[static_cast<std::size_t>(row)]);
  return mapped;
}

}  // namespace

TaskResult runSplit(const TaskContext& context) {
  nn::Arguments arguments("split", context.arguments);
  const data::SplitShares shares{.train = arguments.number("train"),
                                 .validation = arguments.number("validation"),
                                 .test = arguments.number("test")};
  const std::int64_t seed = arguments.integer("seed");
  if (arguments.error()) return fail(*arguments.error());
  auto view = datasetOf(context, "data");
  if (!view) return fail(std::move(view.error()));
  if (view->digest.empty()) return fail(missingInput("data", "a dataset with a digest"));
  auto parts = data::splitRows(view->size(), shares, seed);
  if (!parts) return fail(std::move(parts.error()));

  std::vector<event::OutputValue> outputs;
  const std::pair<const char*, const std::vector<std::int64_t>*> named[] = {
      {"train", &parts->train}, {"validation", &parts->validation}, {"test", &parts->test}};
  for (const auto& [name, rows] : named) {
    const std::string file = std::string(name) + ".safetensors";
    auto written = data::writeRows(context.scratchPath(file), view->digest, inBase(*rows, *view));
    if (!written) return fail(std::move(written.error()));
    outputs.push_back(datasetOutput(name, file));
  }
  return outputs;
}

}  // namespace itw::worker
