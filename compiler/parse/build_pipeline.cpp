#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

syntax::StepDecl TreeBuilder::build(Grammar::StepDeclContext* ctx) {
  syntax::StepDecl result;
  result.name = name(ctx->NAME());
  result.parameters = parameters(ctx->parameters());
  result.outputs = ports(ctx->ports());
  if (ctx->ASSIGN() != nullptr) result.implementation = expr(ctx->expr());
  if (ctx->stepBody() == nullptr) return result;
  for (auto* each : ctx->stepBody()->stepBinding()) {
    takeDoc(each);
    result.body.push_back({.name = name(each->BINDER()),
                           .drawn = false,
                           .value = expr(each->expr()),
                           .span = spanOf(each)});
  }
  return result;
}

syntax::PipelineDecl TreeBuilder::build(Grammar::PipelineDeclContext* ctx) {
  syntax::PipelineDecl result;
  result.name = name(ctx->NAME());
  result.parameters = parameters(ctx->parameters());
  if (ctx->pipelineBody() == nullptr) return result;
  for (auto* each : ctx->pipelineBody()->pipelineStatement()) {
    result.body.push_back(pipelineStatement(each));
  }
  return result;
}

syntax::PipelineStatement TreeBuilder::pipelineStatement(Grammar::PipelineStatementContext* ctx) {
  takeDoc(ctx);
  syntax::PipelineStatement result;
  result.span = spanOf(ctx);
  result.value = expr(ctx->expr());
  if (ctx->BINDER() != nullptr) result.name = name(ctx->BINDER());
  if (ctx->STRING() != nullptr) result.published = plainString(ctx->STRING());
  return result;
}

syntax::TestDecl TreeBuilder::build(Grammar::TestDeclContext* ctx) {
  syntax::TestDecl result;
  if (ctx->STRING() != nullptr) result.title = plainString(ctx->STRING());
  if (ctx->testBody() == nullptr) return result;
  for (auto* each : ctx->testBody()->testStatement()) result.body.push_back(testStatement(each));
  return result;
}

syntax::TestStatement TreeBuilder::testStatement(Grammar::TestStatementContext* ctx) {
  takeDoc(ctx);
  syntax::TestStatement result;
  result.span = spanOf(ctx);
  result.expected = ctx->EXPECT() != nullptr;
  if (ctx->BINDER() != nullptr) result.name = name(ctx->BINDER());
  result.value = expr(ctx->expr());
  return result;
}

}  // namespace itw::parsing
