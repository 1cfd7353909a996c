#include "compiler/sema/unused_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/names_diagnostics.h"

namespace itw::sema {
namespace {

Diagnostic warning(DiagKind kind, Span span, std::string message, std::string help) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

}  // namespace

Diagnostic unusedDeclaration(const Symbol& symbol) {
  return warning(DiagKind::UnusedDeclaration, symbol.span,
                 fmt::format("the {} `{}` is never used", describe(symbol), symbol.name),
                 "use it, or remove it");
}

Diagnostic unusedParameter(const syntax::Name& name, const std::string& of) {
  return warning(DiagKind::UnusedDeclaration, name.span,
                 fmt::format("the {} never uses its parameter `{}`", of, name.text),
                 "use it, or remove it");
}

Diagnostic unusedBinding(const syntax::Name& name) {
  return warning(DiagKind::UnusedBinding, name.span,
                 fmt::format("the binding `{}` is never used", name.text), "use it, or remove it");
}

Diagnostic unusedModelBinding(const syntax::Name& name) {
  return warning(DiagKind::UnusedBinding, name.span,
                 fmt::format("`{}` does not reach the result of the model", name.text),
                 "use it, or remove it");
}

Diagnostic unusedInput(const TypeField& input) {
  return warning(DiagKind::UnusedBinding, input.span,
                 fmt::format("the model never uses its input `{}`", input.name),
                 "use it, or remove it");
}

}  // namespace itw::sema
