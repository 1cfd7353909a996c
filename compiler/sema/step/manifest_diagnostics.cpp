#include "compiler/sema/step/manifest_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/step/manifest_types.h"

namespace itw::sema {
namespace {

std::string writeManifest(const std::string& program) {
  return fmt::format("run `itwc manifest {}`", program);
}

Diagnostic mismatch(Span span, std::string message, const PythonUse& use, std::string help) {
  Diagnostic diagnostic{.kind = DiagKind::ManifestMismatch,
                        .span = span,
                        .message = std::move(message),
                        .help = std::move(help)};
  if (!(span == use.span)) diagnostic.labels.push_back({use.span, "its function is named here"});
  return diagnostic;
}

// What to write in Python, where there is a way to write it.
std::string annotate(const std::string& what, const Type& type) {
  std::string annotation = annotationFor(type);
  if (annotation.empty()) return "";
  return fmt::format("annotate the {} with `{}`, or change the step", what, annotation);
}

}  // namespace

Diagnostic noManifest(Span first, std::size_t count, const std::string& program) {
  std::string message =
      count == 1 ? "this step is not checked against its function, as there is no manifest"
                 : fmt::format(
                       "{} steps such as this are not checked against their functions, as "
                       "there is no manifest",
                       count);
  return {.kind = DiagKind::NoManifest,
          .span = first,
          .message = std::move(message),
          .help = writeManifest(program)};
}

Diagnostic manifestUnreadable(Span first, const ManifestInput& input, const std::string& program) {
  return {
      .kind = DiagKind::ManifestUnreadable,
      .span = first,
      .message = fmt::format("the manifest `{}` cannot be used: {}", input.path, input.unreadable),
      .help = writeManifest(program) + ", which writes it anew"};
}

Diagnostic notInManifest(const PythonUse& use, const std::string& nearest,
                         const std::string& program) {
  Diagnostic diagnostic{.kind = DiagKind::FunctionNotInManifest,
                        .span = use.span,
                        .message = fmt::format("the manifest has no function `{}`", use.function)};
  diagnostic.help = writeManifest(program) + " after a step was added or changed";
  if (!nearest.empty())
    diagnostic.help = fmt::format("did you mean `{}`? else {}", nearest, writeManifest(program));
  return diagnostic;
}

Diagnostic staleManifest(const PythonUse& use, const std::string& source,
                         const std::string& program) {
  return {.kind = DiagKind::StaleManifest,
          .span = use.span,
          .message = fmt::format("the step is not checked against `{}`, as `{}` has changed since "
                                 "the manifest was written",
                                 use.function, source),
          .help = writeManifest(program)};
}

Diagnostic unsupportedAnnotation(const PythonUse& use, const std::string& of,
                                 const PythonType& type) {
  return {.kind = DiagKind::UnsupportedAnnotation,
          .span = use.span,
          .message = fmt::format("the {} of `{}` is annotated with `{}`, which no step has", of,
                                 use.function, type.text),
          .help =
              "bool, int, float, str, pathlib.Path, Literal, list, dataclasses and `T | None` "
              "are understood; leave the annotation out and nothing is checked"};
}

Diagnostic notTaken(Span parameter, const std::string& name, const PythonUse& use,
                    const std::string& nearest) {
  std::string help = fmt::format("give `{}` a parameter `{}`, or leave it out", use.function, name);
  if (!nearest.empty()) help = fmt::format("did you mean `{}`?", nearest);
  return mismatch(parameter, fmt::format("`{}` takes no `{}`", use.function, name), use, help);
}

Diagnostic notGiven(const PythonUse& use, const PythonParameter& needed) {
  return mismatch(
      use.span,
      fmt::format("`{}` needs `{}`, which the step does not give", use.function, needed.name), use,
      fmt::format("add a parameter `{}` to the step, or give it a default in Python", needed.name));
}

Diagnostic parameterMismatch(const Parameter& parameter, const PythonType& taken,
                             const PythonUse& use) {
  return mismatch(parameter.syntax->type->span,
                  fmt::format("`{}` takes `{}` as `{}`, not as {}", use.function, parameter.name,
                              textOf(taken), withArticle(*parameter.type)),
                  use, annotate("parameter", *parameter.type));
}

Diagnostic outputMismatch(const TypeField& output, const PythonType& given, const PythonUse& use) {
  return mismatch(output.span,
                  fmt::format("`{}` gives `{}`, and `{}` is {}", use.function, textOf(given),
                              output.name, withArticle(*output.type)),
                  use, annotate("result", *output.type));
}

Diagnostic outputMissing(const TypeField& output, const PythonType& given, const PythonUse& use) {
  return mismatch(
      output.span,
      fmt::format("`{}` gives `{}`, which has no `{}`", use.function, textOf(given), output.name),
      use,
      "several outputs are the fields of one result, a dataclass or a TypedDict; a file "
      "may also be a parameter, the path to write");
}

}  // namespace itw::sema
