#include "runtime/data/safetensors.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "tests/unit/temporary.h"

namespace itw::data {
namespace {

using ::testing::HasSubstr;

std::string withHeader(const std::string& header, const std::string& data) {
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8) {
    bytes += static_cast<char>(header.size() >> shift & 0xFF);
  }
  return bytes + header + data;
}

std::string errorOf(const std::string& header, const std::string& data) {
  auto file = parseSafetensors(withHeader(header, data), "w.safetensors");
  return file ? "no error" : file.error().code + " " + file.error().message;
}

std::string bytesOf(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Safetensors, readsAFileOfTheFormatsDescription) {
  const std::string bytes = withHeader(R"({"__metadata__":{"format":"pt"},)"
                                       R"("b":{"dtype":"F32","shape":[1,2],"data_offsets":[2,10]},)"
                                       R"("a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}} )",
                                       "0123456789");
  auto file = parseSafetensors(bytes, "w");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->metadata.at("format"), "pt");
  ASSERT_NE(file->find("b"), nullptr);
  EXPECT_EQ(file->find("b")->shape, (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(static_cast<char>(*file->find("b")->bytes), '2');
  EXPECT_EQ(file->find("c"), nullptr);
}

TEST(Safetensors, refusesDamagedHeaders) {
  const std::string four = "1234";
  const auto tensor = [](const std::string& entry) { return "{\"a\":{" + entry + "}}"; };
  const std::string good = R"("dtype":"F32","shape":[1],"data_offsets":[0,4])";
  EXPECT_EQ(errorOf(tensor(good), four), "no error");
  EXPECT_THAT(errorOf("[]", ""), HasSubstr("R0311"));
  EXPECT_THAT(errorOf("{\"a\":", ""), HasSubstr("not one JSON object"));
  EXPECT_THAT(errorOf("{} x", ""), HasSubstr("not one JSON object"));
  EXPECT_THAT(errorOf(tensor(good), four + "5"), HasSubstr("goes on behind"));
  EXPECT_THAT(errorOf(tensor(good), "123"), HasSubstr("ends before"));
  EXPECT_THAT(errorOf(tensor(R"("dtype":"F33","shape":[1],"data_offsets":[0,4])"), four),
              HasSubstr("element type"));
  EXPECT_THAT(errorOf(tensor(R"("dtype":"F32","shape":[-1],"data_offsets":[0,4])"), four),
              HasSubstr("shape"));
  EXPECT_THAT(errorOf(tensor(R"("dtype":"F32","shape":[1.5],"data_offsets":[0,4])"), four),
              HasSubstr("shape"));
  EXPECT_THAT(errorOf(tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0,4])"), four),
              HasSubstr("do not fit"));
  EXPECT_THAT(errorOf(tensor(R"("dtype":"F32","shape":[1],"data_offsets":[4,0])"), four),
              HasSubstr("do not fit"));
  EXPECT_THAT(errorOf(tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0])"), four),
              HasSubstr("offsets"));
  EXPECT_THAT(
      errorOf(tensor(R"("dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,4])"),
              four),
      HasSubstr("impossible shape"));
  EXPECT_THAT(errorOf(tensor(good + ",\"extra\":1"), four), HasSubstr("another form"));
  EXPECT_THAT(errorOf("{\"a\":{" + good + "},\"a\":{" + good + "}}", four),
              HasSubstr("JSON object"));
  EXPECT_THAT(errorOf("{\"a\":{" + good + "},\"b\":{" + good + "}}", four), HasSubstr("overlaps"));
  EXPECT_THAT(errorOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", four + four),
              HasSubstr("gap"));
  EXPECT_THAT(errorOf(R"({"__metadata__":{"x":1}})", ""), HasSubstr("metadata"));
}

TEST(Safetensors, refusesLengthsBeyondTheFile) {
  EXPECT_FALSE(parseSafetensors("", "w"));
  EXPECT_FALSE(parseSafetensors("1234567", "w"));
  EXPECT_FALSE(parseSafetensors(std::string("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF{}", 10), "w"));
  const std::string whole =
      withHeader(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})", "12");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parseSafetensors(whole.substr(0, size), "w")) << size;
  }
}

TEST(Safetensors, equalTensorsGiveEqualFilesWhateverTheirOrder) {
  const float weights[] = {1, 2, 3, 4};
  const std::int64_t steps[] = {9};
  const StoredTensor w{"w", expr::DType::F32, {2, 2}, reinterpret_cast<const std::byte*>(weights)};
  const StoredTensor b{"b", expr::DType::F32, {2}, reinterpret_cast<const std::byte*>(weights)};
  const StoredTensor step{"step", expr::DType::I64, {}, reinterpret_cast<const std::byte*>(steps)};
  const std::string first = temporary("first.safetensors");
  const std::string second = temporary("second.safetensors");
  ASSERT_TRUE(writeSafetensors(first, {w, step, b}, {{"k", "v"}}));
  ASSERT_TRUE(writeSafetensors(second, {b, w, step}, {{"k", "v"}}));
  EXPECT_EQ(bytesOf(first), bytesOf(second));
  auto file = openSafetensors(first);
  ASSERT_TRUE(file);
  EXPECT_EQ(reinterpret_cast<const float*>(file->find("w")->bytes)[3], 4.0F);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(file->tensors[0].bytes) % 64, 0U);
}

TEST(Safetensors, aFolderThatDoesNotExistIsAnEnvironmentError) {
  auto done = writeSafetensors("/no/such/folder/x.safetensors", {}, {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorClass::Environment);
  EXPECT_EQ(done.error().code, "R0314");
}

}  // namespace
}  // namespace itw::data
