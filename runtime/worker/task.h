#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"
#include "runtime/event/message.h"
#include "runtime/worker/channel.h"
#include "runtime/worker/dataset_cache.h"

namespace itw::worker {

/// What a task works with: its request, its decoded arguments, and the worker around it.
struct TaskContext {
  const event::RunTask& request;
  const expr::Record& arguments;
  DatasetCache& datasets;
  Channel& channel;

  bool cancelled() const { return channel.cancelled(request.request); }
  /// Sends a line for `itwc logs`.
  void log(std::string level, std::string text) const;
  /// The artifact that feeds an argument, or null.
  const event::OutputValue* input(std::string_view argument) const;
  /// Where an output of this name is written.
  std::string scratchPath(const std::string& file) const { return request.scratch + "/" + file; }
};

/// The outputs of a task, all that its component can give; the worker sends those that were asked
/// for.
using TaskResult = Result<std::vector<event::OutputValue>>;

/// A task under its name in the standard library.
struct TaskEntry {
  std::string_view name;
  std::vector<std::string_view> parameters;
  TaskResult (*run)(const TaskContext& context);
};

/// All tasks, by name.
const std::vector<TaskEntry>& taskTable();

/// Read files into datasets.
TaskResult runCsv(const TaskContext& context);
TaskResult runNpy(const TaskContext& context);
TaskResult runNpz(const TaskContext& context);
TaskResult runSafetensors(const TaskContext& context);
/// Divide a dataset into three lists of rows.
TaskResult runSplit(const TaskContext& context);
TaskResult runSplitGroups(const TaskContext& context);
TaskResult runSplitTime(const TaskContext& context);
/// Make datasets of datasets.
TaskResult runZip(const TaskContext& context);
TaskResult runNormalize(const TaskContext& context);
TaskResult runDenormalize(const TaskContext& context);
TaskResult runWindows(const TaskContext& context);
TaskResult runApply(const TaskContext& context);
TaskResult runAddNoise(const TaskContext& context);
/// Write datasets as files of other programs.
TaskResult runSaveCsv(const TaskContext& context);
TaskResult runSaveNpy(const TaskContext& context);
TaskResult runSaveNpz(const TaskContext& context);
/// Trains a model.
TaskResult runTrain(const TaskContext& context);
/// A model with the weights of a file.
TaskResult runLoadWeights(const TaskContext& context);
/// Measures a trained model.
TaskResult runEvaluate(const TaskContext& context);
/// What a trained model gives for every sample.
TaskResult runPredict(const TaskContext& context);
/// Writes the weights of a trained model.
TaskResult runExport(const TaskContext& context);

/// An input that the request does not have, or of another kind.
Error missingInput(std::string_view argument, std::string_view wanted);
/// The dataset that feeds an argument.
Result<data::DataView> datasetOf(const TaskContext& context, const std::string& argument);

}  // namespace itw::worker
