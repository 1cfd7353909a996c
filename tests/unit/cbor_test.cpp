#include "runtime/event/cbor.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "runtime/event/crc32c.h"

namespace itw::event {
namespace {

using Json = nlohmann::json;

std::string bytesOf(const Json& value) {
  std::string bytes;
  Json::to_cbor(value, bytes);
  return bytes;
}

void write(CborWriter& out, const Json& value) {
  if (value.is_string()) return out.text(value.get<std::string>());
  if (value.is_boolean()) return out.boolean(value.get<bool>());
  if (value.is_number_float()) return out.number(value.get<double>());
  if (value.is_number_unsigned()) return out.natural(value.get<std::uint64_t>());
  if (value.is_number_integer()) return out.integer(value.get<std::int64_t>());
  if (value.is_null()) return out.null();
  if (value.is_array()) {
    out.array(value.size());
    for (const Json& item : value) write(out, item);
    return;
  }
  out.map(value.size());
  for (const auto& [key, item] : value.items()) {
    out.text(key);
    write(out, item);
  }
}

TEST(CborTest, anIndependentReaderUnderstandsWhatWeWrite) {
  Json value = {{"text", "größer"}, {"none", nullptr},
                {"yes", true},      {"list", Json::array({1, -1, 23, 24, 255, 256, 65535, 65536})},
                {"number", 0.1},    {"far", {{"deep", Json::array({Json::array()})}}}};
  value["least"] = std::numeric_limits<std::int64_t>::min();
  value["most"] = std::numeric_limits<std::uint64_t>::max();
  value["long"] = std::string(70000, 'x');
  std::string bytes;
  CborWriter out(bytes);
  write(out, value);
  EXPECT_EQ(Json::from_cbor(bytes), value);
}

TEST(CborTest, weReadWhatAnIndependentWriterWrote) {
  for (std::int64_t number :
       {std::int64_t{0}, std::int64_t{23}, std::int64_t{24}, std::int64_t{-25},
        std::int64_t{1} << 40, std::numeric_limits<std::int64_t>::min(),
        std::numeric_limits<std::int64_t>::max()}) {
    const std::string bytes = bytesOf(number);
    CborReader in(bytes);
    EXPECT_EQ(in.integer(), number);
    EXPECT_TRUE(in.atEnd() && !in.failed());
  }
  for (double number : {0.5, 0.1, -1e300, 3.0}) {
    const std::string bytes = bytesOf(number);
    CborReader in(bytes);
    EXPECT_EQ(in.number(), number);
    EXPECT_TRUE(in.atEnd() && !in.failed());
  }
}

TEST(CborTest, anotherTypeThanAskedForFails) {
  const std::string bytes = bytesOf("text");
  CborReader number(bytes);
  EXPECT_EQ(number.integer(), 0);
  EXPECT_TRUE(number.failed());
  CborReader list(bytes);
  EXPECT_EQ(list.array(), 0U);
  EXPECT_TRUE(list.failed());
}

TEST(CborTest, skipPassesOverAnyValue) {
  const Json value = {{"a", Json::array({1, 2.5, "x", nullptr, true, {{"b", -7}}})}};
  const std::string bytes = bytesOf(value) + bytesOf(42);
  CborReader in(bytes);
  in.skip();
  EXPECT_EQ(in.integer(), 42);
  EXPECT_TRUE(in.atEnd() && !in.failed());
}

TEST(CborTest, aCountBeyondTheBytesFails) {
  CborReader in("\x9b\x00\x00\x00\xff\xff\xff\xff\xff");
  EXPECT_EQ(in.array(), 0U);
  EXPECT_TRUE(in.failed());
}

TEST(Crc32cTest, knownAnswers) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);  // RFC 3720, B.4.
  EXPECT_EQ(crc32c(""), 0U);
}

TEST(Crc32cTest, instructionAndTableAgreeAlsoInPieces) {
  std::mt19937 random(3);
  std::string bytes(1000, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  for (std::size_t length = 0; length < bytes.size(); length += 13) {
    const std::string_view part = std::string_view(bytes).substr(length % 9, length);
    EXPECT_EQ(crc32c(part), crc32cByTable(part));
    const std::size_t cut = part.size() / 3;
    EXPECT_EQ(crc32c(part.substr(cut), crc32c(part.substr(0, cut))), crc32c(part));
  }
}

}  // namespace
}  // namespace itw::event
