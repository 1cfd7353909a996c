#include <optional>

#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

using syntax::BinaryOp;
using syntax::ExprPtr;
using syntax::TokenKind;

namespace {

std::optional<BinaryOp> operatorOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::Pipe:
      return BinaryOp::Pipe;
    case TokenKind::Or:
      return BinaryOp::Or;
    case TokenKind::And:
      return BinaryOp::And;
    case TokenKind::Equal:
      return BinaryOp::Equal;
    case TokenKind::NotEqual:
      return BinaryOp::NotEqual;
    case TokenKind::Less:
      return BinaryOp::Less;
    case TokenKind::LessEqual:
      return BinaryOp::LessEqual;
    case TokenKind::Greater:
      return BinaryOp::Greater;
    case TokenKind::GreaterEqual:
      return BinaryOp::GreaterEqual;
    case TokenKind::In:
      return BinaryOp::In;
    case TokenKind::Not:
      return BinaryOp::NotIn;
    case TokenKind::Plus:
      return BinaryOp::Add;
    case TokenKind::Minus:
      return BinaryOp::Subtract;
    case TokenKind::Star:
      return BinaryOp::Multiply;
    case TokenKind::Slash:
      return BinaryOp::Divide;
    case TokenKind::FloorDivide:
      return BinaryOp::FloorDivide;
    case TokenKind::Percent:
      return BinaryOp::Modulo;
    default:
      return std::nullopt;
  }
}

bool isMissing(const ExprPtr& expr) { return std::holds_alternative<syntax::Missing>(expr->node); }

}  // namespace

ExprPtr TreeBuilder::binary(BinaryOp op, Span operatorSpan, ExprPtr left, ExprPtr right) {
  const Span span = isMissing(left)    ? operatorSpan
                    : isMissing(right) ? join(left->span, operatorSpan)
                                       : join(left->span, right->span);
  return make(span, syntax::BinaryExpr{op, operatorSpan, std::move(left), std::move(right)});
}

template <class Context, class Build>
ExprPtr TreeBuilder::fold(antlr4::ParserRuleContext* ctx, const Many<Context>& operands,
                          const Build& build) {
  if (operands.empty()) return missing();
  ExprPtr result = build(operands.front());
  std::size_t next = 1;
  for (antlr4::tree::ParseTree* child : ctx->children) {
    auto* const sign = dynamic_cast<antlr4::tree::TerminalNode*>(child);
    const auto op = sign != nullptr ? operatorOf(tokenOf(sign).kind) : std::nullopt;
    if (!op) continue;
    ExprPtr right = next < operands.size() ? build(operands[next++]) : missing();
    result = binary(*op, spanOf(sign), std::move(result), std::move(right));
  }
  return result;
}

ExprPtr TreeBuilder::expr(Grammar::ExprContext* ctx) {
  if (ctx == nullptr) return missing();
  return ctx->conditional() != nullptr ? conditional(ctx->conditional()) : chain(ctx->chain());
}

ExprPtr TreeBuilder::conditional(Grammar::ConditionalContext* ctx) {
  return make(spanOf(ctx),
              syntax::IfExpr{expr(ctx->expr(0)), expr(ctx->expr(1)), expr(ctx->expr(2))});
}

ExprPtr TreeBuilder::chain(Grammar::ChainContext* ctx) {
  if (ctx == nullptr) return missing();
  ExprPtr result = disjunction(ctx->disjunction());
  const auto stages = ctx->stage();
  for (std::size_t i = 0; i < ctx->PIPE().size(); ++i) {
    ExprPtr right = i < stages.size() ? stage(stages[i]) : missing();
    result = binary(BinaryOp::Pipe, spanOf(ctx->PIPE(i)), std::move(result), std::move(right));
  }
  return result;
}

ExprPtr TreeBuilder::stage(Grammar::StageContext* ctx) {
  if (ctx->dotted() == nullptr || ctx->dotted()->NAME().empty()) return missing();
  const auto names = ctx->dotted()->NAME();
  ExprPtr result = nameExpr(tokenOf(names.front()));
  for (std::size_t i = 1; i < names.size(); ++i) result = member(std::move(result), names[i]);
  if (ctx->arguments() != nullptr) result = applied(std::move(result), ctx->arguments());
  return withClauses(std::move(result), ctx->clause());
}

ExprPtr TreeBuilder::disjunction(Grammar::DisjunctionContext* ctx) {
  if (ctx == nullptr) return missing();
  return fold(ctx, ctx->conjunction(), [this](auto* each) { return conjunction(each); });
}

ExprPtr TreeBuilder::conjunction(Grammar::ConjunctionContext* ctx) {
  return fold(ctx, ctx->negation(), [this](auto* each) { return negation(each); });
}

ExprPtr TreeBuilder::negation(Grammar::NegationContext* ctx) {
  if (ctx == nullptr) return missing();
  if (ctx->NOT() == nullptr) return comparison(ctx->comparison());
  return make(spanOf(ctx), syntax::UnaryExpr{syntax::UnaryOp::Not, negation(ctx->negation())});
}

ExprPtr TreeBuilder::comparison(Grammar::ComparisonContext* ctx) {
  if (ctx == nullptr) return missing();
  ExprPtr left = range(ctx->range(0));
  if (ctx->comparator() == nullptr) return left;
  const Span sign = spanOf(ctx->comparator());
  const auto op = operatorOf(program_.tokens[ctx->comparator()->getStart()->getTokenIndex()].kind);
  return binary(op.value_or(BinaryOp::Equal), sign, std::move(left), range(ctx->range(1)));
}

ExprPtr TreeBuilder::range(Grammar::RangeContext* ctx) {
  if (ctx == nullptr) return missing();
  ExprPtr low = sum(ctx->sum(0));
  const bool through = ctx->RANGE_THROUGH() != nullptr;
  if (!through && ctx->RANGE() == nullptr) return low;
  ExprPtr high = sum(ctx->sum(1));
  return make(spanOf(ctx), syntax::RangeExpr{std::move(low), std::move(high), through});
}

ExprPtr TreeBuilder::sum(Grammar::SumContext* ctx) {
  if (ctx == nullptr) return missing();
  return fold(ctx, ctx->product(), [this](auto* each) { return product(each); });
}

ExprPtr TreeBuilder::product(Grammar::ProductContext* ctx) {
  return fold(ctx, ctx->unary(), [this](auto* each) { return unary(each); });
}

ExprPtr TreeBuilder::unary(Grammar::UnaryContext* ctx) {
  if (ctx == nullptr) return missing();
  if (ctx->MINUS() == nullptr) return call(ctx->call());
  return make(spanOf(ctx), syntax::UnaryExpr{syntax::UnaryOp::Negate, unary(ctx->unary())});
}

}  // namespace itw::parsing
