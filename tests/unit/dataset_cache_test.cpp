#include "runtime/worker/dataset_cache.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "runtime/data/csv_reader.h"
#include "runtime/data/dataset_file.h"
#include "tests/unit/temporary.h"

namespace itw::worker {
namespace {

class DatasetCacheTest : public ::testing::Test {
 protected:
  DatasetCacheTest() {
    std::filesystem::remove_all(store);
    std::filesystem::create_directories(store);
  }

  // A digest that is only a name here.
  static std::string digest(char digit) { return "sha256:" + std::string(64, digit); }

  event::OutputValue put(char digit, const std::function<Result<void>(const std::string&)>& write) {
    const std::string path = artifactPath(store, digest(digit));
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    EXPECT_TRUE(write(path));
    return {
        .output = "data", .kind = "dataset", .path = path, .value = {}, .digest = digest(digit)};
  }

  event::OutputValue putDataset(char digit, int rows) {
    std::string text = "x\n";
    for (int i = 0; i < rows; ++i) text += std::to_string(i) + "\n";
    auto table = data::readCsvText(text, "t", {{"x", *data::fieldTypeOf("f32")}});
    return put(digit,
               [&](const std::string& path) { return data::writeDataset(path, *table->dataset); });
  }

  event::OutputValue putRows(char digit, char base, std::vector<std::int64_t> rows) {
    return put(digit,
               [&](const std::string& path) { return data::writeRows(path, digest(base), rows); });
  }

  const std::string store = temporary("cache_store");
  DatasetCache cache{1000};
};

TEST_F(DatasetCacheTest, opensPartsThroughTheirDatasetOnce) {
  putDataset('a', 10);
  const auto first = cache.open(putRows('b', 'a', {1, 3}), store);
  const auto second = cache.open(putRows('c', 'a', {2}), store);
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_TRUE(second);
  EXPECT_EQ(first->base, second->base);
  EXPECT_EQ(first->digest, digest('a'));
  EXPECT_EQ(first->size(), 2);
  EXPECT_EQ(second->size(), 1);
  EXPECT_EQ(cache.size(), 1U);
}

TEST_F(DatasetCacheTest, letsTheLeastRecentlyUsedGo) {
  const auto a = putDataset('a', 100);
  const auto b = putDataset('b', 100);
  const auto c = putDataset('c', 100);
  const auto first = cache.open(a, store)->base;
  EXPECT_TRUE(cache.open(b, store));
  EXPECT_EQ(cache.open(a, store)->base, first);
  // 1,200 bytes are more than the 1,000 that are allowed.
  EXPECT_TRUE(cache.open(c, store));
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_EQ(cache.open(a, store)->base, first);
  EXPECT_EQ(first->rows, 100);
}

TEST_F(DatasetCacheTest, keepsOneThatIsLargerThanTheLimit) {
  EXPECT_TRUE(cache.open(putDataset('a', 1000), store));
  EXPECT_EQ(cache.size(), 1U);
}

TEST_F(DatasetCacheTest, damagedPartsAreErrors) {
  putDataset('a', 10);
  for (const std::vector<std::int64_t>& rows : {std::vector<std::int64_t>{10}, {-1}}) {
    const auto view = cache.open(putRows('b', 'a', rows), store);
    ASSERT_FALSE(view);
    EXPECT_EQ(view.error().code, "R0311");
  }
  putRows('c', 'a', {1});
  EXPECT_EQ(cache.open(putRows('d', 'c', {0}), store).error().code, "R0311");
  EXPECT_EQ(cache.open(putRows('e', 'f', {0}), store).error().code, "R0301");
}

TEST(ArtifactPath, isEmptyForWhatIsNoDigest) {
  EXPECT_EQ(artifactPath("/s", "sha256:" + std::string(64, 'a')),
            "/s/sha256/aa/" + std::string(62, 'a'));
  for (const std::string& text :
       {std::string(), std::string("sha256:ab"), "sha256:" + std::string(64, 'g'),
        "sha256:../" + std::string(61, 'a'), "md5:" + std::string(67, 'a')}) {
    EXPECT_EQ(artifactPath("/s", text), "") << text;
  }
}

}  // namespace
}  // namespace itw::worker
