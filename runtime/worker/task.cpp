#include "runtime/worker/task.h"

namespace itw::worker {

const std::vector<TaskEntry>& taskTable() {
  static const std::vector<TaskEntry> kTable = {
      {"std.data.add_noise", {"data", "std", "seed"}, runAddNoise},
      {"std.data.apply", {"data", "field", "function"}, runApply},
      {"std.data.csv", {"path", "schema"}, runCsv},
      {"std.data.denormalize", {"data", "like", "fields", "method", "per"}, runDenormalize},
      {"std.data.normalize", {"data", "like", "fields", "method", "per"}, runNormalize},
      {"std.data.npy", {"path", "schema", "convert"}, runNpy},
      {"std.data.npz", {"path", "schema", "convert"}, runNpz},
      {"std.data.safetensors", {"path", "schema", "convert"}, runSafetensors},
      {"std.data.save_csv", {"data"}, runSaveCsv},
      {"std.data.save_npy", {"data", "field"}, runSaveNpy},
      {"std.data.save_npz", {"data"}, runSaveNpz},
      {"std.data.split", {"data", "train", "validation", "test", "seed"}, runSplit},
      {"std.data.split_groups",
       {"data", "group", "train", "validation", "test", "seed"},
       runSplitGroups},
      {"std.data.split_time", {"data", "time", "train", "validation", "test"}, runSplitTime},
      {"std.data.windows",
       {"data", "length", "target", "horizon", "stride", "fields", "group"},
       runWindows},
      {"std.data.zip", {"left", "right"}, runZip},
      {"std.train.evaluate", {"model", "data", "target", "metrics", "batch"}, runEvaluate},
      {"std.train.export", {"model", "dtype"}, runExport},
      {"std.train.load_weights", {"model", "path", "seed", "extra", "convert"}, runLoadWeights},
      {"std.train.predict", {"model", "data", "batch"}, runPredict},
      {"std.train.train",
       {"model",      "data",       "validation",  "target",     "loss",    "optimizer",
        "schedule",   "metrics",    "epochs",      "batch",      "seed",    "keep",
        "stop",       "accumulate", "clip_norm",   "clip_value", "average", "precision",
        "checkpoint", "log_every",  "reproducible"},
       runTrain},
  };
  return kTable;
}

void TaskContext::log(std::string level, std::string text) const {
  channel.send(
      event::Log{.request = request.request, .level = std::move(level), .text = std::move(text)});
}

const event::OutputValue* TaskContext::input(std::string_view argument) const {
  for (const event::OutputValue& value : request.inputs) {
    if (value.output == argument) return &value;
  }
  return nullptr;
}

Error missingInput(std::string_view argument, std::string_view wanted) {
  Error error = makeError(ErrorClass::Task, "argument `" + std::string(argument) +
                                                "` is not fed by " + std::string(wanted));
  error.code = "R0405";
  return error;
}

Result<data::DataView> datasetOf(const TaskContext& context, const std::string& argument) {
  const event::OutputValue* input = context.input(argument);
  if (input == nullptr || input->kind != "dataset") {
    return fail(missingInput(argument, "a dataset"));
  }
  return context.datasets.open(*input, context.request.store);
}

}  // namespace itw::worker
