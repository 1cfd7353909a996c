#include "compiler/sema/arguments.h"
#include "compiler/sema/components.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/model_info.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/place/shapes.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

// Says for as long as it lives that calls are not the last of their binding.
class InnerCalls {
 public:
  explicit InnerCalls(const Scope& scope) : builder_(scope.pipeline) {
    if (builder_ == nullptr) return;
    before_ = builder_->inner();
    builder_->setInner(true);
  }
  ~InnerCalls() {
    if (builder_ != nullptr) builder_->setInner(before_);
  }
  InnerCalls(const InnerCalls&) = delete;
  InnerCalls& operator=(const InnerCalls&) = delete;

 private:
  PipelineBuilder* builder_;
  bool before_ = false;
};

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
    case SymbolKind::Op:
      context.report(opOutsideModel(site.span, symbol.name));
      return context.poisoned(site.span);
    case SymbolKind::Pipeline:
      context.report(notSupported(site.span, "a call of a pipeline"));
      return context.poisoned(site.span);
    default:
      // The declaration of a step or function was reported as not supported.
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
  std::optional<InnerCalls> inner(std::in_place, scope);
  Item value = elaborate(context, scope, *start);
  while (!stages.empty()) {
    const syntax::Expr& stage = *stages.back();
    stages.pop_back();
    if (stages.empty()) inner.reset();
    Item piped = std::move(value);
    value = std::holds_alternative<syntax::ClauseExpr>(stage.node)
                ? elaborateClauses(context, scope, stage, &piped, expected)
                : elaborateCall(context, scope, stage, &piped, expected);
  }
  value.span = expr.span;
  return value;
}

namespace {

void applyShape(Context& context, const Scope& scope, const syntax::Clause& clause,
                TaskNode* node) {
  if (!clause.value) return;
  Item shape = elaborateAs(context, scope, *clause.value, context.types.simple(TypeKind::Shape));
  if (shape.isError() || !shape.value || node == nullptr || scope.untaken) return;
  const auto& name = std::get<std::string>(shape.value->node);
  auto resources = chooseResources(context, name);
  if (resources) node->resources = *std::move(resources);
}

void applyClause(Context& context, const Scope& scope, const syntax::Clause& clause,
                 TaskNode* node) {
  switch (clause.kind) {
    case syntax::ClauseKind::On:
      applyShape(context, scope, clause, node);
      return;
    case syntax::ClauseKind::Using:
      context.report(notSupported(clause.span, "`using`"));
      return;
    case syntax::ClauseKind::With:
      context.report(notSupported(clause.span, "`with`"));
      return;
    case syntax::ClauseKind::Retry:
      context.report(notSupported(clause.span, "`retry`"));
      return;
    case syntax::ClauseKind::Cache:
      context.report(notSupported(clause.span, "`cache`"));
      return;
    case syntax::ClauseKind::Deadline:
      context.report(notSupported(clause.span, "`deadline`"));
      return;
  }
}

}  // namespace

Item elaborateClauses(Context& context, const Scope& scope, const syntax::Expr& expr,
                      const Item* piped, TypeRef expected) {
  const auto& written = std::get<syntax::ClauseExpr>(expr.node);
  std::size_t before = scope.pipeline == nullptr ? 0 : scope.pipeline->size();
  bool plain = std::holds_alternative<syntax::NameExpr>(written.call->node) ||
               std::holds_alternative<syntax::MemberExpr>(written.call->node) ||
               std::holds_alternative<syntax::CallExpr>(written.call->node);
  Item value = plain ? elaborateCall(context, scope, *written.call, piped, expected)
                     : elaborate(context, scope, *written.call, expected);
  bool added = scope.pipeline != nullptr && scope.pipeline->size() > before;
  if (!added && !value.isError()) {
    context.report(clauseWithoutTask(written.clauses.front().span));
    return context.poisoned(expr.span);
  }
  for (const syntax::Clause& clause : written.clauses)
    applyClause(context, scope, clause, added ? scope.pipeline->last() : nullptr);
  value.span = expr.span;
  return value;
}

}  // namespace itw::sema
