#include "compiler/parse/tree_builder.h"

#include <algorithm>

#include "compiler/parse/parse_diagnostics.h"

namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

TreeBuilder::TreeBuilder(FileId file, std::string_view text, Program& program,
                         DiagnosticSink& diagnostics)
    : file_(file),
      text_(text),
      program_(program),
      diagnostics_(diagnostics),
      docTaken_(program.docs.size(), false) {}

void TreeBuilder::reportDetachedDocs() {
  for (std::size_t i = 0; i < docTaken_.size(); ++i) {
    if (!docTaken_[i]) diagnostics_.add(detachedDoc(program_.docs[i].span));
  }
}

/// The documentation in front of a context; of several blocks only the last one is.
std::string TreeBuilder::takeDoc(antlr4::ParserRuleContext* ctx) {
  const std::size_t token = ctx->getStart()->getTokenIndex();
  auto& docs = program_.docs;
  const auto behind =
      std::upper_bound(docs.begin(), docs.end(), token,
                       [](std::size_t index, const DocBlock& block) { return index < block.code; });
  if (behind == docs.begin() || (behind - 1)->code != token) return {};
  docTaken_[static_cast<std::size_t>(behind - docs.begin()) - 1] = true;
  return std::move((behind - 1)->text);
}

/// Notes the first and the last token of `<A, B>`.
void TreeBuilder::noteAngles(antlr4::ParserRuleContext* ctx) {
  const Span span = spanOf(ctx);
  angles_.push_back(span.begin);
  if (span.end > span.begin + 1) angles_.push_back(span.end - 1);
}

std::vector<std::uint32_t> TreeBuilder::takeAngles() {
  std::sort(angles_.begin(), angles_.end());
  return std::move(angles_);
}

const Token& TreeBuilder::firstToken(antlr4::ParserRuleContext* ctx) const {
  return program_.tokens[std::min(ctx->getStart()->getTokenIndex(), program_.tokens.size() - 1)];
}

const Token& TreeBuilder::tokenOf(antlr4::tree::TerminalNode* node) const {
  return program_.tokens[std::min(node->getSymbol()->getTokenIndex(), program_.tokens.size() - 1)];
}

Span TreeBuilder::spanOf(antlr4::tree::TerminalNode* node) const {
  return node != nullptr ? spanOf(tokenOf(node)) : Span{file_, 0, 0};
}

Span TreeBuilder::spanOf(antlr4::ParserRuleContext* ctx) const {
  const std::size_t last = program_.tokens.size() - 1;
  const Token& start = program_.tokens[std::min(ctx->getStart()->getTokenIndex(), last)];
  if (ctx->getStop() == nullptr) return {file_, start.begin, start.begin};
  const Token& stop = program_.tokens[std::min(ctx->getStop()->getTokenIndex(), last)];
  return {file_, start.begin, std::max(start.begin, stop.end)};
}

syntax::Name TreeBuilder::name(antlr4::tree::TerminalNode* node) const {
  if (node == nullptr) return {.text = {}, .span = {file_, 0, 0}};
  const Token& token = tokenOf(node);
  return {std::string(textOf(token)), spanOf(token)};
}

syntax::Name TreeBuilder::dotted(antlr4::ParserRuleContext* ctx) const {
  if (ctx == nullptr) return {.text = {}, .span = {file_, 0, 0}};
  syntax::Name result{.text = {}, .span = spanOf(ctx)};
  for (antlr4::tree::ParseTree* child : ctx->children) {
    auto* const terminal = dynamic_cast<antlr4::tree::TerminalNode*>(child);
    if (terminal != nullptr) result.text += textOf(tokenOf(terminal));
  }
  return result;
}

std::vector<syntax::Name> TreeBuilder::path(const Many<antlr4::tree::TerminalNode>& names) const {
  std::vector<syntax::Name> result;
  for (antlr4::tree::TerminalNode* each : names) result.push_back(name(each));
  return result;
}

}  // namespace itw::parsing
