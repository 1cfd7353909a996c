#include "compiler/sema/test/test_diagnostics.h"

#include <fmt/format.h>

namespace itw::sema {

Diagnostic testWithoutExpectation(const syntax::Name& title) {
  return {.kind = DiagKind::TestWithoutEffect,
          .span = title.span,
          .message = "this test expects nothing",
          .help = "say what must hold: `expect run.score.accuracy > 85%`"};
}

Diagnostic expectsNothing(Span expectation) {
  return {.kind = DiagKind::TestWithoutEffect,
          .span = expectation,
          .message = "this always says the same, as it reads nothing",
          .help = "compare a result of a pipeline, or a param"};
}

Diagnostic expectationNotBool(Span expectation, const std::string& type) {
  return {.kind = DiagKind::TypeMismatch,
          .span = expectation,
          .message = fmt::format("an expectation is a `bool`, and this is `{}`", type),
          .help = "compare it with something"};
}

Diagnostic repeatedTitle(const syntax::Name& title, Span earlier) {
  return {.kind = DiagKind::DuplicateName,
          .span = title.span,
          .message = fmt::format("there is a test \"{}\" already", title.text),
          .labels = {{earlier, "first here"}},
          .help = "give each test a title of its own"};
}

}  // namespace itw::sema
