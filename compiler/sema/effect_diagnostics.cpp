#include "compiler/sema/effect_diagnostics.h"

#include <fmt/format.h>

namespace itw::sema {
namespace {

Diagnostic plain(DiagKind kind, Span span, std::string message, std::string help = {}) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

std::string epochText(double count) {
  return fmt::format("{:g} epoch{}", count, count == 1 ? "" : "s");
}

}  // namespace

Diagnostic nameForNoFile(Span use, const std::string& name) {
  const bool braces = name.find_first_of("{}") != std::string::npos;
  return plain(DiagKind::NameForNoFile, use,
               fmt::format("`\"{}\"` is no name for what a run keeps", name),
               braces ? "no value is put in here: write the name out"
                      : "write a name without `/`: each result has a place of its own");
}

Diagnostic pathLeavesRun(Span use, const std::string& path) {
  return plain(DiagKind::NameForNoFile, use,
               fmt::format("`\"{}\"` lies outside the folder of the run", path),
               "write a path below it, such as `\"logs\"`: each run, and each trial, has its own");
}

Diagnostic reportOfNoFormat(Span use, const std::string& path) {
  return plain(DiagKind::NameForNoFile, use,
               fmt::format("`\"{}\"` does not end in a format that a report has", path),
               "the formats are `.html`, `.csv`, `.json` and `.md`");
}

Diagnostic testWithoutTitle(Span use) {
  return plain(DiagKind::NameForNoFile, use, "the test has no title",
               "say what it expects: `test \"a short run learns\" { ... }`");
}

Diagnostic conditionOfNothing(Span condition) {
  return plain(DiagKind::ConditionOfNothing, condition,
               "this condition is about nothing and always says the same",
               "name what it is about, or remove it");
}

Diagnostic objectiveBackwards(Span statement, Span keyword, const std::string& objective,
                              bool maximized) {
  const std::string right = maximized ? "minimize" : "maximize";
  Diagnostic diagnostic =
      plain(DiagKind::ObjectiveBackwards, statement,
            fmt::format("`{}` is better when it is {}, and the sweep looks for the {}", objective,
                        maximized ? "smaller" : "larger", maximized ? "largest" : "smallest"),
            fmt::format("write `{} {}`", right, objective));
  if (keyword.valid())
    diagnostic.fixes = {
        {fmt::format("write `{}`", right), Applicability::Maybe, {{keyword, right}}}};
  return diagnostic;
}

Diagnostic nothingVaries(Span use, const std::string& name, const std::string& more) {
  return plain(DiagKind::RequirementWithoutEffect, use,
               fmt::format("`{}` has one value here and does not vary", name),
               fmt::format("add values: `{}`, or set it by `--set` or a profile", more));
}

Diagnostic moreAtOnceThanTrials(Span use, std::int64_t parallel, std::int64_t trials) {
  return plain(
      DiagKind::RequirementWithoutEffect, use,
      fmt::format("{} trials at once are more than the {} of the budget", parallel, trials),
      fmt::format("write `parallel = {}` or less", trials));
}

Diagnostic prunerComesLate(Span use, const std::string& setting, double length, double training) {
  return plain(DiagKind::RequirementWithoutEffect, use,
               fmt::format("the pruner never ends a trial: `{}` is {}, and a training has {}",
                           setting, epochText(length), epochText(training)),
               "make it shorter than the training, or remove the pruner");
}

Diagnostic nothingKept(Span condition) {
  return plain(DiagKind::ArgumentWithoutEffect, condition,
               "this holds for no element, so nothing is made",
               "change the condition, or remove the list");
}

Diagnostic nothingToGoOver(Span source) {
  return plain(DiagKind::ArgumentWithoutEffect, source,
               "there is nothing in this list, so nothing is made", "name elements, or remove it");
}

Diagnostic nothingBound(Span clause) {
  return plain(DiagKind::ArgumentWithoutEffect, clause, "this `with` binds nothing",
               "bind a param, `with { epochs = 3 }`, or remove it");
}

Diagnostic lengthNeverReached(Span use, const std::string& setting, double length,
                              double training) {
  return plain(DiagKind::ArgumentWithoutEffect, use,
               fmt::format("`{}` is {}, and the training ends after {}", setting, epochText(length),
                           epochText(training)),
               "make it shorter than the training, or leave it out");
}

Diagnostic morePartsThanSamples(Span use, std::int64_t parts, std::int64_t batch) {
  return plain(DiagKind::ArgumentWithoutEffect, use,
               fmt::format("a batch of {} cannot be computed in {} parts", batch, parts),
               "a part has at least one sample: `accumulate` is at most the batch");
}

Diagnostic retryForNothing(Span clause) {
  return plain(DiagKind::ArgumentWithoutEffect, clause,
               "this `retry` names no kind of failure and never runs anything again",
               "name some, `on = [node_failure]`, or remove it");
}

Diagnostic factorWithoutCause(Span clause, const std::string& factor, const std::string& reason) {
  Diagnostic diagnostic = plain(DiagKind::ArgumentWithoutEffect, clause,
                                fmt::format("`{}` has no effect: {}", factor, reason), "remove it");
  diagnostic.onlyIfAlone = true;  // A shape with an error may have asked for more.
  return diagnostic;
}

Diagnostic deadlineBehindWalltime(Span clause, const std::string& shape) {
  return plain(
      DiagKind::ArgumentWithoutEffect, clause,
      fmt::format("the deadline is never reached: the walltime of `{}` ends before it", shape),
      "make it shorter than the walltime, or remove it");
}

Diagnostic pipelineOfNothing(const Symbol& pipeline) {
  return plain(DiagKind::UnusedDeclaration, pipeline.span,
               fmt::format("the pipeline `{}` runs no task and publishes nothing", pipeline.name),
               "call tasks and publish what they give, or remove it");
}

Diagnostic trackerTakesNothing(Span use) {
  return plain(DiagKind::EntryWithoutEffect, use, "this tracker takes no kind of results",
               "name some, `takes = [metric]`, or remove the tracker");
}

Diagnostic profilerMeasuresNothing(Span use) {
  return plain(DiagKind::EntryWithoutEffect, use, "this profiler measures nothing",
               "say what it measures: `profile(ops = true, stacks = 100Hz)`");
}

Diagnostic shapeOfNothing(Span use, const std::string& shape) {
  return plain(DiagKind::EntryWithoutEffect, use,
               fmt::format("the shape `{}` asks for nothing", shape),
               "say what a task needs: `cpus = 2, memory = 4GiB`");
}

Diagnostic nameOfLanguage(const Symbol& type) {
  return plain(DiagKind::DuplicateName, type.span,
               fmt::format("`{}` is a type of the language", type.name), "name yours otherwise");
}

}  // namespace itw::sema
