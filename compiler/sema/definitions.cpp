#include "compiler/sema/definitions.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/function/function_info.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/open_item.h"
#include "compiler/sema/overrides.h"
#include "compiler/sema/pipeline/reach.h"
#include "compiler/sema/place/profiles.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/type_form_diagnostics.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

// A range that nothing is in, or that does not go with the type, is wrong whatever the value.
bool rangeMakesSense(Context& context, const syntax::Parameter& parameter, const Scope& scope,
                     TypeRef type, expr::Interval& bounds) {
  if (!parameter.range || type->isError()) return true;
  const auto* range = std::get_if<syntax::RangeExpr>(&parameter.range->node);
  TypeRef inner = type->is(TypeKind::Optional) ? type->inner : type;
  if (!scalarTypeOf(*inner)) {
    context.report(rangeOnType(parameter.range->span, *type));
    return false;
  }
  if (range == nullptr) return true;
  Item low = elaborate(context, scope, *range->low);
  Item high = elaborate(context, scope, *range->high);
  if (low.isError() || high.isError()) return false;
  auto measure = scalarTypeOf(*inner);
  for (const Item* bound : {&low, &high}) {
    auto boundType = scalarTypeOf(*bound->type);
    if (boundType && expr::resultType(expr::Op::LessEqual, *measure, *boundType)) continue;
    context.report(boundMismatch(bound->span, textOf(*inner), textOf(*bound->type)));
    return false;
  }
  bounds = {low.scalar.range.low, high.scalar.range.high, !range->inclusive};
  if (!bounds.empty()) return true;
  context.report(emptyRange(parameter.range->span));
  return false;
}

Item evaluateLet(Context& context, const Symbol& symbol, const syntax::LetDecl& let) {
  Scope scope{.module = symbol.module};
  Item item = elaborate(context, scope, *let.value);
  if (!item.isError()) {
    auto origin = std::make_shared<Provenance>();
    origin->declared = let.name.span;
    origin->constant = true;
    origin->name = let.name.text;
    item.provenance = std::move(origin);
  }
  return item;
}

Item evaluateType(Context& context, const Symbol& symbol, const syntax::TypeDecl& type) {
  Scope scope{.module = symbol.module};
  Item item{.span = type.name.span};
  item.type = resolveType(context, scope, *type.type);
  return item;
}

void evaluate(Context& context, const Symbol& symbol, Definition& definition) {
  const auto& node = symbol.declaration->node;
  if (symbol.kind == SymbolKind::Fn) {
    functionOf(context, symbol);
  } else if (const auto* let = std::get_if<syntax::LetDecl>(&node)) {
    definition.item = evaluateLet(context, symbol, *let);
  } else if (const auto* type = std::get_if<syntax::TypeDecl>(&node)) {
    definition.item = evaluateType(context, symbol, *type);
  } else if (const auto* param = std::get_if<syntax::ParamDecl>(&node)) {
    Scope scope{.module = symbol.module};
    const syntax::Parameter& parameter = param->parameter;
    TypeRef resolved =
        parameter.type ? resolveType(context, scope, *parameter.type) : context.types.error();
    ParameterValue value =
        evaluateParameter(context, parameter, context.symbols.qualified(symbol), scope, resolved);
    definition.item = std::move(value.item);
    definition.layer = value.layer;
    definition.layers = std::move(value.layers);
  }
}

Definition& definition(Context& context, const Symbol& symbol, Span use) {
  Definition& found = context.definitions[&symbol];
  if (found.progress == Progress::Done) return found;
  if (found.progress == Progress::Running) {
    context.report(cyclicDefinition({{symbol.name, symbol.span}}));
    found.item = context.poisoned(use);
    return found;
  }
  found.progress = Progress::Running;
  evaluate(context, symbol, found);
  found.progress = Progress::Done;
  return found;
}

}  // namespace

bool checkValue(Context& context, const syntax::Parameter& parameter, const Scope& scope,
                const Item& item) {
  Locals self{{parameter.name.text, item}};
  Scope inner{.module = scope.module, .outer = &scope, .locals = &self};
  return checkConstraints(context, parameter, inner, item);
}

namespace {

// `n: int = 1 in 0..3`, which reads as whether 1 lies in the range.
const syntax::BinaryExpr* rangeBehind(const syntax::Expr& fallback, TypeRef type) {
  const auto* binary = std::get_if<syntax::BinaryExpr>(&fallback.node);
  const bool in = binary != nullptr && binary->op == syntax::BinaryOp::In;
  return in && !type->isError() && !type->is(TypeKind::Bool) ? binary : nullptr;
}

void reportRangeBehind(Context& context, const syntax::Parameter& parameter,
                       const syntax::BinaryExpr& binary) {
  auto text = [&](Span span) { return std::string(context.input.sources->text(span)); };
  context.report(rangeBehindDefault(binary.operatorSpan, parameter.name.text,
                                    text(join(parameter.name.span, parameter.type->span)) + " in " +
                                        text(binary.right->span) + " = " +
                                        text(binary.left->span)));
}

}  // namespace

ParameterValue evaluateParameter(Context& context, const syntax::Parameter& parameter,
                                 const std::string& path, const Scope& scope, TypeRef type) {
  ParameterValue result;
  if (type->is(TypeKind::Tensor) && type->tensor.dims.empty() && !type->tensor.leading) {
    context.report(paramOfElement(*parameter.type, textOf(*type)));
    type = context.types.error();
  }
  expr::Interval bounds;
  bool sound = rangeMakesSense(context, parameter, scope, type, bounds);
  auto origin = std::make_shared<Provenance>();
  origin->declared = parameter.name.span;
  origin->name = parameter.name.text;
  const auto* inRange = parameter.fallback ? rangeBehind(*parameter.fallback, type) : nullptr;
  if (inRange != nullptr) {
    reportRangeBehind(context, parameter, *inRange);
    result.item = context.poisoned(parameter.name.span);
  } else if (parameter.fallback) {
    result.item = elaborateAs(context, scope, *parameter.fallback, type);
    if (sound && !checkValue(context, parameter, scope, result.item))
      result.item = context.poisoned(parameter.name.span);
  } else {
    expr::Facts facts;
    result.item = openItemOf(context, type, parameter.name, bounds, facts);
  }
  result.layers.push_back({Layer::Default, result.item, {}, parameter.name.span});
  if (const syntax::ProfileEntry* entry = profileBinding(context, path)) {
    origin->setBy = profileText(context);
    result.layer = Layer::Profile;
    result.item = elaborateAs(context, Scope{}, *entry->value, type);
    if (sound && !checkValue(context, parameter, scope, result.item))
      result.item = context.poisoned(parameter.name.span);
    result.layers.push_back({Layer::Profile, result.item, origin->setBy, entry->span});
  }
  if (const Override* override = takeOverride(context, path)) {
    origin->setBy = textOf(*override);
    result.layer = Layer::Set;
    result.item = overrideItem(context, *override, scope, type, parameter.name.span);
    result.item.provenance = origin;
    if (sound && !checkValue(context, parameter, scope, result.item))
      result.item = context.poisoned(parameter.name.span);
    result.layers.push_back({Layer::Set, result.item, origin->setBy, {}});
  }
  result.item.provenance = origin;
  // Defaults and what a profile binds are held against its ranges where profiles are checked.
  const bool set = result.layer == Layer::Set;
  if (sound && set && !liesInProfile(context, path, result.item))
    result.item = context.poisoned(parameter.name.span);
  if (!sound) result.item = context.poisoned(parameter.name.span);
  // With `T?` the declared type stays: uses must reckon with none.
  if (!result.item.isError() && type->is(TypeKind::Optional)) result.item.type = type;
  result.item.provenance = std::move(origin);
  return result;
}

TypeRef aliasType(Context& context, std::uint32_t fromModule, const Symbol& symbol, Span use) {
  symbol.used = true;
  context.symbols.markImportOf(fromModule, symbol);
  const Item& item = definition(context, symbol, use).item;
  return item.isError() ? context.types.error() : item.type;
}

const Item& definitionOf(Context& context, const Symbol& symbol, Span use) {
  return definition(context, symbol, use).item;
}

namespace {

bool isDefinition(const Symbol& symbol, std::uint32_t module) {
  return symbol.module == module &&
         (symbol.kind == SymbolKind::Param || symbol.kind == SymbolKind::Let ||
          symbol.kind == SymbolKind::Type || symbol.kind == SymbolKind::Fn);
}

// A function's parameters hide the names of its file.
void forEachNameOf(const syntax::FnDecl& function, const VisitName& visit) {
  std::unordered_set<std::string_view> own;
  for (const syntax::Parameter& parameter : function.parameters) own.insert(parameter.name.text);
  auto outer = [&](const NameUse& use) {
    if (use.inType || own.count(use.name) == 0) visit(use);
  };
  for (const syntax::Parameter& parameter : function.parameters) {
    if (parameter.type) forEachName(*parameter.type, outer);
    for (const syntax::ExprPtr* part : {&parameter.range, &parameter.fallback, &parameter.where})
      if (*part) forEachName(**part, outer);
  }
  if (function.result) forEachName(*function.result, outer);
  if (function.body) forEachName(*function.body, outer);
}

void forEachNameOf(const Context& context, const Symbol& symbol, const VisitName& visit) {
  const auto& node = symbol.declaration->node;
  if (const auto* let = std::get_if<syntax::LetDecl>(&node)) forEachName(*let->value, visit);
  if (const auto* type = std::get_if<syntax::TypeDecl>(&node)) forEachName(*type->type, visit);
  if (const auto* function = std::get_if<syntax::FnDecl>(&node)) forEachNameOf(*function, visit);
  const auto* param = std::get_if<syntax::ParamDecl>(&node);
  if (param == nullptr) return;
  const syntax::Parameter& parameter = param->parameter;
  if (parameter.type) forEachName(*parameter.type, visit);
  if (const auto* entry = profileBinding(context, context.symbols.qualified(symbol)))
    forEachName(*entry->value, visit);
  for (const syntax::ExprPtr* part : {&parameter.range, &parameter.fallback})
    if (*part) forEachName(**part, visit);
  // A condition speaks of the parameter itself.
  if (parameter.where)
    forEachName(*parameter.where, [&](const NameUse& use) {
      if (use.name != symbol.name) visit(use);
    });
}

// Types have names of their own, and `param mse: loss = mse` means the component.
bool refersTo(const Context& context, const NameUse& use, const Symbol& symbol) {
  if (use.inType) return symbol.kind == SymbolKind::Type;
  for (const Symbol* other : context.symbols.find(symbol.module, use.name))
    if (other->kind == SymbolKind::Component) return false;
  return true;
}

struct Definitions {
  std::vector<const Symbol*> symbols;
  std::vector<std::vector<std::size_t>> needs;
};

Definitions collectDefinitions(const Context& context, std::uint32_t module) {
  Definitions all;
  std::unordered_map<std::string_view, std::size_t> places;
  for (const Symbol& symbol : context.symbols.all()) {
    if (!isDefinition(symbol, module)) continue;
    if (places.emplace(symbol.name, all.symbols.size()).second) all.symbols.push_back(&symbol);
  }
  all.needs.resize(all.symbols.size());
  for (std::size_t i = 0; i < all.symbols.size(); ++i)
    forEachNameOf(context, *all.symbols[i], [&](const NameUse& use) {
      auto place = places.find(use.name);
      if (place == places.end() || !refersTo(context, use, *all.symbols[place->second])) return;
      all.needs[i].push_back(place->second);
    });
  return all;
}

void poisonCycle(Context& context, const Definitions& all, const std::vector<std::size_t>& cycle) {
  std::vector<syntax::Name> names;
  for (std::size_t index : cycle) {
    const Symbol& symbol = *all.symbols[index];
    names.push_back({symbol.name, symbol.span});
    Definition& found = context.definitions[&symbol];
    found.progress = Progress::Done;
    found.item = context.poisoned(symbol.span);
    if (symbol.kind == SymbolKind::Fn) poisonFunction(context, symbol);
    if (symbol.kind == SymbolKind::Param) takeOverride(context, context.symbols.qualified(symbol));
  }
  context.report(cyclicDefinition(names));
}

}  // namespace

void checkDefinitions(Context& context, std::uint32_t module) {
  Definitions all = collectDefinitions(context, module);
  DependencyOrder order = sortByNeed(all.needs);
  for (const std::vector<std::size_t>& cycle : order.cycles) poisonCycle(context, all, cycle);
  for (std::size_t i = 0; i < order.order.size(); ++i)
    context.definitions[all.symbols[order.order[i]]].rank = i;
  for (std::size_t index : order.order)
    definition(context, *all.symbols[index], all.symbols[index]->span);
}

void completeDefinitions(Context& context, std::uint32_t module) {
  std::vector<const Symbol*> models;
  for (const Symbol& symbol : context.symbols.all())
    if (symbol.kind == SymbolKind::Model) models.push_back(&symbol);
  if (models.empty()) return;
  std::vector<const Symbol*> open;
  for (const Symbol* symbol : reachOf(context).dependents(models)) {
    const bool value = symbol->kind == SymbolKind::Param || symbol->kind == SymbolKind::Let;
    if (symbol->module != module || !value) continue;
    const Item& item = context.definitions[symbol].item;
    if (!item.isError() && !item.known()) open.push_back(symbol);
  }
  std::sort(open.begin(), open.end(), [&](const Symbol* left, const Symbol* right) {
    return context.definitions[left].rank < context.definitions[right].rank;
  });
  for (const Symbol* symbol : open) {
    Definition& found = context.definitions[symbol];
    found = {.rank = found.rank};
    definition(context, *symbol, symbol->span);
  }
}

}  // namespace itw::sema
