#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

std::optional<syntax::Declaration> TreeBuilder::declaration(Grammar::DeclarationContext* ctx) {
  syntax::Declaration result;
  result.doc = takeDoc(ctx);
  result.keyword = spanOf(program_.tokens[ctx->getStart()->getTokenIndex()]);
  auto* const body = ctx->children.empty()
                         ? nullptr
                         : dynamic_cast<antlr4::ParserRuleContext*>(ctx->children.front());
  if (body == nullptr) return std::nullopt;
  result.span = spanOf(body);
  if (auto* each = ctx->importDecl()) result.node = build(each);
  if (auto* each = ctx->paramDecl()) result.node = build(each);
  if (auto* each = ctx->letDecl()) result.node = build(each);
  if (auto* each = ctx->typeDecl()) result.node = build(each);
  if (auto* each = ctx->fnDecl()) result.node = build(each);
  if (auto* each = ctx->opDecl()) result.node = build(each);
  if (auto* each = ctx->taskDecl()) result.node = build(each);
  if (auto* each = ctx->componentDecl()) result.node = build(each);
  if (auto* each = ctx->modelDecl()) result.node = build(each);
  if (auto* each = ctx->stepDecl()) result.node = build(each);
  if (auto* each = ctx->pipelineDecl()) result.node = build(each);
  if (auto* each = ctx->sweepDecl()) result.node = build(each);
  if (auto* each = ctx->studyDecl()) result.node = build(each);
  if (auto* each = ctx->shapeDecl()) result.node = build(each);
  if (auto* each = ctx->siteDecl()) result.node = build(each);
  if (auto* each = ctx->profileDecl()) result.node = build(each);
  if (auto* each = ctx->observeDecl()) result.node = build(each);
  if (auto* each = ctx->testDecl()) result.node = build(each);
  return result;
}

syntax::ImportDecl TreeBuilder::build(Grammar::ImportDeclContext* ctx) {
  syntax::ImportDecl result;
  if (auto* dottedName = ctx->dotted()) result.path = path(dottedName->NAME());
  if (auto* file = ctx->STRING()) result.file = plainString(file).text;
  if (ctx->AS() != nullptr && ctx->NAME() != nullptr) result.alias = name(ctx->NAME());
  return result;
}

syntax::ParamDecl TreeBuilder::build(Grammar::ParamDeclContext* ctx) {
  if (ctx->parameter() == nullptr) return {};
  return {parameter(ctx->parameter())};
}

syntax::LetDecl TreeBuilder::build(Grammar::LetDeclContext* ctx) {
  return {.name = name(ctx->NAME()), .value = expr(ctx->expr())};
}

syntax::TypeDecl TreeBuilder::build(Grammar::TypeDeclContext* ctx) {
  return {.name = name(ctx->NAME()), .type = type(ctx->type())};
}

syntax::FnDecl TreeBuilder::build(Grammar::FnDeclContext* ctx) {
  return {.name = name(ctx->NAME()),
          .parameters = parameters(ctx->parameters()),
          .result = type(ctx->type()),
          .body = expr(ctx->expr())};
}

syntax::TaskDecl TreeBuilder::build(Grammar::TaskDeclContext* ctx) {
  syntax::TaskDecl result;
  result.name = name(ctx->NAME());
  if (ctx->generics() != nullptr) {
    noteAngles(ctx->generics());
    result.generics = path(ctx->generics()->NAME());
  }
  result.parameters = parameters(ctx->parameters());
  result.outputs = ports(ctx->ports());
  result.where = where(ctx->where());
  return result;
}

syntax::ComponentDecl TreeBuilder::build(Grammar::ComponentDeclContext* ctx) {
  syntax::ComponentDecl result;
  result.name = name(ctx->NAME(0));
  result.parameters = parameters(ctx->parameters());
  result.kind = name(ctx->NAME(1));
  return result;
}

std::vector<syntax::Parameter> TreeBuilder::parameters(Grammar::ParametersContext* ctx) {
  std::vector<syntax::Parameter> result;
  if (ctx == nullptr) return result;
  for (auto* each : ctx->parameter()) result.push_back(parameter(each));
  return result;
}

syntax::Parameter TreeBuilder::parameter(Grammar::ParameterContext* ctx) {
  syntax::Parameter result;
  result.doc = takeDoc(ctx);
  result.span = spanOf(ctx);
  result.name = name(ctx->NAME());
  result.type = type(ctx->type());
  if (ctx->IN() != nullptr) result.range = range(ctx->range());
  // The default and the condition are both `expr`; their signs tell which are there.
  std::size_t next = 0;
  if (ctx->ASSIGN() != nullptr) result.fallback = expr(ctx->expr(next++));
  if (ctx->WHERE() != nullptr) result.where = expr(ctx->expr(next));
  return result;
}

std::vector<syntax::Port> TreeBuilder::ports(Grammar::PortsContext* ctx) {
  std::vector<syntax::Port> result;
  if (ctx == nullptr) return result;
  if (ctx->type() != nullptr) {
    result.push_back({.name = std::nullopt, .type = type(ctx->type())});
    return result;
  }
  for (auto* each : ctx->port()) {
    takeDoc(each);
    result.push_back({.name = name(each->NAME()), .type = type(each->type())});
  }
  return result;
}

syntax::ExprPtr TreeBuilder::where(Grammar::WhereContext* ctx) {
  return ctx != nullptr ? expr(ctx->expr()) : nullptr;
}

}  // namespace itw::parsing
