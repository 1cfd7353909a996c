#include <algorithm>
#include <cmath>

#include "compiler/expr/value_text.h"
#include "compiler/plan/describe_search.h"
#include "compiler/plan/plan.h"
#include "compiler/plan/references.h"

namespace itw::plan {
namespace {

using expr::ModelGraph;

/// 9610 as "9,610".
std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string counted(std::int64_t number, const std::string& one, const std::string& many) {
  return grouped(number) + " " + (number == 1 ? one : many);
}

std::int64_t parametersOf(const expr::LayerInstance& layer) {
  ModelGraph alone;
  alone.layers.push_back(layer);
  return alone.parameterCount();
}

std::string sizesOf(const expr::LayerInstance& layer) {
  std::string text;
  for (const expr::Weight& weight : layer.weights) {
    if (!text.empty()) text += ", ";
    text += weight.role + "[";
    for (std::size_t i = 0; i < weight.shape.size(); ++i) {
      text += (i > 0 ? ", " : "") + std::to_string(weight.shape[i]);
    }
    text += "]";
  }
  return text;
}

/// Every layer application with the type that it leaves, its parameters and its weights.
std::string layersOf(const ModelGraph& model) {
  std::vector<std::vector<std::string>> rows;
  for (const expr::GraphInput& input : model.inputs) {
    rows.push_back({input.name, "input", textOf(input.type)});
  }
  std::vector<bool> seen(model.layers.size());
  for (const expr::GraphNode& node : model.nodes) {
    const expr::LayerInstance& layer = model.layers[node.layer];
    rows.push_back({layer.name, layer.op, textOf(node.type)});
    if (layer.weights.empty()) continue;
    const bool again = seen[node.layer];
    seen[node.layer] = true;
    rows.back().push_back(again ? "shared" : grouped(parametersOf(layer)));
    rows.back().push_back(sizesOf(layer));
  }
  return aligned(rows, "    ");
}

std::string describeResources(const expr::Resources& needs) {
  std::string text = needs.shape.empty() ? "" : needs.shape + ": ";
  if (needs.nodes > 1) text += counted(needs.nodes, "node", "nodes") + " of ";
  text += counted(needs.ranks, "rank", "ranks") + ", " + counted(needs.cpus, "cpu", "cpus");
  if (needs.gpus > 0) text += ", " + counted(needs.gpus, "gpu", "gpus");
  if (!needs.gpu.empty()) text += " " + needs.gpu;
  if (needs.gpuMemoryBytes) {
    const expr::Quantity memory{static_cast<double>(*needs.gpuMemoryBytes), "bytes"};
    text += " with " + expr::textOf(memory);
  }
  if (needs.memoryBytes) {
    const expr::Quantity memory{static_cast<double>(*needs.memoryBytes), "bytes"};
    text += ", memory " + expr::textOf(memory);
  }
  if (needs.walltimeSeconds) {
    text += ", walltime " + expr::textOf(expr::Quantity{*needs.walltimeSeconds, "seconds"});
  }
  for (const expr::Resources& other : needs.alternatives) {
    expr::Resources unnamed = other;
    unnamed.shape.clear();
    text += "; or " + describeResources(unnamed);
  }
  return text;
}

std::string sourcesText(const Plan& plan, const Input& input) {
  if (!input.isList) return textOf(plan, input.sources.front());
  std::string text;
  for (const Source& source : input.sources) {
    text += (text.empty() ? "" : ", ") + textOf(plan, source);
  }
  return "[" + text + "]";
}

/// The names of the outputs; the type of one without a name.
std::string outputsText(const Task& task) {
  if (task.outputs.size() == 1 && task.outputs[0].name == kUnnamedOutput) {
    return task.outputs[0].type;
  }
  std::string text;
  for (const Output& output : task.outputs) text += (text.empty() ? "" : ", ") + output.name;
  return text;
}

void addArguments(std::vector<std::vector<std::string>>& rows, const Plan& plan, const Task& task) {
  const bool search = task.component == kSweepComponent;
  for (const expr::NamedValue& argument : task.arguments.fields) {
    // The block of the sweep says it better.
    if (search && argument.name != "of") continue;
    const auto* model = std::get_if<expr::ModelRef>(&argument.value.node);
    const std::string text = model == nullptr
                                 ? expr::textOf(argument.value)
                                 : plan.models[model->model].name + ", " +
                                       counted(task.parameters, "parameter", "parameters");
    rows.push_back({argument.name, "= " + text});
  }
}

void addClause(std::vector<std::vector<std::string>>& rows, const char* name,
               const std::optional<expr::Component>& clause) {
  if (clause) rows.push_back({name, expr::textOf(expr::Value{*clause})});
}

std::string describeTask(const Plan& plan, const Task& task) {
  std::vector<std::vector<std::string>> rows;
  for (const Input& input : task.inputs) {
    const Source& first = input.sources.front();
    const bool later = plan.tasks[first.task.index()].component == kSweepComponent;
    std::string text = "< ";
    if (later) text.append("known after ").append(plan.tasks[first.task.index()].id).append(": ");
    if (!input.formula.empty()) text.append(input.formula).append(", from ");
    rows.push_back({input.argument, text.append(sourcesText(plan, input))});
  }
  addArguments(rows, plan, task);
  rows.push_back({"on", describeResources(task.resources)});
  addClause(rows, "using", task.strategy);
  addClause(rows, "retry", task.retry);
  addClause(rows, "cache", task.cache);
  addClause(rows, "deadline", task.deadline);
  rows.push_back({"gives", outputsText(task)});
  std::string text = "\n" + task.id + "  " + task.component + "\n" + aligned(rows, "  ");
  for (const expr::NamedValue& argument : task.arguments.fields) {
    const auto* model = std::get_if<expr::ModelRef>(&argument.value.node);
    if (model != nullptr) text += "  layers\n" + layersOf(plan.models[model->model]);
  }
  return text;
}

std::string describeTotals(const Plan& plan) {
  const Totals totals = totalsOf(plan);
  std::string text = counted(static_cast<std::int64_t>(plan.tasks.size()), "task", "tasks");
  if (totals.parameters > 0) {
    text += ", " + counted(totals.parameters, "parameter", "parameters");
  }
  if (totals.gpuHours > 0) text += ", at most " + expr::textOfDouble(totals.gpuHours) + " gpu_h";
  return text;
}

}  // namespace

std::string describe(const Plan& plan) {
  std::string text =
      plan.search ? describeSearch(*plan.search) + "\nits trials are those of\n" : "";
  text += "pipeline " + plan.pipeline + ": " + describeTotals(plan) + "\n";
  for (const Task& task : plan.tasks) text += describeTask(plan, task);
  if (!plan.site.empty()) text += "\nsite " + plan.site + "\n";
  if (!plan.trackers.empty()) text += "\nobserved by\n";
  for (const expr::Component& tracker : plan.trackers)
    text += "  " + expr::textOf(expr::Value{tracker}) + "\n";
  if (plan.published.empty()) return text;
  std::vector<std::vector<std::string>> rows;
  for (const Published& published : plan.published) {
    rows.push_back({published.name, "< " + textOf(plan, published.source)});
  }
  return text + "\npublished\n" + aligned(rows, "  ");
}

}  // namespace itw::plan
