#include <cstdlib>

#include "compiler/sema/scalar_compiler.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

using expr::Decimal;
using expr::Real;
using expr::Scalar;

Real realOfDigits(const std::string& digits) {
  if (auto exact = Decimal::parse(digits)) return *exact;
  return Real(std::strtod(digits.c_str(), nullptr));
}

std::optional<Scalar> number(Context& context, Span span, const syntax::NumberLiteral& literal,
                             bool& broken) {
  if (!literal.integer) {
    Real real = realOfDigits(literal.digits);
    if (real.toDouble() <= std::numeric_limits<double>::max()) return Scalar{real};
    context.report(numberTooLarge(span, "float"));
    broken = true;
    return std::nullopt;
  }
  auto exact = Decimal::parse(literal.digits);
  auto integer = exact ? exact->toInteger() : std::nullopt;
  if (integer) return Scalar{*integer};
  context.report(numberTooLarge(span, "int"));
  broken = true;
  return std::nullopt;
}

std::optional<Scalar> quantity(Context& context, Span span, const syntax::QuantityLiteral& literal,
                               bool& broken) {
  broken = true;
  expr::Measure sum;
  for (std::size_t i = 0; i < literal.parts.size(); ++i) {
    const syntax::QuantityPart& part = literal.parts[i];
    Real amount = realOfDigits(part.number);
    if (part.unit == "%" && literal.parts.size() == 1) {
      broken = false;
      return Scalar{amount.over(Decimal(100))};
    }
    auto unit = expr::findUnit(part.unit);
    if (!unit) {
      context.report(unknownUnit(span, part.unit));
      return std::nullopt;
    }
    bool duration = unit->dimension == expr::findDimension("duration")->dimension;
    if (literal.parts.size() > 1 && !duration) {
      context.report(compoundNotDuration(span, part.unit));
      return std::nullopt;
    }
    sum.dimension = unit->dimension;
    sum.amount =
        sum.amount.plus(amount.times(Decimal(unit->numerator)).over(Decimal(unit->denominator)));
  }
  broken = false;
  return Scalar{sum};
}

}  // namespace

std::optional<expr::Scalar> literalOf(Context& context, const syntax::Expr& expr, bool& broken) {
  if (const auto* literal = std::get_if<syntax::BoolLiteral>(&expr.node))
    return Scalar{literal->value};
  if (const auto* literal = std::get_if<syntax::NumberLiteral>(&expr.node))
    return number(context, expr.span, *literal, broken);
  if (const auto* literal = std::get_if<syntax::QuantityLiteral>(&expr.node))
    return quantity(context, expr.span, *literal, broken);
  const auto* literal = std::get_if<syntax::StringLiteral>(&expr.node);
  if (literal == nullptr || literal->pieces.size() > 1) return std::nullopt;
  if (literal->pieces.empty()) return Scalar{std::string()};
  if (!literal->pieces[0].path.empty()) return std::nullopt;
  return Scalar{literal->pieces[0].text};
}

expr::Op opOf(syntax::BinaryOp op) {
  using expr::Op;
  // In the order of syntax::BinaryOp.
  constexpr Op kOps[] = {
      Op::If,        Op::Or,       Op::And,          Op::Equal,       Op::NotEqual, Op::Less,
      Op::LessEqual, Op::Greater,  Op::GreaterEqual, Op::If,          Op::If,       Op::Add,
      Op::Subtract,  Op::Multiply, Op::Divide,       Op::FloorDivide, Op::Modulo};
  return kOps[static_cast<std::size_t>(op)];
}

std::string_view signOf(syntax::BinaryOp op) {
  constexpr std::string_view kSigns[] = {"|>", "or",     "and", "==", "!=", "<", "<=", ">", ">=",
                                         "in", "not in", "+",   "-",  "*",  "/", "//", "%"};
  return kSigns[static_cast<std::size_t>(op)];
}

}  // namespace itw::sema
