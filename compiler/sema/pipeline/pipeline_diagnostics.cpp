#include "compiler/sema/pipeline/pipeline_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/names_diagnostics.h"

namespace itw::sema {
namespace {

Diagnostic plain(DiagKind kind, Span span, std::string message, std::string help = {}) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

}  // namespace

Diagnostic fanOutOverOther(const Item& source) {
  return plain(DiagKind::FanOut, source.span,
               fmt::format("this is {}, and `for ... in` takes a list", withArticle(*source.type)),
               "write a list, `[1, 2, 3]`, or a range of whole numbers, `1..=3`");
}

Diagnostic fanOutNotBounded(const Item& source) {
  return plain(DiagKind::FanOut, source.span,
               "how many elements there are is known only while the plan runs",
               "a plan is complete before its first task starts: go through a list of constants");
}

Diagnostic fanOutTooLarge(Span use) {
  return plain(DiagKind::FanOut, use, "the fan-out and calls of this file make too many tasks",
               "a plan has 200,000 elements at most: go through fewer, or split the pipeline");
}

Diagnostic elementsDiffer(Span element, const Type& first, const Type& other) {
  return plain(DiagKind::TypeMismatch, element,
               fmt::format("this element is {}, and the first one is {}", withArticle(other),
                           withArticle(first)),
               "the elements of a list are of one type");
}

Diagnostic knownOnlyRunning(const Item& item, const std::string& task) {
  return plain(DiagKind::RunningValue, item.span,
               fmt::format("this value is known only after `{}` has run", task),
               "a plan is complete before its first task starts: decide by params, or let a step "
               "compute with the output");
}

Diagnostic mixedWithOutputs(const Item& item) {
  return plain(DiagKind::RunningValue, item.span,
               "outputs of tasks stand among other values in one argument",
               "give the task a list of outputs alone, and the other values as arguments of their "
               "own");
}

Diagnostic pipelineOutsidePipeline(Span use, const std::string& pipeline) {
  return plain(DiagKind::MisplacedCall, use,
               fmt::format("`{}` is a pipeline, and only pipelines and tests call one", pipeline));
}

Diagnostic pipelinesTooDeep(const Symbol& pipeline) {
  return plain(
      DiagKind::FanOut, pipeline.span,
      fmt::format("`{}` calls pipelines that call others more than 64 deep", pipeline.name),
      "call them one after the other in one pipeline");
}

Diagnostic publishedRecord(const Item& item) {
  Diagnostic diagnostic =
      plain(DiagKind::PublishForm, item.span,
            "this is a record of several outputs, and outputs are published one by one");
  if (!item.fields->empty())
    diagnostic.help =
        fmt::format("publish one of them: `....{} as \"...\"`", item.fields->front().name);
  return diagnostic;
}

Diagnostic clauseOfPipelineCall(Span clause, const std::string& word) {
  return plain(DiagKind::ClauseForm, clause,
               fmt::format("`{}` speaks of one task, and this is a call of a pipeline", word),
               "write it behind the tasks in the pipeline; `with { ... }` hands in what differs");
}

Diagnostic strategyWithoutModel(Span clause) {
  return plain(DiagKind::ArgumentWithoutEffect, clause,
               "a strategy has no effect on a task without a model",
               "it spreads the work on a model over ranks: write it behind `train`");
}

Diagnostic withOutsidePipelineCall(Span clause) {
  return plain(DiagKind::ClauseForm, clause,
               "`with` binds params of a pipeline, and no pipeline is called here",
               "give a task its arguments in the call");
}

Diagnostic withNeedsRecord(const Item& item) {
  return plain(
      DiagKind::ClauseForm, item.span,
      fmt::format("`with` takes names and values, and this is {}", withArticle(*item.type)),
      "write `with { name = value }`, or the `.best.params` of a sweep");
}

Diagnostic withBindsOther(const syntax::Name& name, const Symbol& declared) {
  Diagnostic diagnostic =
      plain(DiagKind::ClauseForm, name.span,
            fmt::format("`{}` is {}, and `with` binds params", name.text,
                        withArticle(describe(declared))),
            fmt::format("declare it as a param: `param {}: ... = ...`", name.text));
  if (declared.kind != SymbolKind::Let)
    diagnostic.help = "bind an argument of the pipeline or a param";
  diagnostic.labels.push_back({declared.span, "declared here"});
  return diagnostic;
}

Diagnostic withWithoutEffect(const syntax::Name& name, const std::string& pipeline,
                             const Symbol& param) {
  Diagnostic diagnostic =
      plain(DiagKind::OverrideWithoutEffect, name.span,
            fmt::format("`{}` has no effect: `{}` does not read it", name.text, pipeline),
            "remove it, or bind a param that the pipeline reads");
  diagnostic.labels.push_back({param.span, "declared here"});
  return diagnostic;
}

Diagnostic sweepOutsidePipeline(Span use, const std::string& sweep) {
  return plain(DiagKind::MisplacedCall, use,
               fmt::format("`{}` is a sweep, and only a pipeline uses what it finds", sweep));
}

Diagnostic noSingleBest(Span use, const Symbol& sweep) {
  Diagnostic diagnostic = plain(
      DiagKind::NoSingleBest, use,
      fmt::format("`{}` has several objectives, so that no trial is the best of all", sweep.name),
      "say which one is meant, `select = smallest(...)` in the sweep, or take the list `.front`");
  diagnostic.labels.push_back({sweep.span, "declared here"});
  return diagnostic;
}

}  // namespace itw::sema
