#include <optional>
#include <typeinfo>

#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

using syntax::BinaryOp;
using syntax::ExprPtr;
using syntax::TokenKind;
using Grammar = grammar::ItwParser;

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

/// Whether a rule of the ladder may hold nothing but the next one.
bool isRung(std::size_t rule) {
  switch (rule) {
    case Grammar::RuleExpr:
    case Grammar::RuleChain:
    case Grammar::RuleDisjunction:
    case Grammar::RuleConjunction:
    case Grammar::RuleNegation:
    case Grammar::RuleComparison:
    case Grammar::RuleRange:
    case Grammar::RuleSum:
    case Grammar::RuleProduct:
    case Grammar::RuleUnary:
    case Grammar::RuleCall:
    case Grammar::RulePostfix:
      return true;
    default:
      return false;
  }
}

/// Cheaper than a dynamic_cast, of which a long program would need a hundred thousand.
bool isToken(const antlr4::tree::ParseTree& node) {
  return typeid(node) == typeid(antlr4::tree::TerminalNodeImpl) ||
         typeid(node) == typeid(antlr4::tree::ErrorNodeImpl);
}

bool isMissing(const ExprPtr& expr) { return std::holds_alternative<syntax::Missing>(expr->node); }

}  // namespace

ExprPtr TreeBuilder::binary(BinaryOp op, Span operatorSpan, ExprPtr left, ExprPtr right) {
  const Span span = isMissing(left)    ? operatorSpan
                    : isMissing(right) ? join(left->span, operatorSpan)
                                       : join(left->span, right->span);
  return make(span, syntax::BinaryExpr{op, operatorSpan, std::move(left), std::move(right)});
}

/// Folds the operands of a rule and the operators between them, from left to right.
ExprPtr TreeBuilder::fold(antlr4::ParserRuleContext* ctx) {
  ExprPtr result;
  for (antlr4::tree::ParseTree* child : ctx->children) {
    if (isToken(*child)) continue;
    auto* const operand = static_cast<antlr4::ParserRuleContext*>(child);
    if (result == nullptr) {
      result = rung(operand);
      continue;
    }
    // The operator is the token in front of the operand.
    const syntax::Token& sign = program_.tokens[operand->getStart()->getTokenIndex() - 1];
    const BinaryOp op = operatorOf(sign.kind).value_or(BinaryOp::Of);
    result = binary(op, spanOf(sign), std::move(result), rung(operand));
  }
  return result != nullptr ? std::move(result) : make(spanOf(ctx), syntax::Missing{});
}

ExprPtr TreeBuilder::expr(Grammar::ExprContext* ctx) {
  return ctx != nullptr ? rung(ctx) : missing();
}

/// Builds any rule of the ladder of precedence. Rungs that only hold the next one are skipped: a
/// name alone is twelve rules deep.
ExprPtr TreeBuilder::rung(antlr4::ParserRuleContext* ctx) {
  while (ctx->children.size() == 1 && ctx->exception == nullptr && isRung(ctx->getRuleIndex())) {
    ctx = static_cast<antlr4::ParserRuleContext*>(ctx->children.front());
  }
  switch (ctx->getRuleIndex()) {
    case Grammar::RuleExpr:
    case Grammar::RuleChain:
    case Grammar::RuleDisjunction:
    case Grammar::RuleConjunction:
    case Grammar::RuleSum:
    case Grammar::RuleProduct:
      return fold(ctx);
    case Grammar::RuleConditional:
      return conditional(static_cast<Grammar::ConditionalContext*>(ctx));
    case Grammar::RuleStage:
      return stage(static_cast<Grammar::StageContext*>(ctx));
    case Grammar::RuleNegation:
      return negation(static_cast<Grammar::NegationContext*>(ctx));
    case Grammar::RuleComparison:
      return comparison(static_cast<Grammar::ComparisonContext*>(ctx));
    case Grammar::RuleRange:
      return range(static_cast<Grammar::RangeContext*>(ctx));
    case Grammar::RuleUnary:
      return unary(static_cast<Grammar::UnaryContext*>(ctx));
    case Grammar::RuleCall:
      return call(static_cast<Grammar::CallContext*>(ctx));
    case Grammar::RulePostfix:
      return postfix(static_cast<Grammar::PostfixContext*>(ctx));
    case Grammar::RulePrimary:
      return primary(static_cast<Grammar::PrimaryContext*>(ctx));
    default:
      return make(spanOf(ctx), syntax::Missing{});
  }
}

ExprPtr TreeBuilder::conditional(Grammar::ConditionalContext* ctx) {
  return make(spanOf(ctx),
              syntax::IfExpr{expr(ctx->expr(0)), expr(ctx->expr(1)), expr(ctx->expr(2))});
}

ExprPtr TreeBuilder::stage(Grammar::StageContext* ctx) {
  if (ctx->dotted() == nullptr || ctx->dotted()->NAME().empty()) return missing();
  const auto names = ctx->dotted()->NAME();
  ExprPtr result = nameExpr(tokenOf(names.front()));
  for (std::size_t i = 1; i < names.size(); ++i) result = member(std::move(result), names[i]);
  if (ctx->arguments() != nullptr) result = applied(std::move(result), ctx->arguments());
  return withClauses(std::move(result), ctx->clause());
}

ExprPtr TreeBuilder::negation(Grammar::NegationContext* ctx) {
  if (ctx->NOT() == nullptr) return fold(ctx);
  ExprPtr operand = ctx->negation() != nullptr ? rung(ctx->negation()) : missing();
  return make(spanOf(ctx), syntax::UnaryExpr{syntax::UnaryOp::Not, std::move(operand)});
}

ExprPtr TreeBuilder::comparison(Grammar::ComparisonContext* ctx) {
  if (ctx->comparator() == nullptr) return fold(ctx);
  const Span sign = spanOf(ctx->comparator());
  const auto op = operatorOf(program_.tokens[ctx->comparator()->getStart()->getTokenIndex()].kind);
  ExprPtr left = range(ctx->range(0));
  return binary(op.value_or(BinaryOp::Equal), sign, std::move(left), range(ctx->range(1)));
}

ExprPtr TreeBuilder::range(Grammar::RangeContext* ctx) {
  if (ctx == nullptr) return missing();
  ExprPtr low = ctx->sum(0) != nullptr ? rung(ctx->sum(0)) : missing();
  const bool through = ctx->RANGE_THROUGH() != nullptr;
  if (!through && ctx->RANGE() == nullptr) return low;
  ExprPtr high = ctx->sum(1) != nullptr ? rung(ctx->sum(1)) : missing();
  return make(spanOf(ctx), syntax::RangeExpr{std::move(low), std::move(high), through});
}

ExprPtr TreeBuilder::unary(Grammar::UnaryContext* ctx) {
  if (ctx->MINUS() == nullptr) return fold(ctx);
  ExprPtr operand = ctx->unary() != nullptr ? rung(ctx->unary()) : missing();
  return make(spanOf(ctx), syntax::UnaryExpr{syntax::UnaryOp::Negate, std::move(operand)});
}

}  // namespace itw::parsing
