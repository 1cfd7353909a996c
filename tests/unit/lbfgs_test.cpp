#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "runtime/train/optimizer.h"
#include "runtime/train/optimizers/strong_wolfe.h"
#include "tests/unit/model_fixture.h"

namespace itw::train::optimizers {
namespace {

Number single(double value) { return Number::of(at::scalar_tensor(value, at::kFloat)); }

TEST(Number, isRoundedToTheTypeOfATensor) {
  EXPECT_EQ((Number(0.1) + Number(0.2)).value(), 0.1 + 0.2);
  EXPECT_EQ((single(1) * 0.1).value(), static_cast<double>(0.1F));
  EXPECT_EQ((single(1) + 1e-9).value(), 1);
  EXPECT_TRUE(single(0.1) <= 0.1);
  EXPECT_FALSE(Number(static_cast<double>(0.1F)) <= 0.1);
}

TEST(Number, divisionOfAFloatByATensorTakesTheReciprocalFirst) {
  EXPECT_EQ((5 / single(3)).value(), static_cast<double>((1.0F / 3.0F) * 5.0F));
  EXPECT_EQ((single(5) / single(3)).value(), static_cast<double>(5.0F / 3.0F));
}

TEST(Number, theLargerAndSmallerOfTwoAreTheFirstIfOneIsNotANumber) {
  const Number none = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(larger(1, none).value(), 1);
  EXPECT_EQ(smaller(1, none).value(), 1);
  EXPECT_TRUE(std::isnan(larger(none, 1).value()));
}

// A function of the position with its derivative, and where it was asked for.
struct Landscape {
  double (*height)(double);
  double (*slope)(double);
  std::vector<double> asked;

  LinePoint point(double t) const { return {.position = t, .loss = height(t), .slope = slope(t)}; }

  SearchResult search(double first, std::int64_t steps = 25) {
    const LinePoint start = point(0);
    return strongWolfe(start, first, {.steps = steps}, [this](Number position) {
      asked.push_back(position.value());
      return point(position.value());
    });
  }

  void expectWolfe(const LinePoint& found) const {
    const double t = found.position.value();
    EXPECT_EQ(found.loss, height(t));
    EXPECT_LE(height(t), height(0) + 1e-4 * t * slope(0));
    EXPECT_LE(std::abs(slope(t)), 0.9 * std::abs(slope(0)));
  }
};

Landscape parabola() {
  return {[](double t) { return (t - 3) * (t - 3); }, [](double t) { return 2 * (t - 3); }, {}};
}

// Its minimum is at 1, a maximum at -1.
Landscape cubic() {
  return {[](double t) { return t * t * t - 3 * t; }, [](double t) { return 3 * t * t - 3; }, {}};
}

TEST(CubicMinimum, isThatOfTheCubicThroughBothPoints) {
  const Landscape hill = cubic();
  EXPECT_NEAR(cubicMinimum(hill.point(0), hill.point(2), 0, 2).value(), 1, 1e-14);
  EXPECT_NEAR(cubicMinimum(hill.point(2), hill.point(0), 0, 2).value(), 1, 1e-14);
  EXPECT_EQ(cubicMinimum(hill.point(0), hill.point(2), 1.5, 4).value(), 1.5);
  EXPECT_EQ(cubicMinimum(hill.point(0), hill.point(2), 0, 0.25).value(), 0.25);
}

TEST(CubicMinimum, isTheMiddleOfTheBoundsWhereThereIsNone) {
  const LinePoint a{.position = 0, .loss = 0, .slope = -1};
  const LinePoint b{.position = 1, .loss = -0.9, .slope = -1};
  EXPECT_EQ(cubicMinimum(a, b, 1, 4).value(), 2.5);
}

TEST(StrongWolfe, takesTheFirstPointThatIsGoodEnough) {
  Landscape bowl = parabola();
  const SearchResult found = bowl.search(1);
  EXPECT_EQ(found.point.position.value(), 1);
  EXPECT_EQ(found.evaluations, 1);
}

TEST(StrongWolfe, walksTenTimesFurtherAtMost) {
  Landscape bowl = parabola();
  const SearchResult found = bowl.search(0.01);
  ASSERT_EQ(bowl.asked.size(), 3);
  EXPECT_NEAR(bowl.asked[1], 0.1, 1e-15);
  EXPECT_NEAR(bowl.asked[2], 1, 1e-14);
  EXPECT_EQ(found.evaluations, 3);
  bowl.expectWolfe(found.point);
}

TEST(StrongWolfe, goesBackToTheMinimumOfAParabola) {
  Landscape bowl = parabola();
  const SearchResult found = bowl.search(100);
  EXPECT_NEAR(found.point.position.value(), 3, 1e-12);
  EXPECT_EQ(found.evaluations, 2);
}

TEST(StrongWolfe, findsAPointWithBothConditionsFromAnywhere) {
  for (const double first : {1e-6, 1e-3, 0.5, 1.5, 3.0, 50.0, 1e5}) {
    SCOPED_TRACE(first);
    // Flat, then rising steeply: cubics mislead here.
    Landscape wall = {[](double t) { return std::exp(4 * t - 8) - t; },
                      [](double t) { return 4 * std::exp(4 * t - 8) - 1; },
                      {}};
    wall.expectWolfe(wall.search(first).point);
    Landscape hill = cubic();
    hill.expectWolfe(hill.search(first).point);
  }
}

TEST(StrongWolfe, givesUpAtTheLowestEndOfTheBracket) {
  Landscape wall = {[](double t) { return t < 1e-3 ? -t : 1.0; },
                    [](double t) { return t < 1e-3 ? -1.0 : 1e4; },
                    {}};
  const SearchResult found = wall.search(1, 4);
  EXPECT_EQ(found.evaluations, 5);
  EXPECT_LE(found.point.loss, 0);
  Landscape bowl = parabola();
  EXPECT_EQ(bowl.search(100, 0).point.position.value(), 0);
  EXPECT_EQ(bowl.search(0.01, 0).point.position.value(), 0.01);
}

TEST(StrongWolfe, staysBelowWhatIsNotFinite) {
  const auto fence = [](Number position) -> LinePoint {
    const double t = position.value();
    if (t > 2)
      return {.position = t,
              .loss = std::numeric_limits<double>::infinity(),
              .slope = std::numeric_limits<double>::quiet_NaN()};
    return {.position = t, .loss = (t - 3) * (t - 3), .slope = 2 * (t - 3)};
  };
  const SearchResult found = strongWolfe(fence(0), 16, {}, fence);
  EXPECT_GT(found.point.position.value(), 0);
  EXPECT_LE(found.point.position.value(), 2);
}

std::unique_ptr<Optimizer> lbfgs(std::int64_t iterations) {
  expr::Component component = test::component("std.train.lbfgs", {{"lr", 1.0}});
  component.arguments.fields.push_back({.name = "iterations", .value = {.node = iterations}});
  component.arguments.fields.push_back({.name = "history", .value = {.node = std::int64_t{10}}});
  return *makeOptimizer(component);
}

// The loss (x - a) A (x - a) / 2 with a diagonal A, over blocks of two types.
double bowl(std::vector<nn::WeightBlock>& blocks) {
  double sum = 0;
  for (nn::WeightBlock& block : blocks) {
    const at::Tensor curve = at::arange(1, block.values.numel() + 1, block.values.options());
    const at::Tensor away = block.values - curve / 4;
    block.gradients.copy_(curve * away);
    sum += (curve * away * away).sum().item<double>() / 2;
  }
  return sum;
}

TEST(Lbfgs, findsTheMinimumOfAQuadraticOverBlocksOfTwoTypes) {
  auto optimizer = lbfgs(30);
  std::vector<nn::WeightBlock> blocks;
  for (const auto& type : {at::kFloat, at::kDouble})
    blocks.push_back({.values = at::zeros(5, type), .gradients = at::zeros(5, type)});
  for (int step = 0; step < 3; ++step)
    optimizer->step(blocks, 1, bowl(blocks), [&] { return bowl(blocks); });
  for (const nn::WeightBlock& block : blocks)
    for (int i = 0; i < 5; ++i) EXPECT_NEAR(block.values[i].item<double>(), (i + 1) / 4.0, 1e-5);
}

TEST(Lbfgs, staysWhereEverythingAroundIsNotFinite) {
  auto optimizer = lbfgs(5);
  std::vector<nn::WeightBlock> blocks = {
      {.values = at::ones(3, at::kDouble), .gradients = at::ones(3, at::kDouble)}};
  optimizer->step(blocks, 1, 7, [] { return std::numeric_limits<double>::quiet_NaN(); });
  EXPECT_TRUE(at::equal(blocks[0].values, at::ones(3, at::kDouble)));
}

}  // namespace
}  // namespace itw::train::optimizers
