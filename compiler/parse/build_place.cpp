#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

syntax::ShapeDecl TreeBuilder::build(Grammar::ShapeDeclContext* ctx) {
  syntax::ShapeDecl result;
  result.name = name(ctx->NAME());
  for (auto* each : ctx->record()) result.alternatives.push_back(record(each));
  return result;
}

syntax::SiteDecl TreeBuilder::build(Grammar::SiteDeclContext* ctx) {
  syntax::SiteDecl result;
  result.name = name(ctx->NAME());
  if (ctx->siteBody() == nullptr) return result;
  for (auto* each : ctx->siteBody()->siteEntry()) result.entries.push_back(siteEntry(each));
  return result;
}

/// `node name { ... }`, `links { ... }`, or `name = value`, whose keyword is its name.
syntax::SiteEntry TreeBuilder::siteEntry(Grammar::SiteEntryContext* ctx) {
  takeDoc(ctx);
  syntax::SiteEntry result;
  result.span = spanOf(ctx);
  const syntax::Token& first = program_.tokens[ctx->getStart()->getTokenIndex()];
  result.keyword = {std::string(textOf(first)), spanOf(first)};
  if (ctx->NAME() != nullptr) result.name = name(ctx->NAME());
  result.value = ctx->record() != nullptr ? record(ctx->record()) : expr(ctx->expr());
  return result;
}

syntax::ProfileDecl TreeBuilder::build(Grammar::ProfileDeclContext* ctx) {
  syntax::ProfileDecl result;
  result.name = name(ctx->NAME());
  if (ctx->profileBody() == nullptr) return result;
  for (auto* each : ctx->profileBody()->profileEntry()) {
    result.entries.push_back(profileEntry(each));
  }
  return result;
}

syntax::ProfileEntry TreeBuilder::profileEntry(Grammar::ProfileEntryContext* ctx) {
  takeDoc(ctx);
  syntax::ProfileEntry result;
  result.span = spanOf(ctx);
  if (auto* key = ctx->key()) {
    if (key->BINDER() != nullptr) result.path.push_back(name(key->BINDER()));
    for (auto* each : key->NAME()) result.path.push_back(name(each));
  }
  result.narrows = ctx->IN() != nullptr;
  result.value = result.narrows ? range(ctx->range()) : expr(ctx->expr());
  return result;
}

syntax::ObserveDecl TreeBuilder::build(Grammar::ObserveDeclContext* ctx) {
  syntax::ObserveDecl result;
  if (ctx->observeBody() == nullptr) return result;
  for (auto* each : ctx->observeBody()->postfix()) {
    takeDoc(each);
    result.trackers.push_back(postfix(each));
  }
  return result;
}

}  // namespace itw::parsing
