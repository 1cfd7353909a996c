#include "compiler/parse/syntax_diagnostics.h"
#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

syntax::OpDecl TreeBuilder::build(Grammar::OpDeclContext* ctx) {
  syntax::OpDecl result;
  result.name = name(ctx->NAME());
  result.parameters = parameters(ctx->parameters());
  result.inputs = ports(ctx->ports(0));
  result.outputs = ports(ctx->ports(1));
  result.where = where(ctx->where());
  if (ctx->opBody() == nullptr) return result;
  for (auto* each : ctx->opBody()->opStatement()) opStatement(each, result);
  return result;
}

void TreeBuilder::opStatement(Grammar::OpStatementContext* ctx, syntax::OpDecl& op) {
  takeDoc(ctx);
  if (ctx->WEIGHT() != nullptr || ctx->BUFFER() != nullptr) {
    syntax::WeightDecl weight;
    weight.isBuffer = ctx->BUFFER() != nullptr;
    weight.name = name(ctx->NAME());
    weight.shape = type(ctx->type());
    weight.initializer = expr(ctx->expr(0));
    if (ctx->IF() != nullptr) weight.condition = expr(ctx->expr(1));
    op.weights.push_back(std::move(weight));
    return;
  }
  if (ctx->BINDER() == nullptr) return;
  const syntax::Name bound = name(ctx->BINDER());
  if (bound.text != "cost") {
    diagnostics_.add(unknownOpEntry(bound.span, bound.text));
  } else if (op.cost != nullptr) {
    diagnostics_.add(secondCost(bound.span, op.cost->span));
  } else {
    op.cost = expr(ctx->expr(0));
  }
}

syntax::ModelDecl TreeBuilder::build(Grammar::ModelDeclContext* ctx) {
  syntax::ModelDecl result;
  result.name = name(ctx->NAME());
  result.parameters = parameters(ctx->parameters());
  result.inputs = ports(ctx->ports(0));
  result.outputs = ports(ctx->ports(1));
  result.where = where(ctx->where());
  if (ctx->modelBody() == nullptr) return result;
  for (auto* each : ctx->modelBody()->modelStatement()) {
    result.body.push_back(modelStatement(each));
  }
  return result;
}

syntax::ModelStatement TreeBuilder::modelStatement(Grammar::ModelStatementContext* ctx) {
  takeDoc(ctx);
  syntax::ModelStatement result;
  result.span = spanOf(ctx);
  result.kind = syntax::ModelStatementKind::Result;
  if (ctx->LAYER() != nullptr) {
    result.kind = syntax::ModelStatementKind::Layer;
    result.name = name(ctx->NAME());
  } else if (ctx->BINDER() != nullptr) {
    result.kind = syntax::ModelStatementKind::Binding;
    result.name = name(ctx->BINDER());
  }
  result.value = expr(ctx->expr());
  return result;
}

}  // namespace itw::parsing
