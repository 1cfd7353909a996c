#include "runtime/data/philox.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "runtime/data/philox_lanes.h"

namespace itw::data {
namespace {

using ::testing::ElementsAre;

// Vectors of Random123 1.14 (kat_vectors, philox4x32 10).
TEST(Philox, matchesThePublishedVectors) {
  EXPECT_THAT(philox({0, 0, 0, 0}, {0, 0}),
              ElementsAre(0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U));
  constexpr std::uint32_t kOnes = 0xffffffffU;
  EXPECT_THAT(philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
              ElementsAre(0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU));
  EXPECT_THAT(
      philox({0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U}, {0xa4093822U, 0x299f31d0U}),
      ElementsAre(0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U));
}

TEST(Philox, bitsDoNotDependOnHowTheyAreAskedFor) {
  const PhiloxKey key{7, 9};
  std::vector<std::uint32_t> all(500);
  philoxBits(key, 3, 0, all);
  for (std::size_t e = 0; e < all.size(); ++e) {
    const PhiloxBlock block = philox({static_cast<std::uint32_t>(e / 4), 0, 3, 0}, key);
    ASSERT_EQ(all[e], block[e % 4]) << e;
  }
  for (std::size_t first : {1U, 2U, 63U, 64U, 65U, 499U}) {
    std::vector<std::uint32_t> part(all.size() - first);
    philoxBits(key, 3, first, part);
    EXPECT_TRUE(std::equal(part.begin(), part.end(), all.begin() + static_cast<long>(first)));
  }
}

TEST(Philox, bitsBeyondFourBillionBlocksCarryIntoTheSecondWord) {
  const std::uint64_t element = (std::uint64_t{1} << 34) + 5;
  std::vector<std::uint32_t> bits(1);
  philoxBits({1, 2}, 0, element, bits);
  EXPECT_EQ(bits[0], philox({1, 1, 0, 0}, {1, 2})[1]);
}

TEST(Philox, vectorInstructionsGiveTheSameBits) {
  PhiloxLanes vectors;
  for (std::uint32_t word = 0; word < 4; ++word) {
    for (std::uint32_t i = 0; i < kPhiloxLanes; ++i)
      vectors.words[word][i] = 0xF0000000U * word + 77 * i;
  }
  PhiloxLanes portable = vectors;
  philoxInPlace(vectors, {0x12345678U, 0xFEDCBA98U});
  philoxInPlacePortable(portable, {0x12345678U, 0xFEDCBA98U});
  EXPECT_EQ(std::memcmp(&vectors, &portable, sizeof vectors), 0);
  for (std::uint32_t threshold : {0U, 1U, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU}) {
    float first[4 * kPhiloxLanes];
    float second[4 * kPhiloxLanes];
    selectInOrder(vectors, threshold, 1.5F, first);
    selectInOrderPortable(vectors, threshold, 1.5F, second);
    EXPECT_EQ(std::memcmp(first, second, sizeof first), 0) << threshold;
  }
}

TEST(Philox, keysOfPurposesAndNamesDiffer) {
  EXPECT_EQ(philoxKey(7, "weight", "a"), philoxKey(7, "weight", "a"));
  EXPECT_NE(philoxKey(7, "weight", "a"), philoxKey(7, "weight", "b"));
  EXPECT_NE(philoxKey(7, "weight", "a"), philoxKey(7, "dropout", "a"));
  EXPECT_NE(philoxKey(7, "weight", "a"), philoxKey(8, "weight", "a"));
  EXPECT_NE(philoxKey(7, "ab", "c"), philoxKey(7, "a", "bc"));
}

std::vector<float> maskOf(const SampleStream& stream, std::size_t samples, std::size_t elements) {
  std::vector<float> mask(samples * elements);
  philoxMask(stream, elements, 0x40000000U, 2.0F, mask);
  return mask;
}

class PhiloxMask : public ::testing::TestWithParam<std::size_t> {};

TEST_P(PhiloxMask, everyElementFollowsItsOwnCounter) {
  const std::size_t elements = GetParam();
  const SampleStream stream{{5, 6}, 11, 40};
  const std::vector<float> mask = maskOf(stream, 7, elements);
  for (std::uint32_t sample = 0; sample < 7; ++sample) {
    for (std::size_t e = 0; e < elements; ++e) {
      const PhiloxBlock block =
          philox({static_cast<std::uint32_t>(e / 4), 40 + sample, 11, 0}, stream.key);
      const float expected = block[e % 4] >= 0x40000000U ? 2.0F : 0.0F;
      ASSERT_EQ(mask[sample * elements + e], expected) << sample << " " << e;
    }
  }
}

TEST_P(PhiloxMask, aRankSeesItsPartOfTheGlobalMask) {
  const std::size_t elements = GetParam();
  const std::vector<float> whole = maskOf({{5, 6}, 11, 0}, 8, elements);
  const std::vector<float> part = maskOf({{5, 6}, 11, 3}, 5, elements);
  EXPECT_TRUE(
      std::equal(part.begin(), part.end(), whole.begin() + static_cast<long>(3 * elements)));
}

INSTANTIATE_TEST_SUITE_P(Sizes, PhiloxMask, ::testing::Values(1, 3, 4, 10, 63, 64, 65, 128, 200));

TEST(Philox, uniformsFillTheUnitInterval) {
  EXPECT_EQ(uniformOf(0U), 0.0F);
  EXPECT_LT(uniformOf(0xffffffffU), 1.0F);
  EXPECT_LT(uniformOf(0xffffffffU, 0xffffffffU), 1.0);
  std::vector<std::uint32_t> bits(100000);
  philoxBits({1, 0}, 0, 0, bits);
  double sum = 0;
  for (std::uint32_t word : bits) sum += static_cast<double>(uniformOf(word));
  // Standard error of the mean: sqrt(1 / 12 / 1e5) = 0.0009.
  EXPECT_NEAR(sum / static_cast<double>(bits.size()), 0.5, 0.004);
}

TEST(Philox, normalsInvertTheDistributionFunction) {
  // The distribution function from the C library, as the independent side.
  for (double p : {1e-12, 1e-6, 0.01, 0.074, 0.076, 0.3, 0.5, 0.7, 0.924, 0.926, 0.99, 0.999999}) {
    const auto cell = static_cast<std::uint64_t>(p * 0x1p52) << 12;
    const double z =
        normalOf(static_cast<std::uint32_t>(cell), static_cast<std::uint32_t>(cell >> 32));
    EXPECT_NEAR(0.5 * std::erfc(-z / std::sqrt(2.0)), p, p * 1e-9 + 3e-16) << p;
  }
  EXPECT_TRUE(std::isfinite(normalOf(0, 0)));
  EXPECT_TRUE(std::isfinite(normalOf(0xffffffffU, 0xffffffffU)));
}

TEST(Philox, normalsHaveMomentsOfTheNormalDistribution) {
  std::vector<std::uint32_t> bits(200000);
  philoxBits({3, 0}, 0, 0, bits);
  double sum = 0, squares = 0, fourth = 0;
  const double count = static_cast<double>(bits.size()) / 2;
  for (std::size_t i = 0; i < bits.size(); i += 2) {
    const double z = normalOf(bits[i], bits[i + 1]);
    sum += z;
    squares += z * z;
    fourth += z * z * z * z;
  }
  EXPECT_NEAR(sum / count, 0, 0.015);
  EXPECT_NEAR(squares / count, 1, 0.02);
  EXPECT_NEAR(fourth / count, 3, 0.15);
}

}  // namespace
}  // namespace itw::data
