#include "compiler/sema/pipeline/clauses.h"

#include "compiler/sema/components.h"
#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/pipeline/pipeline_call.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline/search_result.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/place/shapes.h"

namespace itw::sema {
namespace {

using syntax::Clause;
using syntax::ClauseKind;

const char* wordOf(ClauseKind kind) {
  // In the order of ClauseKind.
  constexpr const char* kWords[] = {"with", "on", "using", "retry", "cache", "deadline"};
  return kWords[static_cast<std::size_t>(kind)];
}

// What a sweep decides goes to the task like data: the plan shows what it waits for.
bool waits(TaskNode& node, const Item& item, const char* clause, Span span) {
  auto output = outputBehind(item);
  if (output) {
    output->computed = !item.value;
    node.arguments.push_back({clause, expr::Value{*output}, span});
  }
  return output.has_value();
}

void applyShape(Context& context, const Clause& clause, const Item& shape, TaskNode& node) {
  if (waits(node, shape, "on", clause.value->span) || !shape.value) return;
  const auto& name = std::get<std::string>(shape.value->node);
  auto resources = chooseResources(context, name);
  if (resources) node.resources = *std::move(resources);
}

// Whether a task computes with a model, which a strategy spreads over ranks.
bool takesModel(const Context& context, const TaskNode& node) {
  if (node.step) return false;
  const std::string name = node.component.substr(node.component.rfind('.') + 1);
  for (const Symbol* symbol : context.symbols.anywhere(name)) {
    if (symbol->kind != SymbolKind::Task) continue;
    const auto& parameters = std::get<syntax::TaskDecl>(symbol->declaration->node).parameters;
    for (const syntax::Parameter& parameter : parameters) {
      const auto* type = std::get_if<syntax::NamedType>(&parameter.type->node);
      if (type != nullptr && type->name.text == "model") return true;
    }
  }
  return false;
}

void applyStrategy(Context& context, const Clause& clause, const Item& strategy, TaskNode& node) {
  if (!takesModel(context, node)) return context.report(strategyWithoutModel(clause.span));
  if (waits(node, strategy, "using", clause.value->span) || !strategy.known()) return;
  node.strategy = std::get<expr::Component>(valueOf(strategy).node);
}

// What the standard library declares for `retry(...)`, `cache(...)` and `deadline(...)`.
const Symbol* declarationOf(const Context& context, const std::string& clause) {
  for (const Symbol* symbol : context.symbols.anywhere(clause))
    if (symbol->componentKind == "clause") return symbol;
  return nullptr;
}

void applyCall(Context& context, const Scope& scope, const Clause& clause, TaskNode* node) {
  const Symbol* symbol = declarationOf(context, wordOf(clause.kind));
  if (symbol == nullptr) return;
  Item item = componentItem(context, scope, *symbol, clause.arguments, clause.span);
  if (item.isError()) return;
  if (auto output = outputBehind(item)) {
    item.span = clause.span;
    if (scope.pipeline != nullptr && !isSearch(*scope.pipeline, *output))
      context.report(knownOnlyRunning(item, scope.pipeline->node(output->node).name));
    else if (node != nullptr)
      waits(*node, item, wordOf(clause.kind), clause.span);
    return;
  }
  if (node == nullptr || !item.known()) return;
  auto& place = clause.kind == ClauseKind::Retry   ? node->retry
                : clause.kind == ClauseKind::Cache ? node->cache
                                                   : node->deadline;
  place = std::get<expr::Component>(valueOf(item).node);
  if (!scope.untaken) checkClause(context, clause.span, *place, *node);
}

void applyClause(Context& context, const Scope& scope, const Clause& clause, TaskNode* node) {
  if (clause.kind >= ClauseKind::Retry) return applyCall(context, scope, clause, node);
  if (!clause.value) return;
  bool shape = clause.kind == ClauseKind::On;
  TypeRef type =
      shape ? context.types.simple(TypeKind::Shape) : context.types.component("strategy");
  Item item = elaborateAs(context, scope, *clause.value, type);
  if (item.isError() || node == nullptr || scope.untaken) return;
  if (shape)
    applyShape(context, clause, item, *node);
  else
    applyStrategy(context, clause, item, *node);
}

// The task that the clauses speak of: what was called, not what its arguments call.
TaskNode* nodeOf(const Scope& scope, const Item& value, std::size_t before) {
  if (scope.pipeline == nullptr || scope.pipeline->size() == before) return nullptr;
  const auto* output = value.value ? std::get_if<expr::OutputRef>(&value.value->node) : nullptr;
  return output == nullptr || output->node < before ? nullptr : &scope.pipeline->node(output->node);
}

bool isPlainCall(const syntax::Expr& call) {
  return std::holds_alternative<syntax::NameExpr>(call.node) ||
         std::holds_alternative<syntax::MemberExpr>(call.node) ||
         std::holds_alternative<syntax::CallExpr>(call.node);
}

}  // namespace

bool isSearch(const PipelineBuilder& builder, const expr::OutputRef& output) {
  return builder.node(output.node).component == kSweepComponent;
}

namespace {

// `digits() with { ... }`: the call of a pipeline, to which no other clause belongs.
Item elaborateWith(Context& context, const Scope& scope, const syntax::ClauseExpr& written,
                   const Item* piped, Span span) {
  const auto* call = std::get_if<syntax::CallExpr>(&written.call->node);
  const syntax::Expr& callee = call == nullptr ? *written.call : *call->callee;
  const Symbol* symbol =
      isPlainCall(*written.call) ? findCallee(context, scope, callee, nullptr) : nullptr;
  if (symbol == nullptr && isPlainCall(*written.call)) return context.poisoned(span);
  if (symbol == nullptr || symbol->kind != SymbolKind::Pipeline) {
    context.report(withOutsidePipelineCall(written.clauses[0].span));
    return context.poisoned(span);
  }
  if (written.clauses.size() > 1)
    context.report(clauseOfPipelineCall(written.clauses[1].span, wordOf(written.clauses[1].kind)));
  std::span<const syntax::Argument> arguments;
  if (call != nullptr) arguments = call->arguments;
  CallSite site{scope, arguments, piped, written.call->span, dottedName(callee)};
  return pipelineItem(context, scope, *symbol, site, written.clauses.data());
}

}  // namespace

Item elaborateClauses(Context& context, const Scope& scope, const syntax::Expr& expr,
                      const Item* piped, TypeRef expected) {
  const auto& written = std::get<syntax::ClauseExpr>(expr.node);
  if (written.clauses[0].kind == ClauseKind::With)
    return elaborateWith(context, scope, written, piped, expr.span);
  std::size_t before = scope.pipeline == nullptr ? 0 : scope.pipeline->size();
  Item value = isPlainCall(*written.call)
                   ? elaborateCall(context, scope, *written.call, piped, expected)
                   : elaborate(context, scope, *written.call, expected);
  const Clause& first = written.clauses[0];
  TaskNode* node = value.isError() ? nullptr : nodeOf(scope, value, before);
  if (node == nullptr && !value.isError()) {
    bool pipeline = value.symbol != nullptr && value.symbol->kind == SymbolKind::Pipeline;
    context.report(pipeline ? clauseOfPipelineCall(first.span, wordOf(first.kind))
                            : clauseWithoutTask(first.span));
    return context.poisoned(expr.span);
  }
  for (const Clause& clause : written.clauses) applyClause(context, scope, clause, node);
  value.span = expr.span;
  return value;
}

}  // namespace itw::sema
