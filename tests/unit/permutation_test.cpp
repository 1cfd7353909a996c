#include "runtime/data/permutation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace itw::data {
namespace {

std::vector<std::uint64_t> orderOf(std::uint64_t size, std::int64_t seed, std::uint64_t epoch) {
  const Permutation permutation(size, philoxKey(seed, "order"), epoch);
  std::vector<std::uint64_t> order;
  for (std::uint64_t i = 0; i < size; ++i) order.push_back(permutation[i]);
  return order;
}

TEST(Permutation, hitsEveryIndexOnce) {
  for (std::uint64_t size : {1U, 2U, 3U, 4U, 5U, 7U, 8U, 63U, 64U, 65U, 1000U, 1437U, 4097U}) {
    std::vector<bool> seen(size);
    for (std::uint64_t value : orderOf(size, 7, 3)) {
      ASSERT_LT(value, size);
      ASSERT_FALSE(seen[value]);
      seen[value] = true;
    }
  }
}

TEST(Permutation, fillsAllPositionsAsEachAloneIs) {
  for (std::uint64_t size : {0U, 1U, 2U, 7U, 8U, 9U, 15U, 16U, 17U, 64U, 65U, 1000U, 4097U}) {
    std::vector<std::uint64_t> filled(size);
    Permutation(size, philoxKey(7, "order"), 3).fill(filled.data());
    EXPECT_EQ(filled, orderOf(size, 7, 3)) << size;
  }
}

TEST(Permutation, isAFunctionOfSeedAndEpoch) {
  EXPECT_EQ(orderOf(1000, 7, 3), orderOf(1000, 7, 3));
  EXPECT_NE(orderOf(1000, 7, 3), orderOf(1000, 7, 4));
  EXPECT_NE(orderOf(1000, 7, 3), orderOf(1000, 8, 3));
}

TEST(Permutation, sendsEachPositionEverywhereEquallyOften) {
  constexpr std::uint64_t kSize = 20;
  constexpr int kDraws = 20000;
  std::vector<int> counts(kSize * kSize);
  for (int epoch = 0; epoch < kDraws; ++epoch) {
    const auto order = orderOf(kSize, 1, static_cast<std::uint64_t>(epoch));
    for (std::uint64_t i = 0; i < kSize; ++i) ++counts[i * kSize + order[i]];
  }
  const double expected = static_cast<double>(kDraws) / kSize;
  double chiSquare = 0;
  for (int count : counts) chiSquare += (count - expected) * (count - expected) / expected;
  // 361 degrees of freedom, standard deviation 27.
  EXPECT_NEAR(chiSquare, 361, 5 * 27);
}

TEST(Permutation, drawsAllOrdersOfFourEquallyOften) {
  std::map<std::string, int> counts;
  constexpr int kDraws = 24000;
  for (int epoch = 0; epoch < kDraws; ++epoch) {
    std::string key;
    for (std::uint64_t value : orderOf(4, 5, static_cast<std::uint64_t>(epoch))) {
      key += static_cast<char>('0' + value);
    }
    ++counts[key];
  }
  ASSERT_EQ(counts.size(), 24U);
  double chiSquare = 0;
  for (const auto& [order, count] : counts) chiSquare += (count - 1000.0) * (count - 1000.0) / 1000;
  // 23 degrees of freedom, standard deviation 6.8.
  EXPECT_LT(chiSquare, 23 + 5 * 6.8);
}

TEST(Permutation, neighboursDoNotStayTogether) {
  constexpr std::uint64_t kSize = 5000;
  const auto order = orderOf(kSize, 2, 0);
  double products = 0;
  const double mean = (kSize - 1) / 2.0;
  const double variance = (kSize * static_cast<double>(kSize) - 1) / 12;
  for (std::uint64_t i = 0; i + 1 < kSize; ++i) {
    products += (static_cast<double>(order[i]) - mean) * (static_cast<double>(order[i + 1]) - mean);
  }
  EXPECT_NEAR(products / (kSize - 1) / variance, 0, 5 / std::sqrt(static_cast<double>(kSize)));
}

}  // namespace
}  // namespace itw::data
