#include "compiler/parse/syntax_diagnostics.h"
#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

using syntax::ClauseKind;
using syntax::ExprPtr;

ExprPtr TreeBuilder::call(Grammar::CallContext* ctx) {
  if (ctx == nullptr) return missing();
  return withClauses(postfix(ctx->postfix()), ctx->clause());
}

ExprPtr TreeBuilder::postfix(Grammar::PostfixContext* ctx) {
  if (ctx == nullptr) return missing();
  ExprPtr result = primary(ctx->primary());
  const auto lists = ctx->arguments();
  const auto names = ctx->NAME();
  std::size_t nextList = 0;
  std::size_t nextName = 0;
  for (antlr4::tree::ParseTree* child : ctx->children) {
    if (nextList < lists.size() && child == lists[nextList]) {
      result = applied(std::move(result), lists[nextList++]);
    } else if (nextName < names.size() && child == names[nextName]) {
      result = member(std::move(result), names[nextName++]);
    }
  }
  return result;
}

ExprPtr TreeBuilder::member(ExprPtr object, antlr4::tree::TerminalNode* node) {
  const syntax::Name part = name(node);
  const Span span = join(object->span, part.span);
  return make(span, syntax::MemberExpr{std::move(object), part});
}

ExprPtr TreeBuilder::applied(ExprPtr callee, Grammar::ArgumentsContext* list) {
  const Span span = join(callee->span, spanOf(list));
  return make(span, syntax::CallExpr{std::move(callee), arguments(list)});
}

std::vector<syntax::Argument> TreeBuilder::arguments(Grammar::ArgumentsContext* ctx) {
  std::vector<syntax::Argument> result;
  if (ctx == nullptr) return result;
  for (auto* each : ctx->argument()) result.push_back(argument(each));
  return result;
}

syntax::Argument TreeBuilder::argument(Grammar::ArgumentContext* ctx) {
  takeDoc(ctx);
  syntax::Argument result;
  result.span = spanOf(ctx);
  const syntax::Token& first = firstToken(ctx);
  if (first.kind == syntax::TokenKind::Binder) {
    result.name = syntax::Name{std::string(textOf(first)), spanOf(first)};
    result.drawn = ctx->TILDE() != nullptr;
  }
  result.value = expr(ctx->expr());
  return result;
}

ExprPtr TreeBuilder::withClauses(ExprPtr callee, const Many<Grammar::ClauseContext>& contexts) {
  if (contexts.empty()) return callee;
  syntax::ClauseExpr result;
  for (auto* each : contexts) result.clauses.push_back(clause(each));
  checkOrder(result.clauses);
  const Span span = join(callee->span, result.clauses.back().span);
  result.call = std::move(callee);
  return make(span, std::move(result));
}

syntax::Clause TreeBuilder::clause(Grammar::ClauseContext* ctx) {
  syntax::Clause result;
  result.span = spanOf(ctx);
  if (ctx->WITH() != nullptr) result.kind = ClauseKind::With;
  if (ctx->ON() != nullptr) result.kind = ClauseKind::On;
  if (ctx->USING() != nullptr) result.kind = ClauseKind::Using;
  if (ctx->RETRY() != nullptr) result.kind = ClauseKind::Retry;
  if (ctx->CACHE() != nullptr) result.kind = ClauseKind::Cache;
  if (ctx->DEADLINE() != nullptr) result.kind = ClauseKind::Deadline;
  if (result.kind >= ClauseKind::Retry) {
    result.arguments = arguments(ctx->arguments());
    return result;
  }
  ExprPtr value = postfix(ctx->postfix());
  auto* const record = std::get_if<syntax::RecordExpr>(&value->node);
  if (result.kind == ClauseKind::With && record != nullptr) {
    result.bindings = std::move(record->fields);
  } else {
    result.value = std::move(value);
  }
  return result;
}

/// `with`, `on`, `using`, `retry`, `cache`, `deadline`: in this order, each once.
void TreeBuilder::checkOrder(const std::vector<syntax::Clause>& clauses) {
  for (std::size_t i = 1; i < clauses.size(); ++i) {
    if (clauses[i].kind > clauses[i - 1].kind) continue;
    diagnostics_.add(
        clauseOrder(clauses[i].span, clauses[i - 1].span, clauses[i].kind == clauses[i - 1].kind));
    return;
  }
}

}  // namespace itw::parsing
