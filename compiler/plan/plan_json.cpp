#include <algorithm>
#include <map>

#include "compiler/plan/plan.h"
#include "compiler/plan/value_json.h"

namespace itw::plan {
namespace {

void writeResources(JsonWriter& out, const expr::Resources& needs) {
  out.beginObject();
  if (!needs.alternatives.empty()) {
    out.key("alternatives");
    out.beginArray();
    for (const expr::Resources& other : needs.alternatives) writeResources(out, other);
    out.endArray();
  }
  out.key("cpus");
  out.integer(needs.cpus);
  if (!needs.gpu.empty()) {
    out.key("gpu");
    out.string(needs.gpu);
  }
  if (needs.gpuMemoryBytes) {
    out.key("gpu_memory_bytes");
    writeInteger(out, *needs.gpuMemoryBytes);
  }
  out.key("gpus");
  out.integer(needs.gpus);
  out.key("memory_bytes");
  needs.memoryBytes ? writeInteger(out, *needs.memoryBytes) : out.null();
  out.key("nodes");
  out.integer(needs.nodes);
  out.key("ranks");
  out.integer(needs.ranks);
  out.key("shape");
  out.string(needs.shape);
  out.key("walltime_seconds");
  needs.walltimeSeconds ? out.number(*needs.walltimeSeconds) : out.null();
  out.endObject();
}

void writeInput(JsonWriter& out, const Plan& plan, const Input& input) {
  out.key(input.argument);
  if (!input.isList) return out.string(textOf(plan, input.sources.front()));
  out.beginArray();
  for (const Source& source : input.sources) out.string(textOf(plan, source));
  out.endArray();
}

void writeInputs(JsonWriter& out, const Plan& plan, const Task& task) {
  std::vector<const Input*> sorted;
  for (const Input& input : task.inputs) sorted.push_back(&input);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return canonicalLess(a->argument, b->argument); });
  out.beginObject();
  for (const Input* input : sorted) writeInput(out, plan, *input);
  out.endObject();
}

/// The formulas of arguments that are not their source itself.
void writeFormulas(JsonWriter& out, const Task& task) {
  std::vector<const Input*> sorted;
  for (const Input& input : task.inputs)
    if (!input.formula.empty()) sorted.push_back(&input);
  if (sorted.empty()) return;
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return canonicalLess(a->argument, b->argument); });
  out.key("computed");
  out.beginObject();
  for (const Input* input : sorted) {
    out.key(input->argument);
    out.string(input->formula);
  }
  out.endObject();
}

void writeOutputs(JsonWriter& out, const Task& task) {
  out.beginArray();
  for (const Output& output : task.outputs) {
    out.beginObject();
    out.key("name");
    out.string(output.name);
    out.key("type");
    out.string(output.type);
    out.endObject();
  }
  out.endArray();
}

/// What few tasks have stands only where it is.
void writeClause(JsonWriter& out, std::string_view name,
                 const std::optional<expr::Component>& clause) {
  if (!clause) return;
  out.key(name);
  writeComponent(out, *clause);
}

void writeTask(JsonWriter& out, const Plan& plan, const Task& task) {
  out.beginObject();
  out.key("arguments");
  writeFields(out, task.arguments);
  writeClause(out, "cache", task.cache);
  out.key("component");
  out.string(task.component);
  writeFormulas(out, task);
  writeClause(out, "deadline", task.deadline);
  out.key("id");
  out.string(task.id);
  out.key("inputs");
  writeInputs(out, plan, task);
  out.key("outputs");
  writeOutputs(out, task);
  out.key("parameters");
  writeInteger(out, task.parameters);
  out.key("plan_key");
  out.string(digestText(task.planKey));
  out.key("resources");
  writeResources(out, task.resources);
  writeClause(out, "retry", task.retry);
  out.key("seed");
  task.seed ? writeInteger(out, *task.seed) : out.null();
  if (task.step) {
    out.key("step");
    writeFields(out, *task.step);
  }
  out.key("strategy");
  task.strategy ? writeComponent(out, *task.strategy) : out.null();
  out.endObject();
}

/// Where each task stands in the source: a table of files and [file, line, column] for each task.
void writeOrigins(JsonWriter& out, const Plan& plan) {
  std::map<std::string_view, std::int64_t> numbers;
  std::vector<std::string_view> files;
  for (const Task& task : plan.tasks) {
    const auto added = numbers.emplace(task.origin.file, static_cast<std::int64_t>(files.size()));
    if (added.second) files.push_back(task.origin.file);
  }
  out.beginObject();
  out.key("files");
  out.beginArray();
  for (const std::string_view file : files) out.string(file);
  out.endArray();
  out.key("tasks");
  out.beginArray();
  for (const Task& task : plan.tasks) {
    out.beginArray();
    out.integer(numbers[task.origin.file]);
    out.integer(task.origin.line);
    out.integer(task.origin.column);
    out.endArray();
  }
  out.endArray();
  out.endObject();
}

void writePublished(JsonWriter& out, const Plan& plan) {
  std::vector<const Published*> sorted;
  for (const Published& published : plan.published) sorted.push_back(&published);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return canonicalLess(a->name, b->name); });
  out.beginObject();
  for (const Published* published : sorted) {
    out.key(published->name);
    out.string(textOf(plan, published->source));
  }
  out.endObject();
}

void writeTrackers(JsonWriter& out, const Plan& plan) {
  out.key("observe");
  out.beginArray();
  for (const expr::Component& tracker : plan.trackers) writeComponent(out, tracker);
  out.endArray();
}

void writeTotals(JsonWriter& out, const Plan& plan) {
  const Totals totals = totalsOf(plan);
  out.beginObject();
  out.key("gpu_hours");
  out.number(totals.gpuHours);
  out.key("parameters");
  writeInteger(out, totals.parameters);
  out.key("tasks");
  out.integer(static_cast<std::int64_t>(plan.tasks.size()));
  out.endObject();
}

}  // namespace

Totals totalsOf(const Plan& plan) {
  Totals totals;
  for (const Task& task : plan.tasks) {
    const auto gpus = static_cast<double>(task.resources.nodes * task.resources.gpus);
    totals.gpuHours += gpus * task.resources.walltimeSeconds.value_or(0) / 3600;
    totals.parameters += task.parameters;
  }
  return totals;
}

std::string toJson(const Plan& plan, std::string_view diagnostics) {
  std::string text;
  JsonWriter out(text);
  out.beginObject();
  out.key("build");
  out.string(plan.build);
  out.key("diagnostics");
  out.raw(diagnostics);
  out.key("edition");
  out.integer(plan.edition);
  out.key("itw");
  out.integer(1);
  out.key("kind");
  out.string("plan");
  out.key("models");
  out.beginArray();
  for (const expr::ModelGraph& model : plan.models) writeModel(out, model);
  out.endArray();
  if (!plan.trackers.empty()) writeTrackers(out, plan);
  out.key("ok");
  out.boolean(true);
  out.key("origins");
  writeOrigins(out, plan);
  out.key("outputs");
  writePublished(out, plan);
  out.key("pipeline");
  out.string(plan.pipeline);
  if (plan.scheduler) {
    out.key("scheduler");
    writeComponent(out, *plan.scheduler);
  }
  out.key("schema");
  out.integer(kPlanSchema);
  if (plan.search) {
    out.key("search");
    writeValue(out, *plan.search);
  }
  if (!plan.site.empty()) {
    out.key("site");
    out.string(plan.site);
  }
  out.key("stdlib");
  out.string(digestText(plan.stdlib));
  out.key("tasks");
  out.beginArray();
  for (const Task& task : plan.tasks) writeTask(out, plan, task);
  out.endArray();
  out.key("totals");
  writeTotals(out, plan);
  out.endObject();
  return text;
}

}  // namespace itw::plan
