#include "compiler/sema/observe/observe_diagnostics.h"

namespace itw::sema {

Diagnostic repeatedTracker(Span later, Span earlier) {
  return {.kind = DiagKind::RepeatedArgument,
          .span = later,
          .message = "this tracker stands twice and would write everything twice",
          .labels = {{earlier, "first here"}},
          .help = "remove one of them, or give it another place"};
}

Diagnostic repeatedObserve(Span later, Span earlier) {
  return {.kind = DiagKind::DuplicateName,
          .span = later,
          .message = "a file has one `observe`",
          .labels = {{earlier, "the first is here"}},
          .help = "put all trackers into one"};
}

Diagnostic emptyObserve(Span keyword) {
  return {.kind = DiagKind::EntryWithoutEffect,
          .span = keyword,
          .message = "this `observe` names no tracker",
          .help = "remove it, or name one: `csv()`"};
}

Diagnostic kindNotTaken(Span keyword, const std::string& kind, const LoggedResult& result) {
  std::string trackers = "`mlflow` and `wandb` take all kinds";
  if (kind == "metric") trackers = "`csv`, `tensorboard`, `mlflow` and `wandb` take them";
  return {.kind = DiagKind::KindNotTaken,
          .span = keyword,
          .message = "no tracker takes any " + kind + ", and there are some",
          .labels = {{result.span, "such as `" + result.name + "`"}},
          .help = "add a tracker: " + trackers};
}

}  // namespace itw::sema
