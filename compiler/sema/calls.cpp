#include "compiler/sema/argument_diagnostics.h"
#include "compiler/sema/arguments.h"
#include "compiler/sema/components.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/function/env_item.h"
#include "compiler/sema/function/function_info.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/model_info.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/pipeline/pipeline_call.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/step/step_info.h"

namespace itw::sema {
namespace {

Item callComponent(Context& context, const Symbol& symbol, const CallSite& site) {
  if (site.piped == nullptr)
    return componentItem(context, site.scope, symbol, site.arguments, site.span);
  context.report(nothingToPipeInto(site.span, site.callee, site.piped->span));
  return context.poisoned(site.span);
}

Item callSymbol(Context& context, const Scope& scope, const Symbol& symbol, const CallSite& site) {
  switch (symbol.kind) {
    case SymbolKind::Task:
      return taskItem(context, scope, symbol, site);
    case SymbolKind::Component:
      return callComponent(context, symbol, site);
    case SymbolKind::Model:
      return modelItem(context, symbol, site);
    case SymbolKind::Fn:
      return functionCall(context, symbol, site);
    case SymbolKind::Op:
      context.report(opOutsideModel(site.span, symbol.name));
      return context.poisoned(site.span);
    case SymbolKind::Pipeline:
      return pipelineItem(context, scope, symbol, site, nullptr);
    case SymbolKind::Step:
      return stepItem(context, scope, symbol, site);
    default:
      return context.poisoned(site.span);
  }
}

}  // namespace

void elaborateLoose(Context& context, const Scope& scope, const syntax::Expr& expr) {
  bool call = std::holds_alternative<syntax::CallExpr>(expr.node) ||
              std::holds_alternative<syntax::BinaryExpr>(expr.node) ||
              std::holds_alternative<syntax::UnaryExpr>(expr.node);
  if (call) elaborate(context, scope, expr);
}

Item elaborateCall(Context& context, const Scope& scope, const syntax::Expr& expr,
                   const Item* piped, TypeRef expected) {
  if (isEnv(expr) && piped == nullptr) return envItem(context, scope, expr);
  const auto* call = std::get_if<syntax::CallExpr>(&expr.node);
  const syntax::Expr& callee = call == nullptr ? expr : *call->callee;
  std::span<const syntax::Argument> arguments;
  if (call != nullptr) arguments = call->arguments;
  const Symbol* symbol = findCallee(context, scope, callee, expected);
  if (symbol == nullptr) {
    for (const syntax::Argument& argument : arguments)
      elaborateLoose(context, scope, *argument.value);
    return context.poisoned(expr.span);
  }
  return callSymbol(context, scope, *symbol,
                    {scope, arguments, piped, expr.span, dottedName(callee)});
}

Item elaboratePipe(Context& context, const Scope& scope, const syntax::Expr& expr,
                   TypeRef expected) {
  std::vector<const syntax::Expr*> stages;
  const syntax::Expr* start = &expr;
  while (const auto* binary = std::get_if<syntax::BinaryExpr>(&start->node)) {
    if (binary->op != syntax::BinaryOp::Pipe) break;
    stages.push_back(binary->right.get());
    start = binary->left.get();
  }
  auto stageItem = [&](const syntax::Expr& stage, const Item& piped) {
    return std::holds_alternative<syntax::ClauseExpr>(stage.node)
               ? elaborateClauses(context, scope, stage, &piped, expected)
               : elaborateCall(context, scope, stage, &piped, expected);
  };
  Item value;
  {
    AtPlace inner = AtPlace::inner(scope.pipeline);
    value = elaborate(context, scope, *start);
    for (std::size_t i = stages.size(); i-- > 1;) value = stageItem(*stages[i], Item(value));
  }
  value = stageItem(*stages[0], Item(value));
  value.span = expr.span;
  return value;
}

}  // namespace itw::sema
