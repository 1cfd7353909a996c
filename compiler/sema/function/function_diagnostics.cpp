#include "compiler/sema/function/function_diagnostics.h"

#include <fmt/format.h>

namespace itw::sema {
namespace {

const char* faultText(expr::FaultKind kind) {
  switch (kind) {
    case expr::FaultKind::Overflow:
      return "gives a number that is too large for its type";
    case expr::FaultKind::DivisionByZero:
      return "divides by zero";
    case expr::FaultKind::NotDivisible:
      return "leaves a rest in a division that must leave none";
    case expr::FaultKind::OutOfDomain:
      return "takes a root or logarithm that does not exist";
    case expr::FaultKind::GuardBroken:
      return "calls a function with a value that it does not take";
    case expr::FaultKind::TextTooLong:
      return "gives a text that is too long";
  }
  return "";
}

DiagKind faultKind(expr::FaultKind kind) {
  if (kind == expr::FaultKind::Overflow) return DiagKind::Overflow;
  if (kind == expr::FaultKind::TextTooLong) return DiagKind::TooLarge;
  if (kind == expr::FaultKind::GuardBroken) return DiagKind::ConditionBroken;
  return kind == expr::FaultKind::NotDivisible ? DiagKind::DimensionForm : DiagKind::DivisionByZero;
}

std::string signatureText(const Signature& signature, const Type& result) {
  std::string text;
  for (const Parameter& parameter : signature.parameters)
    text += (text.empty() ? "" : ", ") + textOf(*parameter.type);
  return fmt::format("({}) -> {}", text, textOf(result));
}

std::string wantedText(const Type& function) {
  std::string text;
  for (const TypeField& field : function.inner->fields)
    text += (text.empty() ? "" : ", ") + field.name + ": " + textOf(*field.type);
  return fmt::format("({}): {}", text, textOf(*function.second));
}

}  // namespace

Diagnostic builtInFunction(const Symbol& symbol) {
  return {.kind = DiagKind::DuplicateName,
          .span = symbol.span,
          .message = fmt::format("the language has a function `{}` of its own", symbol.name),
          .help = "give this one another name"};
}

Diagnostic functionTypeNotScalar(Span type, const Type& found, const std::string& verb) {
  return {.kind = DiagKind::FunctionForm,
          .span = type,
          .message = fmt::format("a function {} scalars, and this is {}", verb, withArticle(found)),
          .help = "`bool`, `int`, `float`, `string`, quantities and enumerations are scalars"};
}

Diagnostic envForm(Span call) {
  return {.kind = DiagKind::EnvironmentForm,
          .span = call,
          .message = "`env` names one variable, in quotes",
          .help = "write `env(\"NAME\")`, or `env(\"NAME\", default = \"text\")`"};
}

Diagnostic envInExpression(Span use) {
  return {.kind = DiagKind::EnvironmentForm,
          .span = use,
          .message =
              "what `env` gives is known only when the plan runs, so that nothing can be "
              "computed from it",
          .help = "hand it on as it is, or make it a `param` and set that"};
}

Diagnostic notInAFunction(Span use) {
  return {.kind = DiagKind::FunctionForm,
          .span = use,
          .message = "no function can compute this",
          .help =
              "a function is made of its parameters, constants, operators and calls of "
              "functions"};
}

Diagnostic functionTooLarge(const Symbol& symbol, bool deep) {
  std::string message =
      deep ? fmt::format("calls nest more than {} deep in `{}`", expr::kDeepestCall, symbol.name)
           : fmt::format("a call of `{}` takes more than {} operations", symbol.name,
                         expr::kMostSteps);
  return {.kind = DiagKind::FunctionForm,
          .span = symbol.span,
          .message = std::move(message),
          .help = "functions that call one another twice double the work each time"};
}

Diagnostic functionFault(Span call, const std::string& name, expr::FaultKind kind, Span place) {
  return {.kind = faultKind(kind),
          .span = call,
          .message = fmt::format("`{}` {} for these values", name, faultText(kind)),
          .labels = {{place, "here"}}};
}

Diagnostic otherFunction(Span use, const Symbol& symbol, const Signature& signature,
                         const Type& result, const Type& expected) {
  return {.kind = DiagKind::TypeMismatch,
          .span = use,
          .message = fmt::format("`{}` is a function {}, and another is needed here", symbol.name,
                                 signatureText(signature, result)),
          .labels = {{symbol.span, "declared here"}},
          .help = fmt::format("declare it as `fn {}{}`", symbol.name, wantedText(expected))};
}

}  // namespace itw::sema
