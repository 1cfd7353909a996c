#include "compiler/sema/data/data_diagnostics.h"

#include <fmt/format.h>

namespace itw::sema {

Diagnostic fieldTwice(Span call, const TypeField& later, const TypeField& earlier) {
  Diagnostic diagnostic{
      .kind = DiagKind::DuplicateName,
      .span = call,
      .message = fmt::format("two fields of the result would be called `{}`", later.name),
      .help = "rename one of them in its schema"};
  if (earlier.span.valid()) diagnostic.labels.push_back({earlier.span, "one is this field"});
  if (later.span.valid() && !(later.span == earlier.span))
    diagnostic.labels.push_back({later.span, "the other is this one"});
  return diagnostic;
}

Diagnostic fieldNamedTwice(Span later, const std::string& name, Span earlier) {
  return {.kind = DiagKind::DuplicateName,
          .span = later,
          .message = fmt::format("the field `{}` is named twice", name),
          .labels = {{earlier, "first here"}},
          .help = "leave one of them out"};
}

Diagnostic fieldNotSingle(Span use, const TypeField& field) {
  Diagnostic diagnostic{
      .kind = DiagKind::TypeMismatch,
      .span = use,
      .message = fmt::format("`{}` is `{}`, and one number of each sample is needed here",
                             field.name, textOf(*field.type)),
      .help = "name a field with one element that is not f16 or bf16"};
  if (field.span.valid()) diagnostic.labels.push_back({field.span, "declared here"});
  return diagnostic;
}

Diagnostic otherFormat(Span use, const std::string& reader, const std::string& type) {
  return {
      .kind = DiagKind::TypeMismatch,
      .span = use,
      .message = fmt::format("this is a `{}`, and `{}` reads a `file<{}>`", type, reader, reader),
      .help = "read it with the task of its format, or declare the output otherwise"};
}

Diagnostic fieldNotFloating(Span use, const TypeField& field) {
  Diagnostic diagnostic{
      .kind = DiagKind::TypeMismatch,
      .span = use,
      .message = fmt::format("`{}` is `{}`, and only fields of f32 or f64 can be computed with",
                             field.name, textOf(*field.type)),
      .help = "leave it out"};
  if (field.span.valid()) diagnostic.labels.push_back({field.span, "declared here"});
  return diagnostic;
}

Diagnostic resultWithoutSamples(Span call, const TypeField& result) {
  Diagnostic diagnostic{
      .kind = DiagKind::DataMismatch,
      .span = call,
      .message = fmt::format("the model's result `{}` has no dimension for the samples",
                             textOf(*result.type)),
      .help = "begin the result's dimensions with that of the batch: `f32[N, ...]`"};
  if (result.span.valid()) diagnostic.labels.push_back({result.span, "declared here"});
  return diagnostic;
}

}  // namespace itw::sema
