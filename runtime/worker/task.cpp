#include "runtime/worker/task.h"

namespace itw::worker {

const std::vector<TaskEntry>& taskTable() {
  static const std::vector<TaskEntry> kTable = {
      {"std.data.csv", {"path", "schema"}, runCsv},
      {"std.data.split", {"data", "train", "validation", "test", "seed"}, runSplit},
      {"std.train.evaluate", {"model", "data", "target", "metrics", "batch"}, runEvaluate},
      {"std.train.train",
       {"model",      "data",     "validation", "target",     "loss",
        "optimizer",  "schedule", "metrics",    "epochs",     "batch",
        "seed",       "keep",     "stop",       "accumulate", "clip_norm",
        "clip_value", "average",  "precision",  "checkpoint", "reproducible"},
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
