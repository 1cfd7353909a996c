#include <functional>

#include "runtime/data/array_dataset.h"
#include "runtime/data/csv_reader.h"
#include "runtime/data/npy.h"
#include "runtime/data/safetensors.h"
#include "runtime/worker/dataset_tasks.h"

namespace itw::worker {

namespace {

// What every reader is asked for.
struct Reading {
  std::string path;
  data::Schema schema;
};

Result<Reading> readingOf(nn::Arguments& arguments) {
  Reading reading{.path = pathArgument(arguments, "path"), .schema = {}};
  const expr::Value* value = arguments.optional("schema");
  const auto* record = value == nullptr ? nullptr : std::get_if<expr::Record>(&value->node);
  if (record == nullptr) arguments.complain("schema", "a schema");
  if (arguments.error()) return fail(*arguments.error());
  auto schema = data::schemaOf(*record);
  if (!schema) return fail(std::move(schema.error()));
  reading.schema = *std::move(schema);
  return reading;
}

using Opener = std::function<Result<data::SourceArrays>(const Reading& reading)>;

TaskResult readArrays(const TaskContext& context, const std::string& name, bool sole,
                      const Opener& open) {
  nn::Arguments arguments(name, context.arguments);
  const bool convert = arguments.boolean("convert");
  auto reading = readingOf(arguments);
  if (!reading) return fail(std::move(reading.error()));
  auto arrays = open(*reading);
  if (!arrays) return fail(std::move(arrays.error()));
  auto table = data::datasetOfArrays(*std::move(arrays), reading->schema,
                                     {.file = reading->path, .convert = convert, .sole = sole});
  if (!table) return fail(std::move(table.error()));
  if (!table->unusedArrays.empty())
    context.log("info", "arrays that no field takes: " + namesText(table->unusedArrays));
  return datasetResult(context, std::move(table->dataset));
}

bool isWanted(const data::Schema& schema, std::string_view name) {
  for (const data::Field& field : schema) {
    if (field.name == name) return true;
  }
  return false;
}

}  // namespace

TaskResult runCsv(const TaskContext& context) {
  nn::Arguments arguments("csv", context.arguments);
  auto reading = readingOf(arguments);
  if (!reading) return fail(std::move(reading.error()));
  auto table =
      data::readCsvFile(reading->path, reading->schema, [&context] { return context.cancelled(); });
  if (!table) return fail(std::move(table.error()));
  if (!table->unusedColumns.empty())
    context.log("info", "columns that no field takes: " + namesText(table->unusedColumns));
  return datasetResult(context, std::move(table->dataset));
}

TaskResult runNpy(const TaskContext& context) {
  return readArrays(context, "npy", true,
                    [](const Reading& reading) { return data::openNpy(reading.path); });
}

TaskResult runNpz(const TaskContext& context) {
  return readArrays(context, "npz", false, [](const Reading& reading) {
    return data::openNpz(
        reading.path, [&reading](std::string_view name) { return isWanted(reading.schema, name); });
  });
}

TaskResult runSafetensors(const TaskContext& context) {
  return readArrays(context, "safetensors", false, [](const Reading& reading) {
    return data::openSafetensorsArrays(reading.path);
  });
}

}  // namespace itw::worker
