#include "compiler/plan/plan.h"
#include "runtime/nn/arguments.h"
#include "runtime/train/inference.h"
#include "runtime/train/load_weights.h"
#include "runtime/train/trainer.h"
#include "runtime/worker/dataset_tasks.h"

namespace itw::worker {

namespace {

// Passes a training's events on to itwc.
class EventObserver final : public train::Observer {
 public:
  explicit EventObserver(const TaskContext& context) : context_(context) {}

  void onProgress(const train::TrainingProgress& progress) override {
    context_.channel.send(event::Progress{.request = context_.request.request,
                                          .epoch = progress.epoch,
                                          .epochs = progress.epochs,
                                          .step = progress.step,
                                          .steps = progress.steps,
                                          .samplesPerSecond = progress.samplesPerSecond});
  }

  void onMetric(const train::SeriesPoint& point) override {
    context_.channel.send(event::Metric{.request = context_.request.request,
                                        .name = point.name,
                                        .step = point.step,
                                        .epoch = point.epoch,
                                        .value = point.value});
  }

  void onNote(const std::string& text) override { context_.log("info", text); }

  bool cancelled() override { return context_.cancelled(); }

 private:
  const TaskContext& context_;
};

expr::Component componentOf(nn::Arguments& arguments, const std::string& name) {
  const expr::Value* value = arguments.optional(name);
  if (value != nullptr) {
    if (const auto* component = std::get_if<expr::Component>(&value->node)) return *component;
  }
  arguments.complain(name, "a component");
  return {};
}

std::vector<expr::Component> componentsOf(nn::Arguments& arguments, const std::string& name) {
  const expr::Value* value = arguments.optional(name);
  const auto* list = value == nullptr ? nullptr : std::get_if<expr::List>(&value->node);
  std::vector<expr::Component> components;
  if (list == nullptr) {
    arguments.complain(name, "a list");
    return components;
  }
  for (const expr::Value& item : list->items) {
    if (const auto* component = std::get_if<expr::Component>(&item.node)) {
      components.push_back(*component);
    } else {
      arguments.complain(name, "a list of components");
    }
  }
  return components;
}

std::optional<expr::Component> optionalComponent(nn::Arguments& arguments,
                                                 const std::string& name) {
  if (arguments.optional(name) == nullptr) return std::nullopt;
  return componentOf(arguments, name);
}

std::optional<double> optionalNumber(nn::Arguments& arguments, const std::string& name) {
  if (arguments.optional(name) == nullptr) return std::nullopt;
  return arguments.number(name);
}

// What bounds, divides and secures the steps of a training.
void readStepRules(nn::Arguments& arguments, train::TrainSpec& spec) {
  spec.stop = optionalComponent(arguments, "stop");
  spec.gradient.parts = arguments.integer("accumulate");
  if (spec.gradient.parts < 1) arguments.complain("accumulate", "at least 1");
  spec.clipping = {optionalNumber(arguments, "clip_norm"), optionalNumber(arguments, "clip_value")};
  spec.averageDecay = optionalNumber(arguments, "average");
  spec.mixedPrecision = arguments.text("precision") == "bf16";
  if (arguments.optional("checkpoint") != nullptr)
    spec.checkpoints.everySteps = static_cast<std::int64_t>(arguments.amount("checkpoint"));
  if (arguments.optional("log_every") != nullptr)
    spec.logEvery = static_cast<std::int64_t>(arguments.amount("log_every"));
  if (const auto reproducible = optionalComponent(arguments, "reproducible")) {
    nn::Arguments form(reproducible->name, reproducible->arguments);
    spec.gradient.shards = form.integer("shards");
    if (form.error()) arguments.complain("reproducible", "a form with shards");
  }
}

std::string targetOf(nn::Arguments& arguments) {
  return arguments.optional("target") == nullptr ? std::string() : arguments.text("target");
}

Result<expr::ModelGraph> modelOf(nn::Arguments& arguments, const event::RunTask& request) {
  const expr::Value* value = arguments.optional("model");
  const auto* reference = value == nullptr ? nullptr : std::get_if<expr::ModelRef>(&value->node);
  if (reference == nullptr || reference->model >= request.models.size()) {
    arguments.complain("model", "a model of the plan");
    return fail(*arguments.error());
  }
  return plan::modelFromJson(request.models[reference->model]);
}

// The names of the metrics' outputs, which are declared last and in the order of the list.
std::vector<std::string> metricNames(const TaskContext& context, std::size_t metrics) {
  const std::vector<std::string>& declared = context.request.outputs;
  if (declared.size() < metrics) return {};
  return {declared.end() - static_cast<std::ptrdiff_t>(metrics), declared.end()};
}

void addMeasured(std::vector<event::OutputValue>& outputs,
                 const std::vector<train::Measured>& measured) {
  for (const train::Measured& one : measured) {
    outputs.push_back(
        {.output = one.name, .kind = "value", .path = {}, .value = one.json, .digest = {}});
  }
}

/// The model that a task gets: of another task by its file, or written out.
template <class Spec>
Result<void> readModel(const TaskContext& context, nn::Arguments& arguments, Spec& spec) {
  if (const event::OutputValue* start = context.input("model")) {
    spec.startPath = start->path;
    return {};
  }
  auto model = modelOf(arguments, context.request);
  if (!model) return fail(std::move(model.error()));
  spec.model = *std::move(model);
  return {};
}

}  // namespace

TaskResult runTrain(const TaskContext& context) {
  nn::Arguments arguments("train", context.arguments);
  train::TrainSpec spec{.model = {},
                        .startPath = {},
                        .data = {},
                        .validation = std::nullopt,
                        .target = targetOf(arguments),
                        .loss = componentOf(arguments, "loss"),
                        .optimizer = componentOf(arguments, "optimizer"),
                        .schedule = componentOf(arguments, "schedule"),
                        .metrics = componentsOf(arguments, "metrics"),
                        .metricNames = {},
                        .keep = componentOf(arguments, "keep"),
                        .epochs = static_cast<std::int64_t>(arguments.amount("epochs")),
                        .batch = arguments.integer("batch"),
                        .seed = arguments.integer("seed"),
                        .threads = context.request.threads};
  if (context.input("validation") != nullptr)
    spec.metricNames = metricNames(context, spec.metrics.size());
  readStepRules(arguments, spec);
  spec.checkpoints.folder = context.request.checkpoints;
  if (spec.epochs < 1) arguments.complain("epochs", "at least 1");
  if (spec.batch < 1) arguments.complain("batch", "at least 1");
  if (arguments.error()) return fail(*arguments.error());
  if (auto read = readModel(context, arguments, spec); !read) return fail(std::move(read.error()));
  auto data = datasetOf(context, "data");
  if (!data) return fail(std::move(data.error()));
  spec.data = *std::move(data);
  if (context.input("validation") != nullptr) {
    auto validation = datasetOf(context, "validation");
    if (!validation) return fail(std::move(validation.error()));
    spec.validation = *std::move(validation);
  }

  const std::string file = "model.safetensors";
  EventObserver observer(context);
  auto measured = train::trainModel(spec, context.scratchPath(file), observer);
  if (!measured) return fail(std::move(measured.error()));
  std::vector<event::OutputValue> outputs = {
      {.output = "model", .kind = "model", .path = file, .value = {}, .digest = {}}};
  addMeasured(outputs, *measured);
  return outputs;
}

TaskResult runLoadWeights(const TaskContext& context) {
  nn::Arguments arguments("load_weights", context.arguments);
  train::LoadSpec spec{.model = {},
                       .startPath = {},
                       .path = pathArgument(arguments, "path"),
                       .seed = std::nullopt,
                       .ignoreExtra = arguments.text("extra") == "ignore",
                       .convert = arguments.boolean("convert")};
  if (arguments.optional("seed") != nullptr) spec.seed = arguments.integer("seed");
  if (arguments.error()) return fail(*arguments.error());
  if (auto read = readModel(context, arguments, spec); !read) return fail(std::move(read.error()));
  const std::string file = "model.safetensors";
  auto loaded = train::loadWeights(spec, context.scratchPath(file));
  if (!loaded) return fail(std::move(loaded.error()));
  return std::vector<event::OutputValue>{
      {.output = "output", .kind = "model", .path = file, .value = {}, .digest = {}}};
}

namespace {

// What a trained model and data are asked for, without metrics.
Result<train::EvaluateSpec> evaluateSpec(const TaskContext& context, nn::Arguments& arguments) {
  const event::OutputValue* model = context.input("model");
  if (model == nullptr || model->kind != "model") return fail(missingInput("model", "a model"));
  train::EvaluateSpec spec{.modelPath = model->path,
                           .data = {},
                           .target = {},
                           .metrics = {},
                           .metricNames = {},
                           .batch = arguments.integer("batch"),
                           .threads = context.request.threads};
  if (spec.batch < 1) arguments.complain("batch", "at least 1");
  if (arguments.error()) return fail(*arguments.error());
  auto data = datasetOf(context, "data");
  if (!data) return fail(std::move(data.error()));
  spec.data = *std::move(data);
  return spec;
}

}  // namespace

TaskResult runEvaluate(const TaskContext& context) {
  nn::Arguments arguments("evaluate", context.arguments);
  const std::string target = targetOf(arguments);
  std::vector<expr::Component> metrics = componentsOf(arguments, "metrics");
  auto spec = evaluateSpec(context, arguments);
  if (!spec) return fail(std::move(spec.error()));
  spec->target = target;
  spec->metricNames = metricNames(context, metrics.size());
  spec->metrics = std::move(metrics);

  EventObserver observer(context);
  auto measured = train::evaluateModel(*spec, observer);
  if (!measured) return fail(std::move(measured.error()));
  std::vector<event::OutputValue> outputs;
  addMeasured(outputs, *measured);
  return outputs;
}

TaskResult runPredict(const TaskContext& context) {
  nn::Arguments arguments("predict", context.arguments);
  auto spec = evaluateSpec(context, arguments);
  if (!spec) return fail(std::move(spec.error()));
  EventObserver observer(context);
  return datasetResult(context, train::predictModel(*spec, observer));
}

TaskResult runExport(const TaskContext& context) {
  nn::Arguments arguments("export", context.arguments);
  const event::OutputValue* model = context.input("model");
  if (model == nullptr || model->kind != "model") return fail(missingInput("model", "a model"));
  const std::string dtype = arguments.text("dtype");
  if (arguments.error()) return fail(*arguments.error());
  const std::string file = "model.safetensors";
  auto written = train::exportModel(model->path, expr::dtypeOf(dtype), context.scratchPath(file));
  if (!written) return fail(std::move(written.error()));
  return fileResult(file);
}

}  // namespace itw::worker
