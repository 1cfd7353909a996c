#include "compiler/lower/lower.h"

#include <unordered_map>

#include "compiler/base/check.h"
#include "compiler/base/version.h"
#include "compiler/lower/model_table.h"

namespace itw::lower {
namespace {

using expr::OutputRef;
using expr::Value;

plan::Source sourceOf(const sema::PipelineInstance& pipeline, const OutputRef& reference) {
  ITW_CHECK(reference.node < pipeline.nodes.size(), "an output of a node that is not there");
  return {plan::TaskId(reference.node), reference.output};
}

/// An expression with its line breaks and blanks as single blanks.
std::string onOneLine(std::string_view text) {
  std::string line;
  for (const char each : text) {
    const bool blank = each == ' ' || each == '\n' || each == '\r';
    if (!blank)
      line += each;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return line;
}

/// What an argument is bound to, as written: `1 - share` of `test = 1 - share`.
std::string formulaOf(const sema::TaskArgument& argument, const SourceMap& sources) {
  if (!argument.span.valid()) return "the default";
  std::string text = onOneLine(sources.text(argument.span));
  const std::string named = argument.name + " = ";
  return text.starts_with(named) ? text.substr(named.size()) : text;
}

/// The argument as an input when other tasks feed it: an output, or a list of outputs alone.
std::optional<plan::Input> inputOf(const sema::PipelineInstance& pipeline,
                                   const sema::TaskArgument& argument, const SourceMap& sources) {
  if (const auto* one = std::get_if<OutputRef>(&argument.value.node)) {
    plan::Input input{argument.name, {sourceOf(pipeline, *one)}, false, ""};
    if (one->computed) input.formula = formulaOf(argument, sources);
    return input;
  }
  const auto* list = std::get_if<expr::List>(&argument.value.node);
  if (list == nullptr || list->items.empty()) return std::nullopt;
  plan::Input input{argument.name, {}, true, ""};
  for (const Value& item : list->items) {
    const auto* reference = std::get_if<OutputRef>(&item.node);
    if (reference != nullptr) input.sources.push_back(sourceOf(pipeline, *reference));
  }
  if (input.sources.empty()) return std::nullopt;
  ITW_CHECK(input.sources.size() == list->items.size(), "a list of outputs and constants");
  return input;
}

SourcePlace placeOf(const SourceMap& sources, Span span) {
  if (!span.valid()) return {};
  const SourceFile& file = sources.file(span.file);
  const LineColumn at = file.place(span.begin);
  return {file.path(), at.line, at.column};
}

std::optional<std::int64_t> seedOf(const plan::Task& task) {
  const Value* seed = task.arguments.find("seed");
  const auto* number = seed == nullptr ? nullptr : std::get_if<std::int64_t>(&seed->node);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

plan::Task taskOf(const sema::PipelineInstance& pipeline, const sema::TaskNode& node,
                  const SourceMap& sources, ModelTable& models) {
  plan::Task task;
  task.id = pipeline.name + "/" + node.name;
  task.component = node.component;
  task.resources = node.resources;
  task.strategy = node.strategy;
  task.retry = node.retry;
  task.cache = node.cache;
  task.deadline = node.deadline;
  task.step = node.step;
  for (const sema::TaskArgument& argument : node.arguments) {
    if (auto input = inputOf(pipeline, argument, sources)) {
      task.inputs.push_back(*std::move(input));
    } else {
      task.arguments.fields.push_back({argument.name, models.adopt(argument.value)});
    }
  }
  for (const sema::OutputType& output : node.outputs) {
    task.outputs.push_back({output.name, output.type});
  }
  task.seed = seedOf(task);
  return task;
}

}  // namespace

plan::Plan lower(const sema::CheckedProgram& program, const sema::PipelineInstance& pipeline,
                 const SourceMap& sources) {
  plan::Plan result;
  result.build = buildVersion();
  result.pipeline = pipeline.name;
  ModelTable models(program.models, result.models);
  for (const sema::TaskNode& node : pipeline.nodes) {
    plan::Task task = taskOf(pipeline, node, sources, models);
    task.parameters = plan::parametersOf(result, task);
    task.origin = placeOf(sources, node.span);
    result.tasks.push_back(std::move(task));
  }
  for (const sema::Published& published : pipeline.published) {
    result.published.push_back({published.name, sourceOf(pipeline, published.source)});
  }
  return result;
}

}  // namespace itw::lower
