#include <unordered_map>

#include "compiler/sema/arguments.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/resolve_type.h"

namespace itw::sema {
namespace {

struct Parts {
  const std::vector<syntax::Parameter>* parameters = nullptr;
  const std::vector<syntax::Name>* generics = nullptr;
  const syntax::Expr* where = nullptr;
};

struct PartsOf {
  Parts operator()(const syntax::OpDecl& op) const { return {&op.parameters, nullptr, nullptr}; }
  Parts operator()(const syntax::TaskDecl& task) const {
    return {&task.parameters, &task.generics, task.where.get()};
  }
  Parts operator()(const syntax::ComponentDecl& component) const {
    return {&component.parameters, nullptr, nullptr};
  }
  Parts operator()(const syntax::ModelDecl& model) const {
    return {&model.parameters, nullptr, nullptr};
  }
  Parts operator()(const syntax::FnDecl& function) const {
    return {&function.parameters, nullptr, nullptr};
  }
  Parts operator()(const syntax::StepDecl& step) const {
    return {&step.parameters, nullptr, nullptr};
  }
  Parts operator()(const syntax::PipelineDecl& pipeline) const {
    return {&pipeline.parameters, nullptr, nullptr};
  }
  template <class Other>
  Parts operator()(const Other&) const {
    return {};
  }
};

bool isPort(const Symbol& symbol, TypeRef type) {
  return symbol.kind == SymbolKind::Component &&
         (type->is(TypeKind::Tensor) || type->is(TypeKind::Class));
}

}  // namespace

const Signature& signatureOf(Context& context, const Symbol& symbol) {
  auto& slot = context.signatures[&symbol];
  if (slot) return *slot;
  slot = std::make_unique<Signature>();
  Signature& signature = *slot;
  signature.symbol = &symbol;
  Parts parts = std::visit(PartsOf{}, symbol.declaration->node);
  signature.where = parts.where;
  if (parts.parameters == nullptr) return signature;
  Scope scope{.module = symbol.module};
  TypeNames names{.generics = parts.generics, .symbols = symbol.kind == SymbolKind::Component};
  std::unordered_map<std::string_view, Span> seen;
  for (const syntax::Parameter& parameter : *parts.parameters) {
    auto [earlier, fresh] = seen.emplace(parameter.name.text, parameter.name.span);
    if (!fresh && !parameter.name.text.empty())
      context.report(duplicateBinding(parameter.name, earlier->second));
    TypeRef type = parameter.type ? resolveType(context, scope, *parameter.type, names)
                                  : context.types.error();
    signature.parameters.push_back({&parameter, parameter.name.text, type, isPort(symbol, type)});
  }
  return signature;
}

bool unify(Context& context, Generics& generics, TypeRef pattern, TypeRef actual) {
  if (actual->isError() || pattern->isError()) {
    if (pattern->is(TypeKind::Generic)) generics.emplace(pattern->name, actual);
    return true;
  }
  if (pattern->is(TypeKind::Generic)) {
    auto [place, fresh] = generics.emplace(pattern->name, actual);
    return fresh || place->second->isError() || sameType(*place->second, *actual);
  }
  if (pattern->is(TypeKind::Field) || pattern->is(TypeKind::Series))
    return actual->is(pattern->kind);
  if (pattern->kind != actual->kind) return false;
  if (pattern->inner == nullptr) return sameType(*pattern, *actual);
  if (actual->inner == nullptr || !unify(context, generics, pattern->inner, actual->inner))
    return false;
  return pattern->second == nullptr ||
         (actual->second != nullptr && unify(context, generics, pattern->second, actual->second));
}

TypeRef substitute(Context& context, const Generics& generics, TypeRef type) {
  if (type->is(TypeKind::Generic)) {
    auto place = generics.find(type->name);
    return place == generics.end() ? context.types.error() : place->second;
  }
  if (type->inner == nullptr) return type;
  TypeRef inner = substitute(context, generics, type->inner);
  TypeRef second = type->second == nullptr ? nullptr : substitute(context, generics, type->second);
  if (inner->isError() || (second != nullptr && second->isError())) return context.types.error();
  if (inner == type->inner && second == type->second) return type;
  Type copy = *type;
  copy.inner = inner;
  copy.second = second;
  return context.types.make(std::move(copy));
}

}  // namespace itw::sema
