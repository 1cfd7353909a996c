#include <algorithm>
#include <limits>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/scalar_compiler.h"
#include "compiler/sema/type_form_diagnostics.h"

namespace itw::sema {
namespace {

void collectNames(const syntax::Expr& root, std::vector<std::string>& names) {
  const syntax::Expr* expr = &root;
  // A long sum leans to the left: its spine is walked, not called.
  while (const auto* binary = std::get_if<syntax::BinaryExpr>(&expr->node)) {
    collectNames(*binary->right, names);
    expr = binary->left.get();
  }
  if (const auto* name = std::get_if<syntax::NameExpr>(&expr->node)) {
    if (std::find(names.begin(), names.end(), name->name) == names.end())
      names.push_back(name->name);
  } else if (const auto* unary = std::get_if<syntax::UnaryExpr>(&expr->node)) {
    collectNames(*unary->operand, names);
  } else if (const auto* call = std::get_if<syntax::CallExpr>(&expr->node)) {
    for (const syntax::Argument& argument : call->arguments) collectNames(*argument.value, names);
  }
}

bool isConstantName(const Context& context, const Scope& scope, const std::string& name) {
  if (scope.find(name) != nullptr) return true;
  for (const Symbol* symbol : context.symbols.find(scope.module, name))
    if (symbol->kind == SymbolKind::Param || symbol->kind == SymbolKind::Let) return true;
  return false;
}

// The symbols of a tensor type, for all sizes from one on.
Locals symbolItems(Context& context, const Scope& scope, const syntax::TensorType& tensor,
                   const std::string& prefix, expr::Facts& facts) {
  Locals locals;
  for (const std::string& name : symbolsOf(tensor)) {
    if (isConstantName(context, scope, name)) continue;
    facts.bound(prefix + name, {1, std::numeric_limits<double>::infinity(), false});
    Item item{.type = context.types.simple(TypeKind::Int)};
    item.scalar = expr::abstractOf(expr::Dim::symbol(prefix + name), facts);
    locals.emplace(name, std::move(item));
  }
  return locals;
}

std::optional<expr::Dim> resolveDim(Context& context, const Scope& scope,
                                    const syntax::Expr& expr) {
  ItemLeaves leaves(context, scope);
  auto compiled = ScalarCompiler(context, leaves, /*inDimension=*/true).compile(expr);
  if (!compiled) return std::nullopt;
  if (compiled->code.type().kind != expr::ScalarKind::Int) {
    context.report(dimensionNotInt(expr.span, textOf(compiled->code.type())));
    return std::nullopt;
  }
  auto value = evaluateScalar(context, *compiled, leaves.items(), scope.knownFacts());
  if (!value) return std::nullopt;
  if (value->range.high < 1) {
    context.report(dimensionNotPositive(expr.span, value->dim ? value->dim->text() : ""));
    return std::nullopt;
  }
  if (value->dim) return value->dim;
  context.report(dimensionNotPolynomial(expr.span));
  return std::nullopt;
}

}  // namespace

std::vector<std::string> symbolsOf(const syntax::TensorType& tensor) {
  std::vector<std::string> names;
  for (const syntax::ExprPtr& dim : tensor.dims) collectNames(*dim, names);
  return names;
}

std::optional<Tensor> resolveTensor(Context& context, const Scope& scope,
                                    const syntax::TensorType& tensor, const TypeNames& names) {
  Tensor result;
  const std::string& dtype = tensor.dtype.text;
  if (dtype != "class") {
    result.dtype = expr::dtypeOf(dtype);
    bool variable = dtype == "f" && names.symbols;
    if (!result.dtype && !variable) {
      context.report(unknownDType(tensor.dtype.span, dtype));
      return std::nullopt;
    }
  }
  if (tensor.leading && !names.symbols) {
    context.report(leadingOutsideOp(tensor.leading->span));
    return std::nullopt;
  }
  if (tensor.leading) result.leading = tensor.leading->text;
  expr::Facts facts = scope.knownFacts();
  Locals symbols;
  if (names.symbols) symbols = symbolItems(context, scope, tensor, names.prefix, facts);
  Scope inner{.module = scope.module, .outer = &scope, .locals = &symbols, .facts = &facts};
  inner.untaken = scope.untaken;
  for (const syntax::ExprPtr& dim : tensor.dims) {
    auto size = resolveDim(context, inner, *dim);
    if (!size) return std::nullopt;
    result.dims.push_back(std::move(*size));
  }
  return result;
}

}  // namespace itw::sema
