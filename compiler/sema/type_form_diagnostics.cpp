#include "compiler/sema/type_form_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

Diagnostic plain(DiagKind kind, Span span, std::string message, std::string help = {}) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

}  // namespace

Diagnostic unknownType(Span use, const std::string& name,
                       const std::vector<std::string_view>& known) {
  Diagnostic unknown =
      plain(DiagKind::UnknownType, use, fmt::format("there is no type `{}`", name));
  if (const ForeignHelp* foreign = foreignType(name)) {
    unknown.help = foreign->help;
    return unknown;
  }
  if (name == "class") return classNeedsSize(use);
  return suggesting(std::move(unknown), nearest(name, known));
}

Diagnostic paramOfElement(const syntax::Type& written, const std::string& element) {
  const std::string ours = element == "i64" || element == "u8" ? "int" : "float";
  Diagnostic diagnostic = plain(
      DiagKind::TypeForm, written.span,
      fmt::format("`{}` is a type of the elements of tensors, and a param has one value", element),
      fmt::format("write `{}`", ours));
  diagnostic.fixes = {
      {fmt::format("write `{}`", ours), Applicability::Automatic, {{written.span, ours}}}};
  return diagnostic;
}

Diagnostic unknownDType(Span use, const std::string& name) {
  if (foreignType(name) != nullptr) return unknownType(use, name, {});
  std::string near = nearest(name, {"f16", "bf16", "f32", "f64", "i64", "u8", "bool", "class"});
  Diagnostic unknown = plain(DiagKind::UnknownType, use,
                             name.empty() ? "a tensor needs a type of its elements"
                                          : fmt::format("there is no element type `{}`", name));
  return suggesting(std::move(unknown), near,
                    "the element types are `f16`, `bf16`, `f32`, `f64`, `i64`, `u8` and `bool`");
}

Diagnostic noTypeArguments(Span use, const std::string& name) {
  return plain(DiagKind::TypeForm, use, fmt::format("`{}` takes no types in `<>`", name));
}

Diagnostic typeArgumentCount(Span use, const std::string& name, std::size_t count) {
  return plain(DiagKind::TypeForm, use,
               fmt::format("`{}` takes {} in `<>`", name, count == 1 ? "one type" : "two types"));
}

Diagnostic modelNeedsArrow(Span use) {
  return plain(DiagKind::TypeForm, use, "`model` takes `A -> B` in `<>`");
}

Diagnostic functionNeedsArrow(Span use) {
  return plain(DiagKind::TypeForm, use, "a function's type says what it takes and gives",
               "write `function<{ x: float } -> float>`");
}

Diagnostic arrowOutsideModel(Span use) {
  return plain(DiagKind::TypeForm, use, "`->` stands in `model<A -> B>` alone");
}

Diagnostic countNeedsUnit(Span use, const Type& type) {
  return plain(DiagKind::TypeForm, use,
               fmt::format("`count` takes `epochs`, `steps`, `samples` or `trials`, and this is {}",
                           withArticle(type)));
}

Diagnostic classNeedsSize(Span use) {
  return plain(DiagKind::TypeForm, use, "`class` needs the number of classes, from 1 on",
               "write `class[10]` for labels from 0 to 9");
}

Diagnostic leadingOutsideOp(Span use) {
  return plain(DiagKind::TypeForm, use, "`..` stands in the types of ops alone");
}

Diagnostic portNotATensor(Span use, const Type& type) {
  return plain(
      DiagKind::TypeForm, use,
      fmt::format("inputs and results of a model are tensors, and this is {}", withArticle(type)));
}

Diagnostic notInARule(Span use) {
  return plain(DiagKind::TypeForm, use, "this cannot stand in the rules of an op");
}

Diagnostic dimensionNotInt(Span use, const std::string& type) {
  return plain(DiagKind::DimensionForm, use,
               fmt::format("a dimension is an `int`, and this is `{}`", type));
}

Diagnostic dimensionNotPositive(Span use, const std::string& size) {
  return plain(DiagKind::DimensionForm, use,
               fmt::format("a dimension has at least one element, and this is {}", size));
}

Diagnostic dimensionNotPolynomial(Span use) {
  return plain(DiagKind::DimensionForm, use,
               "a dimension is made of numbers and symbols with `+ - * / // %`");
}

}  // namespace itw::sema
