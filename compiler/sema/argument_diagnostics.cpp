#include "compiler/sema/argument_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/names_diagnostics.h"

namespace itw::sema {
namespace {

Diagnostic plain(DiagKind kind, Span span, std::string message, std::string help = {}) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

}  // namespace

Diagnostic missingArguments(Span call, const std::string& callee,
                            const std::vector<std::string>& missing) {
  std::vector<std::string_view> names(missing.begin(), missing.end());
  return plain(DiagKind::MissingArgument, call, fmt::format("`{}` needs {}", callee, listed(names)),
               fmt::format("write `{} = ...`", missing.front()));
}

Diagnostic tooManyArguments(Span argument, const std::string& callee, std::size_t takes) {
  std::string count = takes == 0   ? "no arguments"
                      : takes == 1 ? "one argument"
                                   : fmt::format("{} arguments", takes);
  return plain(DiagKind::TooManyArguments, argument,
               fmt::format("`{}` takes {}, and this is one more", callee, count));
}

Diagnostic nothingToPipeInto(Span call, const std::string& callee, Span piped) {
  Diagnostic diagnostic =
      plain(DiagKind::TooManyArguments, call, fmt::format("`{}` takes no value from `|>`", callee));
  if (piped.valid()) diagnostic.labels.push_back({piped, "this is passed"});
  return diagnostic;
}

Diagnostic repeatedArgument(Span later, const std::string& name, Span earlier) {
  Diagnostic diagnostic =
      plain(DiagKind::RepeatedArgument, later, fmt::format("`{}` is given twice", name));
  if (earlier.valid()) diagnostic.labels.push_back({earlier, "first given here"});
  return diagnostic;
}

Diagnostic pipedAndNamed(Span later, const std::string& name, const std::string& meant,
                         Span piped) {
  Diagnostic diagnostic = plain(
      DiagKind::RepeatedArgument, later, fmt::format("`{}` is given twice", name),
      meant.empty() ? "leave one of them out"
                    : fmt::format("write `{} = ...` in place of `|>`, if that is meant", meant));
  diagnostic.labels.push_back({piped, fmt::format("`|>` passes this to `{}`, the first", name)});
  return diagnostic;
}

Diagnostic pipedAgain(Span argument, const std::string& written, Span piped) {
  Diagnostic diagnostic =
      plain(DiagKind::RepeatedArgument, argument, fmt::format("`{}` is given twice", written),
            "leave it out here: `|>` passes it on");
  diagnostic.labels.push_back({piped, "`|>` passes this"});
  return diagnostic;
}

Diagnostic paramAsArgument(const syntax::Argument& argument, const std::string& pipeline,
                           const std::string& written, Span call) {
  const std::string with = fmt::format("with {{ {} }}", written);
  Diagnostic diagnostic = plain(
      DiagKind::UnknownArgument, argument.name->span,
      fmt::format("`{}` takes no argument `{}`", pipeline, argument.name->text),
      fmt::format("`{}` is a param: write `{}(...) {}`", argument.name->text, pipeline, with));
  if (call.valid())
    diagnostic.fixes = {{fmt::format("write `{}`", with),
                         Applicability::Maybe,
                         {{argument.span, ""}, {{call.file, call.end, call.end}, " " + with}}}};
  return diagnostic;
}

Diagnostic positionalAfterNamed(Span argument) {
  return plain(DiagKind::RepeatedArgument, argument,
               "an argument without a name stands behind one with a name",
               "put it in front, or give it its name");
}

Diagnostic comparedArgument(Span sign, const std::string& name) {
  Diagnostic diagnostic = plain(DiagKind::WrongBinding, sign, "`==` stands where `=` is needed",
                                fmt::format("an argument is given by `{} = ...`", name));
  diagnostic.fixes.push_back({"write `=`", Applicability::Automatic, {{sign, "="}}});
  return diagnostic;
}

}  // namespace itw::sema
