#include "compiler/sema/model/model_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"

namespace itw::sema {
namespace {

std::string calleeText(const syntax::Expr& use) {
  const auto* call = std::get_if<syntax::CallExpr>(&use.node);
  return dottedName(call == nullptr ? use : *call->callee);
}

std::string inputsText(const std::vector<std::string>& ports) {
  std::vector<std::string_view> names(ports.begin(), ports.end());
  if (names.size() == 1) return "one tensor";
  return fmt::format("the tensors {}", listed(names));
}

// `Merge(left = ..., right = ...)`
std::string example(const std::string& callee, const std::vector<std::string>& ports) {
  std::string text;
  for (const std::string& port : ports)
    text += fmt::format("{}{} = ...", text.empty() ? "" : ", ", port);
  return fmt::format("write `{}({})`", callee, text);
}

}  // namespace

Diagnostic tooManyTensors(Span argument, const syntax::Expr& use,
                          const std::vector<std::string>& ports) {
  return {.kind = DiagKind::ModelForm,
          .span = argument,
          .message = fmt::format("`{}` takes {}, and this is one more", calleeText(use),
                                 inputsText(ports)),
          .help = "leave it out; numbers that are arguments may need their names"};
}

Diagnostic inputGivenTwice(Span argument, const std::string& port, Span earlier) {
  Diagnostic diagnostic{.kind = DiagKind::ModelForm,
                        .span = argument,
                        .message = fmt::format("the input `{}` is given twice", port),
                        .help = "leave one of them out"};
  if (earlier.valid()) diagnostic.labels.push_back({earlier, "first here"});
  return diagnostic;
}

Diagnostic inputMissing(const syntax::Expr& use, const std::vector<std::string>& ports,
                        std::size_t missing) {
  const std::string callee = calleeText(use);
  const char* sign = callee == "add"        ? "+"
                     : callee == "subtract" ? "-"
                     : callee == "multiply" ? "*"
                                            : nullptr;
  return {.kind = DiagKind::ModelForm,
          .span = use.span,
          .message = fmt::format("`{}` takes {}, and `{}` is not given", callee, inputsText(ports),
                                 ports[missing]),
          .help = sign != nullptr ? fmt::format("write `a {} b`", sign) : example(callee, ports)};
}

Diagnostic noResults(const syntax::Name& model) {
  return {.kind = DiagKind::ModelForm,
          .span = model.span,
          .message = fmt::format("model `{}` has no result", model.text),
          .help = "declare what it leaves: `-> f32[N, 10]` or `-> (energy: f32[N, 1])`"};
}

Diagnostic severalResults(Span use, const std::vector<TensorValue>& results) {
  std::vector<std::string_view> names;
  for (const TensorValue& result : results) names.push_back(result.name);
  return {.kind = DiagKind::ModelForm,
          .span = use,
          .message = fmt::format("one tensor is needed here, and this gives {}", listed(names)),
          .help = fmt::format("bind it to a name and take one: `parts = ...`, then `parts.{}`",
                              results.front().name)};
}

Diagnostic unknownResult(Span use, const std::string& binding, const std::string& name,
                         const std::string& nearest, const std::vector<std::string_view>& names) {
  Diagnostic diagnostic{
      .kind = DiagKind::UnknownMember,
      .span = use,
      .message = names.empty() ? fmt::format("`{}` is one tensor and has no `{}`", binding, name)
                               : fmt::format("`{}` has no result `{}`", binding, name)};
  if (names.empty()) {
    diagnostic.help = fmt::format("write `{}`", binding);
    return diagnostic;
  }
  return suggesting(std::move(diagnostic), nearest,
                    fmt::format("its results are {}", listed(names)));
}

Diagnostic sharedModelMismatch(Span use, const std::string& layer) {
  return {.kind = DiagKind::SharedLayerMismatch,
          .span = use,
          .message = fmt::format("the weights of `{}` would have another size here", layer),
          .help = "a shared layer is applied to tensors of one size, but for the batch"};
}

Diagnostic dimensionsDoNotFit(Span use, const std::string& op,
                              const std::vector<TensorValue>& inputs, const std::string& why) {
  std::string shapes;
  for (const TensorValue& input : inputs)
    shapes += (shapes.empty() ? "`" : " and `") + textOf(input.tensor) + "`";
  return {.kind = DiagKind::ShapeMismatch,
          .span = use,
          .message = fmt::format("`{}` cannot be applied to {}", op, shapes),
          .help = why};
}

}  // namespace itw::sema
