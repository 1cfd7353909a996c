#include "compiler/sema/components.h"

#include "compiler/sema/arguments.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {

Item componentItem(Context& context, const Scope& scope, const Symbol& symbol,
                   std::span<const syntax::Argument> arguments, Span span) {
  const Signature& signature = signatureOf(context, symbol);
  BoundArguments bound =
      bindArguments(context, signature, {scope, arguments, nullptr, span, symbol.name});
  Item item{.type = context.types.component(symbol.componentKind), .span = span};
  item.symbol = &symbol;
  if (bound.poisoned) return context.poisoned(span);
  if (!bound.known()) return item;
  expr::Component component{context.symbols.qualified(symbol), {}};
  for (const BoundArgument& argument : bound.all)
    component.arguments.fields.push_back({argument.parameter->name, valueOf(argument.item)});
  item.value = expr::Value{std::move(component)};
  return item;
}

Item outputOf(Context& context, const Item& object, const syntax::MemberExpr& member, Span span) {
  const std::string& name = member.member.text;
  if (!object.type->is(TypeKind::Outputs)) {
    context.report(noMembers(member.member.span, *object.type, name));
    return context.poisoned(span);
  }
  const TypeField* field = object.type->find(name);
  if (field == nullptr) {
    std::vector<std::string_view> names;
    for (const TypeField& candidate : object.type->fields) names.push_back(candidate.name);
    context.report(unknownOutput(member.member.span, *object.type, name, nearest(name, names)));
    return context.poisoned(span);
  }
  if (field->type->isError()) return context.poisoned(span);
  if (field->type->is(TypeKind::Given)) {
    context.report(outputNotGiven(member.member.span, object.type->name, name, field->type->name));
    return context.poisoned(span);
  }
  Item item{.type = field->type, .span = span};
  if (object.value) {
    auto source = std::get<expr::OutputRef>(object.value->node);
    source.output = name;
    item.value = expr::Value{std::move(source)};
  }
  return item;
}

}  // namespace itw::sema
