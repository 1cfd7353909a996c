#include <gtest/gtest.h>

#include "compiler/expr/evaluate.h"

namespace itw::expr {
namespace {

Scalar integer(std::int64_t value) { return {value}; }

Scalar real(std::string_view digits) { return {Real(*Decimal::parse(digits))}; }

Outcome apply(Op op, const Scalar& left, const Scalar& right) {
  Expression expression;
  auto a = expression.addConstant(left, 1);
  auto b = expression.addConstant(right, 2);
  expression.addBinary(op, a, b, 3);
  return evaluate(expression, {});
}

std::string text(const Outcome& outcome) {
  if (const auto* value = std::get_if<Scalar>(&outcome)) return textOf(*value);
  const Fault& fault = std::get<Fault>(outcome);
  return "fault " + std::to_string(static_cast<int>(fault.kind)) + " at " +
         std::to_string(fault.origin);
}

struct BinaryCase {
  Op op;
  Scalar left;
  Scalar right;
  std::string result;
};

// The table that `runtime/jit` will have to agree with.
TEST(Evaluate, binaryOperations) {
  const std::vector<BinaryCase> cases = {
      {Op::Add, integer(2), integer(3), "5"},
      {Op::Add, integer(INT64_MAX), integer(1), "fault 0 at 3"},
      {Op::Subtract, integer(INT64_MIN), integer(1), "fault 0 at 3"},
      {Op::Multiply, integer(INT64_MAX), integer(2), "fault 0 at 3"},
      {Op::Divide, integer(7), integer(2), "3.5"},
      {Op::Divide, integer(7), integer(0), "fault 1 at 3"},
      {Op::FloorDivide, integer(-7), integer(2), "-4"},
      {Op::FloorDivide, integer(INT64_MIN), integer(-1), "fault 0 at 3"},
      {Op::Modulo, integer(-7), integer(2), "1"},
      {Op::Modulo, integer(7), integer(0), "fault 1 at 3"},
      {Op::ExactDivide, integer(8), integer(4), "2"},
      {Op::ExactDivide, integer(8), integer(3), "fault 2 at 3"},
      {Op::Add, real("0.7"), real("0.3"), "1.0"},
      {Op::Add, integer(1), real("0.5"), "1.5"},
      {Op::Multiply, real("1e200"), real("1e200"), "fault 0 at 3"},
      {Op::Equal, integer(1), real("1.0"), "true"},
      {Op::NotEqual, {std::string("a")}, {std::string("b")}, "true"},
      {Op::Less, integer(1), real("1.5"), "true"},
      {Op::Min, integer(3), integer(2), "2"},
      {Op::Max, real("0.5"), integer(2), "2.0"},
  };
  for (const BinaryCase& item : cases)
    EXPECT_EQ(text(apply(item.op, item.left, item.right)), item.result)
        << textOf(item.left) << " " << static_cast<int>(item.op) << " " << textOf(item.right);
}

TEST(Evaluate, unneededFaultsAreIgnored) {
  Expression expression;
  auto no = expression.addConstant({false}, 0);
  auto one = expression.addConstant(integer(1), 0);
  auto zero = expression.addConstant(integer(0), 0);
  auto fault = expression.addBinary(Op::FloorDivide, one, zero, 9);
  auto compared = expression.addBinary(Op::Equal, fault, one, 0);
  expression.addBinary(Op::And, no, compared, 0);
  EXPECT_EQ(text(evaluate(expression, {})), "false");
  expression.addIf(no, fault, one, 0);
  EXPECT_EQ(text(evaluate(expression, {})), "1");
  expression.addBinary(Op::Or, no, compared, 0);
  EXPECT_EQ(text(evaluate(expression, {})), "fault 1 at 9");
}

TEST(Evaluate, aLongChainNeedsNoStack) {
  Expression expression;
  auto sum = expression.addConstant(integer(0), 0);
  for (int i = 0; i < 200000; ++i) {
    auto one = expression.addConstant(integer(1), 0);
    sum = expression.addBinary(Op::Add, sum, one, 0);
  }
  EXPECT_EQ(text(evaluate(expression, {})), "200000");
}

TEST(Types, measuresCombine) {
  ScalarType hours{ScalarKind::Measure, findDimension("duration")->dimension};
  ScalarType watts{ScalarKind::Measure, findDimension("power")->dimension};
  ScalarType number{ScalarKind::Int, {}};
  EXPECT_EQ(textOf(*resultType(Op::Multiply, watts, hours)), "energy");
  EXPECT_EQ(textOf(*resultType(Op::Divide, hours, hours)), "float");
  EXPECT_EQ(textOf(*resultType(Op::Multiply, number, hours)), "duration");
  EXPECT_FALSE(resultType(Op::Add, watts, hours));
  EXPECT_FALSE(resultType(Op::Less, number, hours));
}

Abstract open(const std::string& symbol, const Facts& facts) {
  return abstractOf(Dim::symbol(symbol), facts);
}

TEST(Approximate, dimensionsStaySymbolic) {
  Facts facts;
  facts.bound("H", {1, 1e9, false});
  Expression expression;
  auto h = expression.addSlot(0, {ScalarKind::Int, {}}, 0);
  auto two = expression.addConstant(integer(2), 0);
  auto half = expression.addBinary(Op::FloorDivide, h, two, 0);
  auto one = expression.addConstant(integer(1), 0);
  expression.addBinary(Op::Add, half, one, 0);
  std::vector<Abstract> slots = {open("H", facts)};
  auto result = std::get<Abstract>(approximate(expression, slots, facts));
  EXPECT_EQ(result.dim->text(), "H // 2 + 1");
  EXPECT_EQ(result.range.low, 1);
}

TEST(Approximate, conditionsAreDecidedOverTheWholeDomain) {
  Facts facts;
  facts.bound("k", {1, 5, false});
  Expression expression;
  auto k = expression.addSlot(0, {ScalarKind::Int, {}}, 0);
  auto eight = expression.addConstant(integer(8), 0);
  expression.addBinary(Op::LessEqual, k, eight, 0);
  std::vector<Abstract> slots = {open("k", facts)};
  EXPECT_EQ(std::get<Abstract>(approximate(expression, slots, facts)).truth, Tri::True);
}

TEST(Approximate, divisibilityInADimensionMustBeProved) {
  Facts facts;
  Expression expression;
  auto w = expression.addSlot(0, {ScalarKind::Int, {}}, 0);
  auto four = expression.addConstant(integer(4), 0);
  expression.addBinary(Op::ExactDivide, w, four, 7);
  std::vector<Abstract> slots = {open("w", facts)};
  auto fault = std::get<Fault>(approximate(expression, slots, facts));
  EXPECT_EQ(fault.kind, FaultKind::NotDivisible);
  facts.divisible("w", 4);
  auto known = std::get<Abstract>(approximate(expression, slots, facts));
  EXPECT_EQ(known.dim->text(), "w / 4");
}

}  // namespace
}  // namespace itw::expr
