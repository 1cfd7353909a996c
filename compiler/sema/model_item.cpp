#include <algorithm>
#include <limits>

#include "compiler/sema/call_frame.h"
#include "compiler/sema/model_info.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/pipeline/reach.h"
#include "compiler/sema/resolve_type.h"

namespace itw::sema {

expr::Value asWritten(const Context& context, expr::Value value) {
  if (const auto* model = std::get_if<expr::ModelRef>(&value.node))
    return {context.graphs[model->model].call};
  if (auto* list = std::get_if<expr::List>(&value.node))
    for (expr::Value& each : list->items) each = asWritten(context, std::move(each));
  auto* record = std::get_if<expr::Record>(&value.node);
  if (auto* component = std::get_if<expr::Component>(&value.node)) record = &component->arguments;
  if (record != nullptr)
    for (expr::NamedValue& each : record->fields)
      each.value = asWritten(context, std::move(each.value));
  return value;
}

namespace {

std::optional<std::uint32_t> buildGraph(Context& context, const ModelInfo& info,
                                        const BoundArguments& bound, const Type& type) {
  GraphBuilder builder(info.symbol->name);
  expr::Facts facts = info.facts;
  BodyWalk walk{&info, &bound.locals, &facts, &builder, "", {}, {}};
  for (const TypeField& port : type.inner->fields) {
    TensorValue input{.tensor = port.type->tensor, .span = port.span};
    input.source = builder.addInput(port.name, port.type->tensor);
    walk.inputs.push_back(std::move(input));
  }
  for (const TypeField& port : type.second->fields) walk.outputs.push_back(port.type->tensor);
  auto results = walkBody(context, walk);
  if (!results) return std::nullopt;
  for (std::size_t i = 0; i < results->size(); ++i)
    builder.addOutput(type.second->fields[i].name, (*results)[i]);
  expr::ModelGraph graph = builder.take();
  graph.call.name = context.symbols.qualified(*info.symbol);
  for (const BoundArgument& argument : bound.all)
    graph.call.arguments.fields.push_back(
        {argument.parameter->name, asWritten(context, valueOf(argument.item))});
  context.graphs.push_back(std::move(graph));
  return static_cast<std::uint32_t>(context.graphs.size() - 1);
}

// Whether a param that nothing has given a value yet has a say in the body.
bool readsOpen(Context& context, const Symbol& model) {
  const SymbolSet& reached = reachOf(context).of(model);
  return std::any_of(reached.begin(), reached.end(), [&](const Symbol* symbol) {
    auto place = context.definitions.find(symbol);
    if (symbol->kind != SymbolKind::Param || place == context.definitions.end()) return false;
    const Item& item = place->second.item;
    return !item.isError() && !item.known();
  });
}

// Models that take models nest their own calls, but nobody writes as many.
constexpr std::uint32_t kDeepestCall = 32;

Item callModel(Context& context, ModelInfo& info, const CallSite& site) {
  const Symbol& symbol = *info.symbol;
  BoundArguments bound = bindArguments(context, signatureOf(context, symbol), site);
  if (bound.poisoned || info.inputs->isError() || info.outputs->isError())
    return context.poisoned(site.span);
  // Behind the arguments stand the dimension symbols, which stay open.
  Scope symbols{.module = symbol.module, .locals = &info.names, .facts = &info.facts};
  Scope scope{.module = symbol.module, .outer = &symbols, .locals = &bound.locals};
  scope.untaken = site.scope.untaken;
  bool holds = !info.declaration->where ||
               checkCondition(context, *info.declaration->where, scope, site.span, nullptr);
  TypeRef inputs = resolvePorts(context, scope, info.declaration->inputs, "input");
  TypeRef outputs = resolvePorts(context, scope, info.declaration->outputs, "output");
  if (!holds || inputs->isError() || outputs->isError()) return context.poisoned(site.span);
  Item item{
      .type = context.types.make({.kind = TypeKind::Model, .inner = inputs, .second = outputs}),
      .span = site.span};
  item.symbol = &symbol;
  for (const BoundArgument& argument : bound.all)
    if (!item.waitsFor) item.waitsFor = outputBehind(argument.item);
  if (!info.valid || item.waitsFor || !bound.known() || readsOpen(context, symbol)) return item;
  const CallFrame frame(context, site.span, symbol.name);
  auto graph = buildGraph(context, info, bound, *item.type);
  if (!graph) return context.poisoned(site.span);
  item.value = expr::Value{expr::ModelRef{*graph}};
  return item;
}

}  // namespace

Item modelItem(Context& context, const Symbol& symbol, const CallSite& site) {
  ModelInfo& info = modelInfoOf(context, symbol);
  if (info.cyclic || info.doubtful || symbol.declaration->damagedHead)
    return context.poisoned(site.span);
  // A call inside the model's own types, or in defaults and conditions that lead back to it.
  if (info.inputs == nullptr || info.outputs == nullptr || info.depth == kDeepestCall) {
    info.cyclic = true;
    context.report(cyclicDefinition({{symbol.name, symbol.span}}));
    return context.poisoned(site.span);
  }
  ++info.depth;
  Item item = callModel(context, info, site);
  --info.depth;
  return item;
}

}  // namespace itw::sema
