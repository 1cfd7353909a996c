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
  for (const BoundArgument& argument : bound.all) {
    const Item& given = argument.item;
    bool function = given.symbol != nullptr && given.symbol->kind == SymbolKind::Fn;
    if (function) item.outputName = symbol.name + "_" + given.symbol->name;
  }
  if (bound.poisoned) return context.poisoned(span);
  for (const BoundArgument& argument : bound.all)
    if (!item.waitsFor) item.waitsFor = outputBehind(argument.item);
  if (item.waitsFor || !bound.known()) return item;
  expr::Component component{context.symbols.qualified(symbol), {}};
  for (const BoundArgument& argument : bound.all)
    component.arguments.fields.push_back({argument.parameter->name, valueOf(argument.item)});
  item.value = expr::Value{std::move(component)};
  return item;
}

const char* dimensionMeasured(std::string_view output) {
  if (output == "seconds") return "duration";
  if (output == "energy") return "energy";
  return output == "peak_memory" ? "bytes" : nullptr;
}

namespace {

std::optional<Item> measuredOutput(Context& context, const Item& object, const std::string& name,
                                   Span span) {
  const auto* source = object.value ? std::get_if<expr::OutputRef>(&object.value->node) : nullptr;
  bool whole = source != nullptr && (source->output.empty() || source->output == "output");
  const char* dimension = dimensionMeasured(name);
  if (!whole || dimension == nullptr) return std::nullopt;
  Item item{.type = context.types.make({.kind = TypeKind::Measure,
                                        .dimension = expr::findDimension(dimension)->dimension}),
            .span = span};
  item.value = expr::Value{expr::OutputRef{source->node, name}};
  return item;
}

// `b.r.a`: a part of a record that a step gives, known only when it has run.
std::optional<Item> recordPart(const Item& object, const std::string& name, Span span) {
  const auto* source = object.value ? std::get_if<expr::OutputRef>(&object.value->node) : nullptr;
  const bool known = source != nullptr || object.waitsFor;
  const TypeField* field =
      known && object.type->is(TypeKind::Record) ? object.type->find(name) : nullptr;
  if (field == nullptr) return std::nullopt;
  Item item{.type = field->type, .span = span};
  if (source != nullptr)
    item.value = expr::Value{expr::OutputRef{source->node, source->output + "." + name}};
  item.waitsFor = object.waitsFor;
  return item;
}

}  // namespace

Item outputOf(Context& context, const Item& object, const syntax::MemberExpr& member, Span span) {
  const std::string& name = member.member.text;
  if (const Item* field = object.field(name)) {
    Item item = *field;
    item.span = span;
    return item;
  }
  bool own = object.type->is(TypeKind::Outputs) && object.type->find(name) != nullptr;
  auto measured = own ? std::nullopt : measuredOutput(context, object, name, span);
  if (measured) return *std::move(measured);
  if (auto part = recordPart(object, name, span)) return *std::move(part);
  if (!object.type->is(TypeKind::Outputs)) {
    context.report(noMembers(member.member.span, *object.type, name));
    return context.poisoned(span);
  }
  const TypeField* field = object.type->find(name);
  // What a broken line would have published.
  const syntax::Declaration* called =
      object.symbol == nullptr ? nullptr : object.symbol->declaration;
  const bool damaged = called != nullptr && (called->damagedHead || called->damagedBody);
  if (field == nullptr && damaged) return context.poisoned(span);
  if (field == nullptr) {
    std::vector<std::string_view> names;
    for (const TypeField& candidate : object.type->fields) names.push_back(candidate.name);
    const auto* node = object.value ? std::get_if<expr::OutputRef>(&object.value->node) : nullptr;
    if (node != nullptr && node->output.empty())
      names.insert(names.end(), {"seconds", "energy", "peak_memory"});
    context.report(unknownOutput(member.member.span, *object.type, name, nearest(name, names)));
    return context.poisoned(span);
  }
  if (field->type->isError()) return context.poisoned(span);
  if (field->type->is(TypeKind::Given)) {
    context.report(outputNotGiven(member.member.span, object.type->name, name, field->type->name));
    return context.poisoned(span);
  }
  Item item{.type = field->type, .span = span};
  const auto* source = object.value ? std::get_if<expr::OutputRef>(&object.value->node) : nullptr;
  // The outputs of a best trial have parts of their own: `best.outputs.test.accuracy`.
  if (source != nullptr)
    item.value = expr::Value{
        expr::OutputRef{source->node, source->output.empty() ? name : source->output + "." + name}};
  item.waitsFor = object.waitsFor;
  return item;
}

}  // namespace itw::sema
