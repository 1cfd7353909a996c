#include "compiler/sema/lookup.h"

#include <algorithm>

#include "compiler/expr/expression.h"
#include "compiler/sema/candidates.h"
#include "compiler/sema/components.h"
#include "compiler/sema/declarations.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/function/function_info.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline/search_result.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

using Symbols = std::vector<const Symbol*>;

bool isValue(const Symbol& symbol) {
  return symbol.kind == SymbolKind::Param || symbol.kind == SymbolKind::Let ||
         symbol.kind == SymbolKind::Shape || symbol.kind == SymbolKind::Component;
}

void touch(Context& context, const Scope& scope, const Symbol& symbol) {
  symbol.used = true;
  context.symbols.markImportOf(scope.module, symbol);
}

// The prelude, which nobody asked for, yields to what was declared or imported.
void dropPrelude(const Context& context, Symbols& found) {
  auto isPrelude = [&](const Symbol* symbol) { return context.symbols.isPrelude(symbol->module); };
  if (!std::all_of(found.begin(), found.end(), isPrelude)) std::erase_if(found, isPrelude);
}

Symbols ofKind(const Symbols& symbols, TypeRef expected) {
  Symbols result;
  if (expected == nullptr || !expected->is(TypeKind::Component)) return result;
  for (const Symbol* symbol : symbols)
    if (symbol->kind == SymbolKind::Component && kindSuits(expected->name, symbol->componentKind))
      result.push_back(symbol);
  return result;
}

const Symbol* functionWanted(const Symbols& symbols, TypeRef expected) {
  if (expected == nullptr || !expected->is(TypeKind::Function)) return nullptr;
  for (const Symbol* symbol : symbols)
    if (symbol->kind == SymbolKind::Fn) return symbol;
  return nullptr;
}

// Names of modules that are there but were not imported help most when a name is unknown.
std::string unimportedModule(Context& context, const Scope& scope, const std::string& name,
                             const NamePlace& place) {
  for (const Symbol* symbol : context.symbols.anywhere(name)) {
    const bool library =
        !context.symbols.isUsers(symbol->module) && !context.symbols.isPrelude(symbol->module);
    if (library && (place.expected == nullptr || canStand(context, scope, *symbol, place)))
      return context.symbols.moduleName(symbol->module);
  }
  return "";
}

// The one symbol that is meant, or null after a report.
const Symbol* only(Context& context, const Scope& scope, const Symbols& candidates,
                   const std::string& name, Span span) {
  if (candidates.empty()) return nullptr;
  // A name declared twice in one file was reported there; two components of one name were not.
  bool clash =
      candidates.size() > 1 && (candidates[0]->module != candidates[1]->module ||
                                candidates[0]->componentKind != candidates[1]->componentKind);
  if (clash) {
    context.report(ambiguousName(span, name,
                                 {*candidates[0], context.symbols.qualified(*candidates[0])},
                                 {*candidates[1], context.symbols.qualified(*candidates[1])}));
    return nullptr;
  }
  touch(context, scope, *candidates[0]);
  return candidates[0];
}

Item shapeItem(Context& context, const Symbol& symbol, Span span) {
  Item item{.type = context.types.simple(TypeKind::Shape), .span = span};
  item.symbol = &symbol;
  item.value = expr::Value{context.symbols.qualified(symbol)};
  return item;
}

void noteRead(Context& context, const Scope& scope, const Item& item) {
  if (context.reads == nullptr || scope.untaken || item.provenance == nullptr) return;
  const Span& declared = item.provenance->declared;
  context.reads->insert({declared.file.value, declared.begin});
}

Item valueOfSymbol(Context& context, const Scope& scope, const Symbol& symbol, Span span) {
  if (symbol.kind == SymbolKind::Component) return componentItem(context, scope, symbol, {}, span);
  if (symbol.kind == SymbolKind::Shape) return shapeItem(context, symbol, span);
  Item item = definitionOf(context, symbol, span);
  noteRead(context, scope, item);
  item.span = span;
  return item;
}

// A declared record where the schema of data is asked for.
std::optional<Item> schemaNamed(Context& context, const Scope& scope, const Symbols& found,
                                Span span, TypeRef expected) {
  if (expected == nullptr || !expected->is(TypeKind::Schema)) return std::nullopt;
  for (const Symbol* symbol : found) {
    if (symbol->kind != SymbolKind::Type) continue;
    touch(context, scope, *symbol);
    TypeRef record = aliasType(context, scope.module, *symbol, span);
    return record->isError() ? context.poisoned(span) : schemaItem(context, record, span);
  }
  return std::nullopt;
}

bool isMember(TypeRef expected, const std::string& name) {
  return expected != nullptr && expected->is(TypeKind::Enum) &&
         std::find(expected->members.begin(), expected->members.end(), name) !=
             expected->members.end();
}

// `target = label`, `best(accuracy)`: names that only the surrounding call can resolve.
bool isNameOfCall(TypeRef expected) {
  return expected != nullptr && (expected->is(TypeKind::Field) || expected->is(TypeKind::Series));
}

Item namedItem(Context& context, TypeRef type, const std::string& name, Span span) {
  Item item{.type = type, .span = span};
  if (type->is(TypeKind::Enum))
    item.scalar = expr::abstractOf(expr::Scalar{name});
  else
    item.value = expr::Value{name};
  (void)context;
  return item;
}

// An import with an alias that declares the name.
const Import* importWith(const Context& context, std::uint32_t fromModule,
                         const std::string& name) {
  for (const Import& import : context.symbols.imports())
    if (import.from == fromModule && !import.alias.empty() &&
        !context.symbols.inModule(import.module, name).empty())
      return &import;
  return nullptr;
}

// A module that lacks its import is told once in a file, by the first of its names.
bool lacksModule(Context& context, std::uint32_t from, const std::string& module) {
  return !module.empty() && !context.missingImports.insert({from, module}).second;
}

// What only an op is called, where there is no model: no import helps.
bool reportedAsOp(Context& context, const Scope& scope, const std::string& name, Span span,
                  const NamePlace& place) {
  const Symbols all = context.symbols.anywhere(name);
  const bool ops = !all.empty() && std::all_of(all.begin(), all.end(), [](const Symbol* symbol) {
    return symbol->kind == SymbolKind::Op;
  });
  if (!ops || !place.called || scope.body != nullptr) return false;
  context.report(opOutsideModel(span, name));
  return true;
}

// Whether what is unknown was said, or belongs to an import that could not be read.
bool reportedAsModule(Context& context, const Scope& scope, const std::string& name, Span span,
                      const std::string& module) {
  if (context.lackingAliases.contains({scope.module, name})) return true;
  for (const Module& each : context.input.modules)
    if (each.name == "std." + name && module != each.name) {
      context.report(moduleWithoutAlias(span, name, each.name));
      return true;
    }
  if (expr::functionOf(name)) {
    context.report(functionWithoutCall(span, name));
    return true;
  }
  if (const Import* import = importWith(context, scope.module, name)) {
    import->used = true;
    context.report(nameBehindAlias(span, name, import->alias));
    return true;
  }
  return context.lackingImports.contains(scope.module) ||
         lacksModule(context, scope.module, module);
}

Item reportUnknown(Context& context, const Scope& scope, const std::string& name, Span span,
                   const NamePlace& place) {
  const std::string module = unimportedModule(context, scope, name, place);
  if (reportedAsModule(context, scope, name, span, module) ||
      reportedAsOp(context, scope, name, span, place))
    return context.poisoned(span);
  if (!module.empty()) {
    context.report(missingImport(span, name, module, placeOfImport(context, scope.module)));
    return context.poisoned(span);
  }
  std::string near;
  if (context.suggestionsLeft-- > 0) {
    if (!place.called) near = outputNamed(scope, name, place.expected);
    if (near.empty()) near = nearest(name, candidates(context, scope, place));
  }
  context.report(unknownName(span, name, near, {place.expected, place.called}));
  return context.poisoned(span);
}

}  // namespace

// A name that nothing declares where one of a few words is asked for: which these are is more help
// than that nothing is called so, unless a declaration is nearer.
static bool reportedAsMember(Context& context, const Scope& scope, const std::string& name,
                             Span span, TypeRef expected) {
  TypeRef type = expected;
  if (type != nullptr && type->is(TypeKind::Optional)) type = type->inner;
  if (type != nullptr && type->is(TypeKind::List) && isMember(type->inner, name)) {
    context.report(memberWithoutList(span, name, *type));
    return true;
  }
  if (type == nullptr || !type->is(TypeKind::Enum) || context.suggestionsLeft-- <= 0) return false;
  bool member = !nearest(name, {type->members.begin(), type->members.end()}).empty();
  if (!member && !nearest(name, candidates(context, scope, {false, type})).empty()) return false;
  context.report(notAMember(span, name, *type));
  return true;
}

Item elaborateName(Context& context, const Scope& scope, const std::string& name, Span span,
                   TypeRef expected) {
  if (isMember(expected, name) || isNameOfCall(expected))
    return namedItem(context, expected, name, span);
  Symbols found = context.symbols.find(scope.module, name);
  if (const Symbol* function = functionWanted(found, expected)) {
    touch(context, scope, *function);
    return functionItem(context, *function, span, expected);
  }
  Symbols kind = ofKind(found, expected);
  if (!kind.empty()) {
    const Symbol* symbol = only(context, scope, kind, name, span);
    return symbol == nullptr ? context.poisoned(span)
                             : componentItem(context, scope, *symbol, {}, span);
  }
  if (const Item* local = scope.find(name)) {
    Item item = *local;
    noteRead(context, scope, item);
    item.span = span;
    return item;
  }
  if (auto schema = schemaNamed(context, scope, found, span, expected)) return *schema;
  dropPrelude(context, found);
  Symbols values;
  std::copy_if(found.begin(), found.end(), std::back_inserter(values),
               [](const Symbol* symbol) { return isValue(*symbol); });
  // A component of a kind that is not asked for is told so, whichever of its name it is.
  bool wrongKind = expected != nullptr && expected->is(TypeKind::Component) && !values.empty() &&
                   values[0]->kind == SymbolKind::Component;
  if (wrongKind) values.resize(1);
  if (!values.empty()) {
    const Symbol* symbol = only(context, scope, values, name, span);
    return symbol == nullptr ? context.poisoned(span)
                             : valueOfSymbol(context, scope, *symbol, span);
  }
  if (found.empty() && reportedAsMember(context, scope, name, span, expected))
    return context.poisoned(span);
  if (found.empty()) return reportUnknown(context, scope, name, span, {false, expected});
  touch(context, scope, *found[0]);
  if (found[0]->kind == SymbolKind::Sweep) return sweepItem(context, scope, *found[0], span);
  context.report(notAValue(span, *found[0]));
  return context.poisoned(span);
}

void reportShadowing(Context& context, std::uint32_t module, const syntax::Name& name) {
  for (const Symbol* symbol : context.symbols.inModule(module, name.text)) {
    if (symbol->kind == SymbolKind::Type) continue;
    context.report(shadowsDeclaration(name, *symbol));
    return;
  }
}

std::string dottedName(const syntax::Expr& expr) {
  if (const auto* name = std::get_if<syntax::NameExpr>(&expr.node)) return name->name;
  const auto* member = std::get_if<syntax::MemberExpr>(&expr.node);
  if (member == nullptr) return "";
  std::string object = dottedName(*member->object);
  return object.empty() ? "" : object + "." + member->member.text;
}

namespace {

// `nn.relu` behind `import std.nn as nn`: the module's symbol, or null after a report. An empty
// result means that the object is no alias.
std::optional<Symbols> ofAlias(Context& context, const Scope& scope, const syntax::Expr& expr) {
  const auto* member = std::get_if<syntax::MemberExpr>(&expr.node);
  const auto* object =
      member == nullptr ? nullptr : std::get_if<syntax::NameExpr>(&member->object->node);
  if (object == nullptr || scope.find(object->name) != nullptr) return std::nullopt;
  const Import* import = context.symbols.findAlias(scope.module, object->name);
  if (import == nullptr && context.lackingAliases.contains({scope.module, object->name}))
    return Symbols{};
  if (import == nullptr) return std::nullopt;
  import->used = true;
  Symbols found = context.symbols.inModule(import->module, member->member.text);
  if (!found.empty()) return found;
  std::vector<std::string_view> names;
  for (const Symbol& symbol : context.symbols.all())
    if (symbol.module == import->module) names.push_back(symbol.name);
  context.report(unknownInModule(member->member, context.symbols.moduleName(import->module),
                                 nearest(member->member.text, names)));
  return found;
}

const Symbol* chooseCallee(Context& context, const Scope& scope, Symbols found,
                           const syntax::Expr& callee, TypeRef expected) {
  const std::string name = dottedName(callee);
  const Span span = callee.span;
  Symbols kind = ofKind(found, expected);
  if (!kind.empty()) return only(context, scope, kind, name, span);
  dropPrelude(context, found);
  // A function that is named like one of the language was reported there.
  if (found.size() > 1 && expr::functionOf(name))
    std::erase_if(found, [](const Symbol* symbol) { return symbol->kind == SymbolKind::Fn; });
  Symbols callable;
  std::copy_if(found.begin(), found.end(), std::back_inserter(callable),
               [](const Symbol* symbol) { return symbol->isCallable(); });
  // Where no kind is asked for, an op or function goes before components of its name.
  auto isComponent = [](const Symbol* symbol) { return symbol->kind == SymbolKind::Component; };
  if (expected == nullptr && !std::all_of(callable.begin(), callable.end(), isComponent))
    std::erase_if(callable, isComponent);
  if (!callable.empty()) return only(context, scope, callable, name, span);
  if (!found.empty()) context.report(notCallable(span, name, describe(*found[0]), found[0]->span));
  return nullptr;
}

}  // namespace

namespace {

// `nn.Linear(4, 8)`, `np.sqrt(x)`: a call behind a name that nothing declares. What the last word
// is here says more than that.
bool reportedAsForeign(Context& context, const Scope& scope, const syntax::Expr& callee,
                       const std::string& method, TypeRef expected) {
  const std::string written = dottedName(callee);
  const std::string root = written.substr(0, written.find('.'));
  const bool known = root.empty() || scope.find(root) != nullptr ||
                     !context.symbols.find(scope.module, root).empty() ||
                     context.symbols.findAlias(scope.module, root) != nullptr;
  if (known) return false;
  const bool lacks = context.lackingAliases.contains({scope.module, root}) ||
                     context.lackingImports.contains(scope.module);
  if (lacks) return true;
  std::string ours;
  if (expr::functionOf(method)) ours = method;
  const bool suggest = ours.empty() && foreignName(method) == nullptr;
  if (suggest && context.suggestionsLeft-- > 0)
    ours = nearest(method, candidates(context, scope, {true, expected}));
  if (ours.empty() && foreignName(method) == nullptr) return false;
  context.report(foreignCall(callee.span, written, method, ours));
  return true;
}

}  // namespace

const Symbol* findCallee(Context& context, const Scope& scope, const syntax::Expr& callee,
                         TypeRef expected) {
  if (auto members = ofAlias(context, scope, callee)) {
    if (members->empty()) return nullptr;
    return chooseCallee(context, scope, *members, callee, expected);
  }
  const auto* name = std::get_if<syntax::NameExpr>(&callee.node);
  if (name == nullptr) {
    const auto* member = std::get_if<syntax::MemberExpr>(&callee.node);
    const bool foreign = member != nullptr &&
                         reportedAsForeign(context, scope, callee, member->member.text, expected);
    if (foreign) return nullptr;
    if (member != nullptr)
      context.report(noMethod(callee.span, dottedName(callee), member->member.text));
    else if (!std::holds_alternative<syntax::Missing>(callee.node))
      context.report(valueCalled(callee.span));
    return nullptr;
  }
  Symbols found = context.symbols.find(scope.module, name->name);
  if (!found.empty()) return chooseCallee(context, scope, found, callee, expected);
  if (scope.find(name->name) != nullptr)
    context.report(notCallable(callee.span, name->name, "value", {}));
  else
    reportUnknown(context, scope, name->name, callee.span, {true, expected});
  return nullptr;
}

// `csv(digits.csv)`: a path whose quotes are missing.
static bool reportedAsPath(Context& context, const Scope& scope, const syntax::Expr& expr,
                           TypeRef expected) {
  const bool path =
      expected != nullptr && (expected->is(TypeKind::Path) || expected->is(TypeKind::File));
  const std::string written = path ? dottedName(expr) : "";
  const std::string root = written.substr(0, written.find('.'));
  if (root.empty() || scope.find(root) != nullptr ||
      context.symbols.findAlias(scope.module, root) != nullptr)
    return false;
  for (const Symbol* symbol : context.symbols.find(scope.module, root))
    if (symbol->kind == SymbolKind::Param || symbol->kind == SymbolKind::Let ||
        symbol->kind == SymbolKind::Sweep)
      return false;
  context.report(pathWithoutQuotes(expr.span, written));
  return true;
}

Item elaborateMember(Context& context, const Scope& scope, const syntax::Expr& expr,
                     const syntax::MemberExpr& member, TypeRef expected) {
  if (reportedAsPath(context, scope, expr, expected)) return context.poisoned(expr.span);
  if (auto members = ofAlias(context, scope, expr)) {
    if (members->empty()) return context.poisoned(expr.span);
    if (auto schema = schemaNamed(context, scope, *members, expr.span, expected)) return *schema;
    if (const Symbol* function = functionWanted(*members, expected)) {
      touch(context, scope, *function);
      return functionItem(context, *function, expr.span, expected);
    }
    Symbols kind = ofKind(*members, expected);
    const Symbol* symbol =
        only(context, scope, kind.empty() ? *members : kind, dottedName(expr), expr.span);
    if (symbol == nullptr) return context.poisoned(expr.span);
    if (isValue(*symbol)) return valueOfSymbol(context, scope, *symbol, expr.span);
    if (symbol->kind == SymbolKind::Sweep) return sweepItem(context, scope, *symbol, expr.span);
    context.report(notAValue(expr.span, *symbol));
    return context.poisoned(expr.span);
  }
  Item object = elaborate(context, scope, *member.object);
  if (object.isError()) return context.poisoned(expr.span);
  bool sweep = object.symbol != nullptr && object.symbol->kind == SymbolKind::Sweep;
  if (sweep && member.member.text == "best" && !hasBest(*object.symbol)) {
    context.report(noSingleBest(expr.span, *object.symbol));
    return context.poisoned(expr.span);
  }
  return outputOf(context, object, member, expr.span);
}

}  // namespace itw::sema
