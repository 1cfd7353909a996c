#include <gmock/gmock.h>

#include <numeric>

#include "runtime/data/csv_reader.h"
#include "runtime/data/dataset_file.h"
#include "runtime/data/split.h"
#include "tests/unit/temporary.h"

namespace itw::data {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FieldType, textsRoundTrip) {
  for (const char* text : {"f32[1, 8, 8]", "f64[3]", "i64", "u8[2, 2]", "bool", "class[10]"}) {
    auto type = fieldTypeOf(text);
    ASSERT_TRUE(type) << text;
    EXPECT_EQ(textOf(*type), text);
  }
  EXPECT_EQ(fieldTypeOf("f32[1,8, 8]")->elements(), 64);
  EXPECT_EQ(fieldTypeOf("class[3]")->classes, 3);
}

TEST(FieldType, otherTextsAreErrors) {
  for (const char* text :
       {"", "f32[", "f32[]", "f32[0]", "f32[-1]", "f32[1,]", "class", "class[2, 2]", "f33",
        "f32]1[", "f32[99999999999999999999]", "f32[1099511627776, 8]"}) {
    EXPECT_FALSE(fieldTypeOf(text)) << text;
  }
}

TEST(DatasetFile, datasetsRoundTrip) {
  const Schema schema = {{"z", *fieldTypeOf("u8[3]")},
                         {"a", *fieldTypeOf("f32[2]")},
                         {"label", *fieldTypeOf("class[4]")}};
  auto table =
      readCsvText("z_0,z_1,z_2,a_0,a_1,label\n1,2,3,0.5,1.5,3\n4,5,6,2.5,3.5,0\n", "t", schema);
  ASSERT_TRUE(table);
  const std::string path = temporary("dataset.safetensors");
  ASSERT_TRUE(writeDataset(path, *table->dataset));
  auto file = openDatasetFile(path);
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_EQ(file->dataset->rows, 2);
  ASSERT_EQ(file->dataset->columns.size(), 3U);
  for (std::size_t i = 0; i < schema.size(); ++i) {
    EXPECT_EQ(file->dataset->columns[i].field, schema[i]);
  }
  EXPECT_EQ(reinterpret_cast<const float*>(file->dataset->find("a")->bytes)[3], 3.5F);
  EXPECT_EQ(reinterpret_cast<const std::int64_t*>(file->dataset->find("label")->bytes)[0], 3);
  EXPECT_EQ(static_cast<int>(file->dataset->find("z")->bytes[5]), 6);
  EXPECT_EQ(file->dataset->byteCount(), 2U * (3 + 8 + 8));
}

TEST(DatasetFile, rowsRoundTrip) {
  const std::string path = temporary("rows.safetensors");
  ASSERT_TRUE(writeRows(path, "sha256:00ff", {5, 7, 11}));
  auto file = openDatasetFile(path);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->dataset, nullptr);
  EXPECT_EQ(file->base, "sha256:00ff");
  EXPECT_THAT(file->rows, ElementsAre(5, 7, 11));
}

TEST(Split, sizesSumToTheRowsAndFollowTheShares) {
  EXPECT_THAT(splitSizes(1797, {0.8, 0.1, 0.1}), ElementsAre(1437, 180, 180));
  EXPECT_THAT(splitSizes(30, {0.8, 0.1, 0.1}), ElementsAre(24, 3, 3));
  EXPECT_THAT(splitSizes(10, {1, 0, 0}), ElementsAre(10, 0, 0));
  EXPECT_THAT(splitSizes(2, {0.8, 0.1, 0.1}), ElementsAre(2, 0, 0));
  for (std::int64_t rows = 0; rows < 500; ++rows) {
    const auto sizes = splitSizes(rows, {0.7, 0.2, 0.1});
    EXPECT_EQ(std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}), rows);
  }
}

TEST(Split, partsAreDisjointAscendingAndComplete) {
  auto parts = splitRows(1000, {0.8, 0.1, 0.1}, 7);
  ASSERT_TRUE(parts);
  std::vector<bool> seen(1000);
  for (const auto* part : {&parts->train, &parts->validation, &parts->test}) {
    EXPECT_TRUE(std::is_sorted(part->begin(), part->end()));
    for (std::int64_t row : *part) {
      EXPECT_FALSE(seen[static_cast<std::size_t>(row)]);
      seen[static_cast<std::size_t>(row)] = true;
    }
  }
  EXPECT_EQ(parts->train.size() + parts->validation.size() + parts->test.size(), 1000U);
  EXPECT_EQ(splitRows(1000, {0.8, 0.1, 0.1}, 7)->test, parts->test);
  EXPECT_NE(splitRows(1000, {0.8, 0.1, 0.1}, 8)->test, parts->test);
}

TEST(Split, aShareThatGetsNoRowIsAnError) {
  auto parts = splitRows(2, {0.8, 0.1, 0.1}, 7);
  ASSERT_FALSE(parts);
  EXPECT_EQ(parts.error().code, "R0312");
  EXPECT_THAT(parts.error().message, HasSubstr("10% of 2 rows leaves no row for `validation`"));
}

}  // namespace
}  // namespace itw::data
