#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/parse/grammar_stream.h"
#include "compiler/parse/layout.h"
#include "compiler/syntax/declaration.h"

namespace itw::parsing {

/// Turns ANTLR's contexts into our tree, one family of the grammar in each build_*.cpp. Contexts
/// behind a syntax error may be null or incomplete; `Missing` stands in the tree for them.
class TreeBuilder {
 public:
  using Grammar = grammar::ItwParser;
  template <class T>
  using Many = std::vector<T*>;

  TreeBuilder(FileId file, std::string_view text, Program& program, DiagnosticSink& diagnostics);

  /// Nothing where not even the kind of the declaration is known.
  std::optional<syntax::Declaration> declaration(Grammar::DeclarationContext* ctx);
  /// Warns about documentation that no declaration, statement, parameter or field took.
  void reportDetachedDocs();
  /// Where the `<` and `>` around the arguments of types stand, in order.
  std::vector<std::uint32_t> takeAngles();

 private:
  // build_declaration.cpp
  syntax::ImportDecl build(Grammar::ImportDeclContext* ctx);
  syntax::ParamDecl build(Grammar::ParamDeclContext* ctx);
  syntax::LetDecl build(Grammar::LetDeclContext* ctx);
  syntax::TypeDecl build(Grammar::TypeDeclContext* ctx);
  syntax::FnDecl build(Grammar::FnDeclContext* ctx);
  syntax::TaskDecl build(Grammar::TaskDeclContext* ctx);
  syntax::ComponentDecl build(Grammar::ComponentDeclContext* ctx);
  std::vector<syntax::Parameter> parameters(Grammar::ParametersContext* ctx);
  syntax::Parameter parameter(Grammar::ParameterContext* ctx);
  std::vector<syntax::Port> ports(Grammar::PortsContext* ctx);
  syntax::ExprPtr where(Grammar::WhereContext* ctx);

  // build_model.cpp
  syntax::OpDecl build(Grammar::OpDeclContext* ctx);
  void opStatement(Grammar::OpStatementContext* ctx, syntax::OpDecl& op);
  syntax::ModelDecl build(Grammar::ModelDeclContext* ctx);
  syntax::ModelStatement modelStatement(Grammar::ModelStatementContext* ctx);

  // build_pipeline.cpp
  syntax::StepDecl build(Grammar::StepDeclContext* ctx);
  syntax::PipelineDecl build(Grammar::PipelineDeclContext* ctx);
  syntax::PipelineStatement pipelineStatement(Grammar::PipelineStatementContext* ctx);
  syntax::TestDecl build(Grammar::TestDeclContext* ctx);
  syntax::TestStatement testStatement(Grammar::TestStatementContext* ctx);

  // build_search.cpp
  syntax::SweepDecl build(Grammar::SweepDeclContext* ctx);
  syntax::StudyDecl build(Grammar::StudyDeclContext* ctx);
  std::vector<syntax::SweepStatement> searchBody(Grammar::SearchBodyContext* ctx);
  syntax::SweepStatement searchStatement(Grammar::SearchStatementContext* ctx);

  // build_place.cpp
  syntax::ShapeDecl build(Grammar::ShapeDeclContext* ctx);
  syntax::SiteDecl build(Grammar::SiteDeclContext* ctx);
  syntax::SiteEntry siteEntry(Grammar::SiteEntryContext* ctx);
  syntax::ProfileDecl build(Grammar::ProfileDeclContext* ctx);
  syntax::ProfileEntry profileEntry(Grammar::ProfileEntryContext* ctx);
  syntax::ObserveDecl build(Grammar::ObserveDeclContext* ctx);

  // build_operators.cpp
  syntax::ExprPtr expr(Grammar::ExprContext* ctx);
  syntax::ExprPtr conditional(Grammar::ConditionalContext* ctx);
  syntax::ExprPtr rung(antlr4::ParserRuleContext* ctx);
  syntax::ExprPtr fold(antlr4::ParserRuleContext* ctx);
  syntax::ExprPtr stage(Grammar::StageContext* ctx);
  syntax::ExprPtr negation(Grammar::NegationContext* ctx);
  syntax::ExprPtr comparison(Grammar::ComparisonContext* ctx);
  syntax::ExprPtr range(Grammar::RangeContext* ctx);
  syntax::ExprPtr unary(Grammar::UnaryContext* ctx);
  /// `left op right` with the operator's token.
  syntax::ExprPtr binary(syntax::BinaryOp op, Span operatorSpan, syntax::ExprPtr left,
                         syntax::ExprPtr right);

  // build_call.cpp
  syntax::ExprPtr call(Grammar::CallContext* ctx);
  syntax::ExprPtr postfix(Grammar::PostfixContext* ctx);
  std::vector<syntax::Argument> arguments(Grammar::ArgumentsContext* ctx);
  syntax::Argument argument(Grammar::ArgumentContext* ctx);
  syntax::ExprPtr withClauses(syntax::ExprPtr callee, const Many<Grammar::ClauseContext>& clauses);
  syntax::Clause clause(Grammar::ClauseContext* ctx);
  void checkOrder(const std::vector<syntax::Clause>& clauses);
  syntax::ExprPtr member(syntax::ExprPtr object, antlr4::tree::TerminalNode* name);
  syntax::ExprPtr applied(syntax::ExprPtr callee, Grammar::ArgumentsContext* arguments);

  // build_primary.cpp
  syntax::ExprPtr primary(Grammar::PrimaryContext* ctx);
  syntax::ExprPtr literal(const syntax::Token& token);
  syntax::ExprPtr nameExpr(const syntax::Token& token);
  syntax::ExprPtr list(Grammar::ListContext* ctx);
  syntax::ExprPtr record(Grammar::RecordContext* ctx);
  syntax::Binding entry(Grammar::EntryContext* ctx);

  // build_string.cpp
  syntax::StringLiteral interpolated(const syntax::Token& token);
  /// The text of a string without interpolation: a title, a file, a reason, a member of an
  /// enumeration.
  syntax::Name plainString(antlr4::tree::TerminalNode* node);

  // build_type.cpp
  syntax::TypePtr type(Grammar::TypeContext* ctx);
  syntax::TypePtr namedType(Grammar::NamedTypeContext* ctx);
  syntax::Name dottedName(Grammar::DottedContext* ctx);
  syntax::TypePtr typeArgument(Grammar::TypeArgumentContext* ctx);
  syntax::TypePtr tensor(syntax::Name dtype, Grammar::DimsContext* ctx);
  syntax::TypePtr enumType(Grammar::EnumTypeContext* ctx);
  syntax::TypePtr recordType(Grammar::RecordTypeContext* ctx);

  // tree_builder.cpp
  std::string takeDoc(antlr4::ParserRuleContext* ctx);
  void noteAngles(antlr4::ParserRuleContext* ctx);
  syntax::Name name(antlr4::tree::TerminalNode* node) const;
  /// `a.b.c` as one name.
  syntax::Name dotted(antlr4::ParserRuleContext* ctx) const;
  std::vector<syntax::Name> path(const Many<antlr4::tree::TerminalNode>& names) const;
  const syntax::Token& firstToken(antlr4::ParserRuleContext* ctx) const;
  const syntax::Token& tokenOf(antlr4::tree::TerminalNode* node) const;
  std::string_view textOf(const syntax::Token& token) const { return token.text(text_); }
  Span spanOf(const syntax::Token& token) const { return {file_, token.begin, token.end}; }
  Span spanOf(antlr4::tree::TerminalNode* node) const;
  Span spanOf(antlr4::ParserRuleContext* ctx) const;
  template <class Node>
  syntax::ExprPtr make(Span span, Node node) const {
    return std::make_unique<syntax::Expr>(syntax::Expr{span, std::move(node)});
  }
  template <class Node>
  syntax::TypePtr makeType(Span span, Node node) const {
    return std::make_unique<syntax::Type>(syntax::Type{span, std::move(node)});
  }
  syntax::ExprPtr missing() const { return make(Span{file_, 0, 0}, syntax::Missing{}); }

  FileId file_;
  std::string_view text_;
  Program& program_;
  DiagnosticSink& diagnostics_;
  /// Whether a block of documentation was taken.
  std::vector<bool> docTaken_;
  std::vector<std::uint32_t> angles_;
};

}  // namespace itw::parsing
