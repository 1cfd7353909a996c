#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

using Kind = syntax::SweepStatementKind;

syntax::SweepDecl TreeBuilder::build(Grammar::SweepDeclContext* ctx) {
  return {.name = name(ctx->NAME()),
          .pipeline = dotted(ctx->dotted()),
          .body = searchBody(ctx->searchBody())};
}

syntax::StudyDecl TreeBuilder::build(Grammar::StudyDeclContext* ctx) {
  return {.name = name(ctx->NAME()),
          .pipeline = dotted(ctx->dotted()),
          .body = searchBody(ctx->searchBody())};
}

std::vector<syntax::SweepStatement> TreeBuilder::searchBody(Grammar::SearchBodyContext* ctx) {
  std::vector<syntax::SweepStatement> result;
  if (ctx == nullptr) return result;
  for (auto* each : ctx->searchStatement()) result.push_back(searchStatement(each));
  return result;
}

syntax::SweepStatement TreeBuilder::searchStatement(Grammar::SearchStatementContext* ctx) {
  takeDoc(ctx);
  syntax::SweepStatement result;
  result.span = spanOf(ctx);
  if (ctx->key() != nullptr) {
    result.kind = ctx->OVER() != nullptr ? Kind::Over : Kind::Binding;
    result.binding = syntax::Binding{.name = dotted(ctx->key()),
                                     .drawn = ctx->TILDE() != nullptr,
                                     .value = expr(ctx->expr()),
                                     .span = result.span};
    return result;
  }
  result.value = expr(ctx->expr());
  if (ctx->REQUIRE() != nullptr) result.kind = Kind::Require;
  if (ctx->MINIMIZE() != nullptr) result.kind = Kind::Minimize;
  if (ctx->MAXIMIZE() != nullptr) result.kind = Kind::Maximize;
  if (ctx->SUBJECT() != nullptr) result.kind = Kind::SubjectTo;
  if (ctx->WHEN() != nullptr) {
    result.kind = Kind::When;
    result.body = searchBody(ctx->searchBody());
  }
  if (ctx->STRING() != nullptr) result.because = plainString(ctx->STRING()).text;
  return result;
}

}  // namespace itw::parsing
