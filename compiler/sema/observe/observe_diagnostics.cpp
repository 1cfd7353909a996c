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

}  // namespace itw::sema
