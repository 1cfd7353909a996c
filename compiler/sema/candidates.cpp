#include "compiler/sema/candidates.h"

#include <algorithm>

#include "compiler/expr/expression.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/model_info.h"

namespace itw::sema {
namespace {

const Type& plainType(const Type& type) {
  return type.is(TypeKind::Optional) && type.inner != nullptr ? *type.inner : type;
}

bool isNumber(const Type& type) {
  return type.is(TypeKind::Int) || type.is(TypeKind::Float) || type.is(TypeKind::Count) ||
         type.is(TypeKind::Measure);
}

bool isText(const Type& type) {
  return type.is(TypeKind::String) || type.is(TypeKind::Enum) || type.is(TypeKind::Path) ||
         type.is(TypeKind::File) || type.is(TypeKind::Stdout);
}

// Whether a value of a type may be meant where another is asked for.
bool fits(const Type* actual, TypeRef expected) {
  if (expected == nullptr || actual == nullptr || actual->isError()) return true;
  const Type& have = plainType(*actual);
  const Type& want = plainType(*expected);
  if (want.isError() || want.is(TypeKind::Generic) || want.is(TypeKind::Opaque)) return true;
  // Its outputs can stand wherever a task's results can.
  if (have.is(TypeKind::Outputs)) return !want.is(TypeKind::Shape);
  if (isNumber(want)) return isNumber(have) || have.is(TypeKind::Component);
  if (isText(want)) return isText(have);
  if (want.is(TypeKind::Component))
    return have.is(TypeKind::Component) && kindSuits(want.name, have.name);
  return have.kind == want.kind;
}

bool isLocalWanted(const Item& item, const NamePlace& place) {
  if (place.called) return false;
  if (place.expected == nullptr) return true;
  return fits(item.type, place.expected);
}

bool standsAsValue(Context& context, const Symbol& symbol, TypeRef expected) {
  switch (symbol.kind) {
    case SymbolKind::Param:
    case SymbolKind::Let: {
      const auto definition = context.definitions.find(&symbol);
      const bool known =
          definition != context.definitions.end() && definition->second.progress == Progress::Done;
      return fits(known ? definition->second.item.type : nullptr, expected);
    }
    case SymbolKind::Component:
      return expected != nullptr && expected->is(TypeKind::Component) &&
             kindSuits(expected->name, symbol.componentKind);
    case SymbolKind::Shape:
      return expected != nullptr && expected->is(TypeKind::Shape);
    case SymbolKind::Fn:
      return expected != nullptr && expected->is(TypeKind::Function);
    case SymbolKind::Type:
      return expected != nullptr && expected->is(TypeKind::Schema);
    case SymbolKind::Sweep:
      return expected == nullptr;
    default:
      return false;
  }
}

bool standsAsCallee(const Scope& scope, const Symbol& symbol, TypeRef expected) {
  if (scope.body != nullptr)
    return symbol.kind == SymbolKind::Op || symbol.kind == SymbolKind::Model;
  if (expected != nullptr && expected->is(TypeKind::Component))
    return symbol.kind == SymbolKind::Component && kindSuits(expected->name, symbol.componentKind);
  if (symbol.kind == SymbolKind::Fn) return true;
  if (scope.pipeline == nullptr && symbol.kind == SymbolKind::Component) return true;
  return scope.pipeline != nullptr &&
         (symbol.kind == SymbolKind::Task || symbol.kind == SymbolKind::Step ||
          symbol.kind == SymbolKind::Pipeline || symbol.kind == SymbolKind::Model);
}

}  // namespace

bool canStand(Context& context, const Scope& scope, const Symbol& symbol, const NamePlace& place) {
  TypeRef expected = place.expected;
  if (expected != nullptr && expected->is(TypeKind::Optional)) expected = expected->inner;
  return place.called
             ? standsAsCallee(scope, symbol, expected) ||
                   (scope.body == nullptr && expected != nullptr &&
                    expected->is(TypeKind::Component) && standsAsValue(context, symbol, expected))
             : standsAsValue(context, symbol, expected);
}

std::vector<std::string_view> candidates(Context& context, const Scope& scope,
                                         const NamePlace& place) {
  std::vector<std::string_view> names;
  for (const Scope* inner = &scope; inner != nullptr; inner = inner->outer)
    if (inner->locals != nullptr)
      for (const auto& [name, item] : *inner->locals)
        if (isLocalWanted(item, place)) names.push_back(name);
  std::sort(names.begin(), names.end());
  if (scope.body != nullptr) {
    for (const TypeField& input : scope.body->inputs->fields) names.push_back(input.name);
    for (const syntax::ModelStatement& statement : scope.body->declaration->body)
      if (statement.name) names.push_back(statement.name->text);
  }
  if (place.called && scope.body == nullptr && place.expected == nullptr)
    for (std::string_view function : expr::functionNames()) names.push_back(function);
  for (const Symbol* symbol : context.symbols.visible(scope.module))
    if (canStand(context, scope, *symbol, place)) names.push_back(symbol->name);
  return names;
}

std::string outputNamed(const Scope& scope, const std::string& name, TypeRef expected) {
  std::string found;
  for (const Scope* inner = &scope; inner != nullptr; inner = inner->outer) {
    if (inner->locals == nullptr) continue;
    for (const auto& [local, item] : *inner->locals) {
      if (item.type == nullptr || !item.type->is(TypeKind::Outputs)) continue;
      const TypeField* field = item.type->find(name);
      if (field == nullptr || field->type->is(TypeKind::Given) || !fits(field->type, expected))
        continue;
      if (found.empty() || local < found) found = local;
    }
  }
  return found.empty() ? "" : found + "." + name;
}

bool literalCouldBe(const syntax::Expr& value, const Type& expected) {
  const Type& type = plainType(expected);
  if (type.is(TypeKind::Generic) || type.is(TypeKind::Opaque) || type.isError()) return true;
  if (std::holds_alternative<syntax::BoolLiteral>(value.node)) return type.is(TypeKind::Bool);
  if (std::holds_alternative<syntax::NumberLiteral>(value.node)) return isNumber(type);
  if (std::holds_alternative<syntax::StringLiteral>(value.node))
    return isText(type) || type.is(TypeKind::List);
  if (std::holds_alternative<syntax::ListExpr>(value.node)) return type.is(TypeKind::List);
  if (std::holds_alternative<syntax::NoneLiteral>(value.node))
    return expected.is(TypeKind::Optional);
  return true;
}

}  // namespace itw::sema
