#include <gtest/gtest.h>

#include "compiler/base/nearest.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/suggest.h"
#include "tests/unit/sema_harness.h"

namespace itw::sema {
namespace {

TEST(Suggest, distanceCountsSwapsOnce) {
  EXPECT_EQ(editDistance("train", "trian", 3), 1);
  EXPECT_EQ(editDistance("relu", "relu", 3), 0);
  EXPECT_EQ(editDistance("abc", "xyz", 2), 3);
  EXPECT_EQ(editDistance("", "ab", 3), 2);
}

TEST(Suggest, aThirdOfTheLettersMayDiffer) {
  EXPECT_EQ(nearest("lerning_rate", {"learning_rate", "lr"}), "learning_rate");
  EXPECT_EQ(nearest("cat", {"dog", "relu"}), "");
  EXPECT_EQ(nearest("a", {"b"}), "");
  EXPECT_EQ(nearest("lt", {"lr"}), "");
  EXPECT_EQ(nearest("lrr", {"lr"}), "lr");
}

TEST(Suggest, spellingsOfOtherToolsComeFirst) {
  EXPECT_EQ(nearest("learning_rate", {"lr", "learning_rates"}), "lr");
  EXPECT_EQ(nearest("Conv2d", {"conv2d", "conv3d"}), "conv2d");
  EXPECT_EQ(nearest("batchSize", {"epochs", "batch"}), "batch");
}

TEST(SortByNeed, whatIsNeededComesFirst) {
  DependencyOrder order = sortByNeed({{1, 2}, {2}, {}});
  EXPECT_EQ(order.order, (std::vector<std::size_t>{2, 1, 0}));
  EXPECT_TRUE(order.cycles.empty());
}

TEST(SortByNeed, circlesAreFoundOnce) {
  DependencyOrder order = sortByNeed({{1}, {2}, {0}, {3}, {0}});
  ASSERT_EQ(order.cycles.size(), 2);
  EXPECT_EQ(order.cycles[0], (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(order.cycles[1], (std::vector<std::size_t>{3}));
  EXPECT_EQ(order.order.size(), 5);
}

TEST(SortByNeed, aChainOfAnyLengthNeedsNoStack) {
  std::vector<std::vector<std::size_t>> needs(200000);
  for (std::size_t i = 0; i + 1 < needs.size(); ++i) needs[i].push_back(i + 1);
  EXPECT_EQ(sortByNeed(needs).order.front(), needs.size() - 1);
}

TEST(SemaLimits, constantsMayStandInAnyOrder) {
  std::string text;
  for (int i = 0; i < 3000; ++i)
    text += "let a" + std::to_string(i) + " = a" + std::to_string(i + 1) + " + 1\n";
  EXPECT_EQ(codesOf(*checkText(text + "let a3000 = 1\n")), "W0202");
}

TEST(SemaLimits, modelsThatDoubleEachOtherEnd) {
  std::string text = "import std.data\nimport std.nn\nimport std.train\n";
  text += "model A0(): f32[N, 8] -> f32[N, 8] { relu }\n";
  for (int i = 1; i < 40; ++i) {
    std::string inner = "A" + std::to_string(i - 1) + "()";
    text += "model A" + std::to_string(i) + "(): f32[N, 8] -> f32[N, 8] { " + inner + " |> " +
            inner + " }\n";
  }
  text +=
      "pipeline p() {\n  raw = csv(\"a\", schema = { x: f32[8], y: f32[8] })\n"
      "  fit = train(A39(), data = raw, target = y, loss = mse, optimizer = sgd(lr = 1),\n"
      "    epochs = 1, batch = 1, seed = 1)\n  publish fit.model as \"m\"\n}\n";
  EXPECT_EQ(codesOf(*checkText(text)), "E0412");
}

}  // namespace
}  // namespace itw::sema
