#include <gtest/gtest.h>

#include <cmath>

#include "compiler/expr/decimal.h"
#include "compiler/expr/scalar.h"
#include "compiler/expr/units.h"
#include "compiler/expr/value_text.h"

namespace itw::expr {
namespace {

Decimal decimal(std::string_view digits) { return *Decimal::parse(digits); }

TEST(Decimal, sumsOfPercentagesAreExact) {
  Decimal sum = *decimal("0.7").plus(decimal("0.2"))->plus(decimal("0.1"));
  EXPECT_EQ(sum, Decimal(1));
  EXPECT_EQ(sum.text(), "1");
}

TEST(Decimal, becomesTheNearestDouble) {
  EXPECT_EQ(decimal("0.1").toDouble(), 0.1);
  EXPECT_EQ(decimal("1e-5").toDouble(), 1e-5);
  EXPECT_EQ(decimal("9007199254740993").toDouble(), 9007199254740992.0);
}

TEST(Decimal, givesNothingWhereItWouldRound) {
  EXPECT_FALSE(Decimal(1).over(Decimal(3)));
  EXPECT_FALSE(Decimal(1).over(Decimal(0)));
  EXPECT_FALSE(Decimal::parse("3.14159265358979323846264338327950288419716939"));
  EXPECT_FALSE(decimal("1e300").plus(decimal("1e-300")));
}

TEST(Decimal, ordersNumbersFarApart) {
  EXPECT_LT(decimal("1e-300"), decimal("1e300"));
  EXPECT_LT(decimal("1e300").negated(), decimal("1e-300"));
  EXPECT_GT(decimal("0.25"), decimal("0.2"));
}

TEST(Decimal, floorsTowardsMinusInfinity) {
  EXPECT_EQ(*decimal("0.5").floor(), Decimal(0));
  EXPECT_EQ(*decimal("0.5").negated().floor(), Decimal(-1));
  EXPECT_EQ(*decimal("1e-200").negated().floor(), Decimal(-1));
  EXPECT_EQ(*decimal("12.75").floor(), Decimal(12));
}

TEST(Decimal, textIsWhatOneWouldWrite) {
  EXPECT_EQ(decimal("1e-3").text(), "0.001");
  EXPECT_EQ(decimal("0.00001").text(), "1e-5");
  EXPECT_EQ(decimal("12500e-3").text(), "12.5");
  EXPECT_EQ(decimal("1e30").text(), "1e30");
  EXPECT_EQ(decimal("1.25e30").negated().text(), "-1.25e30");
}

TEST(Decimal, holdsTheWholeRangeOfIntegers) {
  EXPECT_EQ(Decimal(INT64_MIN).toInteger(), INT64_MIN);
  EXPECT_EQ(Decimal(INT64_MAX).toInteger(), INT64_MAX);
  EXPECT_FALSE(decimal("9223372036854775808").toInteger());
}

TEST(Units, everyEntryIsReachedByItsName) {
  for (const Unit& unit : allUnits()) {
    auto found = findUnit(unit.name);
    ASSERT_TRUE(found) << unit.name;
    EXPECT_NE(namedDimension(found->dimension), nullptr) << unit.name;
  }
  EXPECT_FALSE(findUnit("m"));
}

TEST(Units, decimalAndBinaryBytesDiffer) {
  EXPECT_EQ(findUnit("GB")->numerator, 1'000'000'000);
  EXPECT_EQ(findUnit("GiB")->numerator, 1 << 30);
}

TEST(Units, dimensionsFollowArithmetic) {
  Dimension power = findDimension("power")->dimension;
  Dimension hours = findDimension("duration")->dimension;
  EXPECT_EQ(textOf(power.times(hours)), "energy");
  EXPECT_EQ(textOf(hours.over(hours)), "number");
  EXPECT_EQ(textOf(hours.times(hours)), "s^2");
}

TEST(ValueText, quantitiesTakeTheLargestWholeUnit) {
  EXPECT_EQ(textOf(Quantity{4294967296, "bytes"}), "4GiB");
  EXPECT_EQ(textOf(Quantity{7200, "seconds"}), "2h");
  EXPECT_EQ(textOf(Quantity{0.5, "seconds"}), "500ms");
  EXPECT_EQ(textOf(Quantity{1, "epochs"}), "1 epoch");
  EXPECT_EQ(textOf(Quantity{0, "epochs"}), "0 epochs");
  EXPECT_EQ(textOf(Quantity{500, "gpu_h"}), "500 gpu_h");
  EXPECT_EQ(textOf(Quantity{0, "bytes"}), "0B");
  EXPECT_EQ(textOf(Quantity{-7200, "seconds"}), "-2h");
}

TEST(ValueText, valuesReadLikeTheLanguage) {
  Component adamw{"std.train.adamw", {{{"lr", {0.001}}, {"beta1", {1.0}}}}};
  EXPECT_EQ(textOf(Value{adamw}), "adamw(lr = 0.001, beta1 = 1.0)");
  EXPECT_EQ(textOf(Value{List{{{std::int64_t{1}}, {true}, {}}}}), "[1, true, none]");
  EXPECT_EQ(textOf(Value{std::string("a\"b{c")}), "\"a\\\"b{{c\"");
  EXPECT_EQ(textOfDouble(1e-5), "1e-5");
  EXPECT_EQ(textOfDouble(1e22), "1e22");
}

TEST(Scalar, realsStayExactAsLongAsTheyCan) {
  Real third = Real(Decimal(1)).over(Decimal(3));
  EXPECT_FALSE(third.isExact());
  EXPECT_DOUBLE_EQ(third.toDouble(), 1.0 / 3);
  EXPECT_EQ(Real(Decimal(2)).text(), "2.0");
}

TEST(Scalar, gpuHoursHaveTheirOwnBaseUnit) {
  const NamedDimension* hours = findDimension("gpu_h");
  Scalar scalar{Measure{Decimal(7200), hours->dimension}};
  EXPECT_EQ(toValue(scalar), (Value{Quantity{2, "gpu_h"}}));
}

}  // namespace
}  // namespace itw::expr
