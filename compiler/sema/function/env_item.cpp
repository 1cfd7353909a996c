#include "compiler/sema/function/env_item.h"

#include "compiler/sema/elaborate.h"
#include "compiler/sema/function/function_diagnostics.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

constexpr const char* kEnv = "env";

// The name of the variable: a text that is written out, so that everyone sees what is read.
const std::string* variableName(const syntax::CallExpr& call) {
  if (call.arguments.empty() || call.arguments[0].name) return nullptr;
  const auto* text = std::get_if<syntax::StringLiteral>(&call.arguments[0].value->node);
  bool plain = text != nullptr && text->pieces.size() == 1 && text->pieces[0].path.empty();
  return plain ? &text->pieces[0].text : nullptr;
}

}  // namespace

bool isEnv(const syntax::Expr& expr) {
  const auto* call = std::get_if<syntax::CallExpr>(&expr.node);
  const auto* name = call == nullptr ? nullptr : std::get_if<syntax::NameExpr>(&call->callee->node);
  return name != nullptr && name->name == kEnv;
}

Item envItem(Context& context, const Scope& scope, const syntax::Expr& expr) {
  const auto& call = std::get<syntax::CallExpr>(expr.node);
  const std::string* name = variableName(call);
  if (name == nullptr || call.arguments.size() > 2) {
    context.report(envForm(expr.span));
    return context.poisoned(expr.span);
  }
  TypeRef text = context.types.simple(TypeKind::String);
  Item item{.type = text, .span = expr.span};
  expr::Component component{kEnv, {{{"name", {*name}}}}};
  if (call.arguments.size() == 2) {
    const syntax::Argument& argument = call.arguments[1];
    if (argument.name && argument.name->text != "default") {
      context.report(unknownArgument(argument.name->span, kEnv, argument.name->text,
                                     nearest(argument.name->text, {"default"}), {"default"}));
      return context.poisoned(expr.span);
    }
    TypeRef optional = context.types.make({.kind = TypeKind::Optional, .inner = text});
    Item fallback = elaborateAs(context, scope, *argument.value, optional);
    if (fallback.isError()) return fallback;
    if (fallback.isNone()) item.type = optional;
    if (fallback.known()) component.arguments.fields.push_back({"default", valueOf(fallback)});
  }
  item.value = expr::Value{std::move(component)};
  return item;
}

bool isFromEnv(const Item& item) {
  const auto* component = item.value ? std::get_if<expr::Component>(&item.value->node) : nullptr;
  return component != nullptr && component->name == kEnv;
}

}  // namespace itw::sema
