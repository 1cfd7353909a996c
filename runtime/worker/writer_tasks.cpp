#include "runtime/data/assemble.h"
#include "runtime/data/csv_writer.h"
#include "runtime/data/npy.h"
#include "runtime/data/transform_errors.h"
#include "runtime/worker/dataset_tasks.h"

namespace itw::worker {

TaskResult runSaveCsv(const TaskContext& context) {
  auto view = datasetOf(context, "data");
  if (!view) return fail(std::move(view.error()));
  const std::string file = "output.csv";
  auto written = data::writeCsv(context.scratchPath(file), *view);
  if (!written) return fail(std::move(written.error()));
  return fileResult(file);
}

TaskResult runSaveNpy(const TaskContext& context) {
  nn::Arguments arguments("save_npy", context.arguments);
  const std::string field = arguments.text("field");
  if (arguments.error()) return fail(*arguments.error());
  auto view = datasetOf(context, "data");
  if (!view) return fail(std::move(view.error()));
  const auto dataset = data::materialized(*view);
  const data::Column* column = dataset->find(field);
  if (column == nullptr) return fail(data::noSuchField(field));
  const std::string file = "output.npy";
  auto written = data::writeNpy(context.scratchPath(file), dataset->rows, *column);
  if (!written) return fail(std::move(written.error()));
  return fileResult(file);
}

TaskResult runSaveNpz(const TaskContext& context) {
  auto view = datasetOf(context, "data");
  if (!view) return fail(std::move(view.error()));
  const std::string file = "output.npz";
  auto written = data::writeNpz(context.scratchPath(file), *data::materialized(*view));
  if (!written) return fail(std::move(written.error()));
  return fileResult(file);
}

}  // namespace itw::worker
