#include "compiler/plan/verify.h"

#include <limits>
#include <unordered_set>

#include "compiler/plan/references.h"

namespace itw::plan {
namespace {

using expr::ModelGraph;
using expr::Value;

Error wrong(std::string message) { return makeError(ErrorClass::Program, std::move(message)); }

std::optional<Error> verifyWeights(const expr::LayerInstance& layer, std::int64_t& total) {
  for (const expr::Weight& weight : layer.weights) {
    std::int64_t count = 1;
    for (const std::int64_t size : weight.shape) {
      if (size < 0 || __builtin_mul_overflow(count, size, &count)) {
        return wrong("weight `" + weight.name + "` has a size that no memory holds");
      }
    }
    if (__builtin_add_overflow(total, count, &total)) {
      return wrong("the weights have more elements than 64 bits count");
    }
  }
  return std::nullopt;
}

std::optional<Error> verifyNode(const ModelGraph& model, std::size_t at) {
  const expr::GraphNode& node = model.nodes[at];
  const std::string name = "node " + std::to_string(at);
  if (node.layer >= model.layers.size()) return wrong(name + " applies a layer that is not there");
  for (const expr::TensorRef& input : node.inputs) {
    const std::size_t limit = input.input ? model.inputs.size() : at;
    if (input.index >= limit) return wrong(name + " reads a tensor that is not there yet");
  }
  return std::nullopt;
}

/// Checks each reference inside a constant: models must exist, outputs of tasks may not occur.
std::optional<Error> verifyValue(const Plan& plan, const Value& value) {
  if (const auto* model = std::get_if<expr::ModelRef>(&value.node)) {
    if (model->model < plan.models.size()) return std::nullopt;
    return wrong("model " + std::to_string(model->model) + " is not there");
  }
  if (std::holds_alternative<expr::OutputRef>(value.node)) {
    return wrong("a task's output stands among the constants");
  }
  const expr::Record* fields = std::get_if<expr::Record>(&value.node);
  const auto* component = std::get_if<expr::Component>(&value.node);
  if (component != nullptr) fields = &component->arguments;
  if (fields != nullptr) {
    for (const expr::NamedValue& field : fields->fields) {
      if (auto bad = verifyValue(plan, field.value)) return bad;
    }
  }
  if (const auto* list = std::get_if<expr::List>(&value.node)) {
    for (const Value& item : list->items) {
      if (auto bad = verifyValue(plan, item)) return bad;
    }
  }
  return std::nullopt;
}

bool hasOutput(const Task& task, const std::string& name) {
  if (name.empty()) return !task.outputs.empty();
  const bool measured =
      name == kSecondsOutput || name == kPeakMemoryOutput || name == kEnergyOutput;
  if (measured) return true;
  for (const Output& output : task.outputs) {
    if (output.name == name || name.starts_with(output.name + ".")) return true;
  }
  return false;
}

std::optional<Error> verifySource(const Plan& plan, const Source& source, std::size_t before) {
  if (source.task.index() >= plan.tasks.size()) return wrong("reads a task that is not there");
  const Task& producer = plan.tasks[source.task.index()];
  if (source.task.index() >= before) {
    return wrong("reads `" + producer.id + "`, which does not run before it");
  }
  if (hasOutput(producer, source.output)) return std::nullopt;
  return wrong("`" + producer.id + "` has no output `" + source.output + "`");
}

std::optional<Error> verifyNames(const Task& task) {
  std::unordered_set<std::string> names;
  for (const expr::NamedValue& argument : task.arguments.fields) {
    if (!names.insert(argument.name).second) {
      return wrong("argument `" + argument.name + "` stands twice");
    }
  }
  for (const Input& input : task.inputs) {
    if (!names.insert(input.argument).second) {
      return wrong("argument `" + input.argument + "` stands twice");
    }
  }
  names.clear();
  for (const Output& output : task.outputs) {
    if (output.name.empty()) return wrong("an output has no name");
    if (!names.insert(output.name).second) {
      return wrong("output `" + output.name + "` stands twice");
    }
  }
  return std::nullopt;
}

std::optional<Error> verifyTask(const Plan& plan, std::size_t at) {
  const Task& task = plan.tasks[at];
  if (auto bad = verifyNames(task)) return bad;
  for (const Input& input : task.inputs) {
    if (!input.isList && input.sources.size() != 1) {
      return wrong("argument `" + input.argument + "` needs exactly one source");
    }
    for (const Source& source : input.sources) {
      if (auto bad = verifySource(plan, source, at)) return bad;
    }
  }
  if (auto bad = verifyValue(plan, Value{task.arguments})) return bad;
  for (const auto* clause : {&task.strategy, &task.retry, &task.cache, &task.deadline}) {
    if (!*clause) continue;
    if (auto bad = verifyValue(plan, Value{**clause})) return bad;
  }
  const expr::Resources& needs = task.resources;
  if (needs.nodes < 1 || needs.ranks < 1 || needs.cpus < 1 || needs.gpus < 0) {
    return wrong("its resources are not a machine");
  }
  if (parametersOf(plan, task) != task.parameters) {
    return wrong("its parameter count does not match its model");
  }
  return std::nullopt;
}

std::optional<Error> verifyPublished(const Plan& plan) {
  std::unordered_set<std::string> names;
  for (const Published& published : plan.published) {
    if (!names.insert(published.name).second) {
      return wrong("`" + published.name + "` is published twice");
    }
    auto bad = verifySource(plan, published.source, plan.tasks.size());
    if (bad) return std::move(*bad).during("published `" + published.name + "`");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> verifyModel(const ModelGraph& model) {
  std::int64_t total = 0;
  for (const expr::LayerInstance& layer : model.layers) {
    if (auto bad = verifyWeights(layer, total)) return bad;
  }
  for (std::size_t at = 0; at < model.nodes.size(); ++at) {
    if (auto bad = verifyNode(model, at)) return bad;
  }
  if (model.outputs.empty()) return wrong("model `" + model.name + "` has no output");
  for (const expr::GraphOutput& output : model.outputs) {
    const auto& ref = output.source;
    const std::size_t limit = ref.input ? model.inputs.size() : model.nodes.size();
    if (ref.index >= limit) return wrong("output `" + output.name + "` is made by no node");
  }
  return std::nullopt;
}

std::int64_t parametersOf(const Plan& plan, const Task& task) {
  std::int64_t total = 0;
  for (const expr::NamedValue& argument : task.arguments.fields) {
    const auto* model = std::get_if<expr::ModelRef>(&argument.value.node);
    if (model == nullptr) continue;
    const std::int64_t count = plan.models[model->model].parameterCount();
    if (__builtin_add_overflow(total, count, &total))
      return std::numeric_limits<std::int64_t>::max();
  }
  return total;
}

std::optional<Error> verify(const Plan& plan) {
  for (const ModelGraph& model : plan.models) {
    if (auto bad = verifyModel(model)) return bad;
  }
  std::unordered_set<std::string_view> ids;
  for (std::size_t at = 0; at < plan.tasks.size(); ++at) {
    const Task& task = plan.tasks[at];
    if (task.id.empty()) return wrong("a task has no id");
    if (!ids.insert(task.id).second) return wrong("task `" + task.id + "` stands twice");
    if (auto bad = verifyTask(plan, at)) return std::move(*bad).during("task `" + task.id + "`");
  }
  return verifyPublished(plan);
}

}  // namespace itw::plan
