#include <gtest/gtest.h>

#include "compiler/expr/dim.h"

namespace itw::expr {
namespace {

const Facts kNothing;

Dim sym(const std::string& name) { return Dim::symbol(name); }

Dim floorOver(const Dim& left, const Dim& right, const Facts& facts = kNothing) {
  return *left.floorOver(right, facts);
}

TEST(Dim, equalPolynomialsLookTheSame) {
  Dim a = sym("a");
  Dim b = sym("b");
  Dim left = a.plus(b).times(a.minus(b));
  Dim right = a.times(a).minus(b.times(b));
  EXPECT_EQ(left, right);
  EXPECT_EQ(left.text(), "a * a - b * b");
  EXPECT_EQ(provablyEqual(left, right, kNothing), Tri::True);
}

TEST(Dim, floorTakesOutMultiples) {
  Dim h = sym("H");
  EXPECT_EQ(floorOver(h.times(4).plus(7), 4).text(), "H + 1");
  EXPECT_EQ(floorOver(h.times(4).plus(6), 8).text(), "(H + 1) // 2");
  EXPECT_EQ(floorOver(h.minus(3), 2).plus(1).text(), "(H - 1) // 2");
  EXPECT_EQ(floorOver(Dim(-7), 2).constant(), -4);
  EXPECT_EQ(floorOver(h, Dim(-2)).text(), "-H // 2");
}

TEST(Dim, nestedFloorsMerge) {
  Dim h = sym("H");
  Dim twice = floorOver(floorOver(h, 2), 2);
  EXPECT_EQ(twice, floorOver(h, 4));
  EXPECT_EQ(floorOver(floorOver(h, 2).plus(1), 2), floorOver(h.plus(2), 4));
}

TEST(Dim, divisibilityIsUsed) {
  Facts facts;
  facts.divisible("w", 4);
  Dim w = sym("w");
  EXPECT_EQ(floorOver(w, 4, facts).times(4), w);
  EXPECT_TRUE(w.modulo(2, facts)->isZero());
  EXPECT_FALSE(w.modulo(8, facts)->isZero());
  EXPECT_TRUE(w.exactOver(4, facts));
  EXPECT_FALSE(w.exactOver(8, facts));
  EXPECT_EQ(w.exactOver(4, facts)->text(), "w / 4");
}

TEST(Dim, polynomialsDivideExactly) {
  Dim n = sym("N").plus(1);
  Dim product = n.times(64).times(sym("k"));
  EXPECT_EQ(*product.exactOver(n, kNothing), sym("k").times(64));
  EXPECT_FALSE(product.plus(1).exactOver(n, kNothing));
  EXPECT_FALSE(Dim(1).floorOver(Dim(0), kNothing));
}

TEST(Dim, boundsDisproveEquality) {
  Facts facts;
  facts.bound("h", {1, 100, false});
  EXPECT_EQ(provablyEqual(sym("h"), 101, facts), Tri::False);
  EXPECT_EQ(provablyEqual(sym("h"), 100, facts), Tri::Unknown);
  EXPECT_EQ(provablyEqual(sym("h").plus(1), sym("h"), facts), Tri::False);
}

TEST(Dim, equalitiesAreSubstituted) {
  Facts facts;
  facts.equal("a", sym("b").times(2));
  EXPECT_EQ(provablyEqual(sym("a").plus(1), sym("b").times(2).plus(1), facts), Tri::True);
}

TEST(Dim, theMissingConstraintIsNamed) {
  Dim w = sym("width");
  Dim halves = floorOver(w, 2).times(2);
  EXPECT_EQ(missingConstraint(halves, w, kNothing), "width % 2 == 0");
  EXPECT_EQ(missingConstraint(sym("a"), 10, kNothing), "a == 10");
}

TEST(Dim, substitutionNormalises) {
  Dim pooled = floorOver(sym("H").minus(2), 2).plus(1);
  Dim at = pooled.substitute({{"H", Dim(8)}}, kNothing);
  EXPECT_EQ(at.constant(), 4);
}

TEST(Dim, overflowIsContagiousAndEqualsNothing) {
  Dim large = Dim(INT64_MAX).times(2);
  EXPECT_TRUE(large.isBroken());
  EXPECT_TRUE(large.plus(1).isBroken());
  EXPECT_FALSE(large == large);
  EXPECT_EQ(provablyEqual(large, large, kNothing), Tri::Unknown);
}

TEST(Dim, hostileGrowthEnds) {
  Dim growing = sym("x").plus(sym("y"));
  for (int i = 0; i < 100; ++i)
    growing = growing.times(growing).floorOver(Dim(3), kNothing).value_or(Dim::broken());
  EXPECT_TRUE(growing.isBroken());
}

TEST(Interval, membersOfHalfOpenRanges) {
  Interval half{0, 1, true};
  EXPECT_TRUE(half.contains(0));
  EXPECT_FALSE(half.contains(1));
  EXPECT_EQ(less(half, Interval::point(1)), Tri::True);
  EXPECT_EQ(within(half, {0, 1, false}), Tri::True);
  EXPECT_EQ(within({0, 1, false}, half), Tri::Unknown);
  EXPECT_EQ(within({2, 3, false}, half), Tri::False);
}

TEST(Interval, divisionByWhatMayBeZeroSaysNothing) {
  EXPECT_EQ(over({1, 2, false}, {0, 1, false}), Interval{});
  EXPECT_EQ(over({1, 2, false}, {2, 4, false}), (Interval{0.25, 1, false}));
}

}  // namespace
}  // namespace itw::expr
