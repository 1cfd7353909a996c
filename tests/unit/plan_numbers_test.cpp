#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <random>

#include "compiler/plan/json_reader.h"
#include "compiler/plan/json_writer.h"

namespace itw::plan {
namespace {

struct Vector {
  std::uint64_t bits;
  const char* text;
};

// RFC 8785, appendix B, and borders of ECMAScript's Number::toString.
constexpr Vector kVectors[] = {
    {0x0000000000000000, "0"},
    {0x8000000000000000, "0"},
    {0x0000000000000001, "5e-324"},
    {0x8000000000000001, "-5e-324"},
    {0x7fefffffffffffff, "1.7976931348623157e+308"},
    {0xffefffffffffffff, "-1.7976931348623157e+308"},
    {0x4340000000000000, "9007199254740992"},
    {0xc340000000000000, "-9007199254740992"},
    {0x4430000000000000, "295147905179352830000"},
    {0x44b52d02c7e14af5, "9.999999999999997e+22"},
    {0x44b52d02c7e14af6, "1e+23"},
    {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
    {0x444b1ae4d6e2ef4e, "999999999999999700000"},
    {0x444b1ae4d6e2ef4f, "999999999999999900000"},
    {0x444b1ae4d6e2ef50, "1e+21"},
    {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
    {0x3eb0c6f7a0b5ed8d, "0.000001"},
    {0x41b3de4355555553, "333333333.3333332"},
    {0x41b3de4355555554, "333333333.33333325"},
    {0x41b3de4355555555, "333333333.3333333"},
    {0x41b3de4355555556, "333333333.3333334"},
    {0x41b3de4355555557, "333333333.33333343"},
    {0xbecbf647612f3696, "-0.0000033333333333333333"},
    {0x43143ff3c1cb0959, "1424953923781206.2"},
};

TEST(PlanNumbers, printsTheVectorsOfRfc8785) {
  for (const Vector& vector : kVectors) {
    std::string text;
    appendJsonNumber(text, std::bit_cast<double>(vector.bits));
    EXPECT_EQ(text, vector.text) << std::hex << vector.bits;
  }
}

TEST(PlanNumbers, anyFloatReadsBackBitForBit) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200000; ++i) {
    const double number = std::bit_cast<double>(random());
    if (!std::isfinite(number) || number == 0) continue;
    std::string text;
    appendJsonNumber(text, number);
    JsonReader in(text);
    const double read = in.number().floating;
    in.finish();
    ASSERT_FALSE(in.failed()) << text;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(read), std::bit_cast<std::uint64_t>(number)) << text;
  }
}

TEST(PlanNumbers, refusesWhatJsonDoesNotCallANumber) {
  for (const char* text : {"", "-", "01", "1.", ".5", "+1", "1e", "1e+", "0x1", "NaN", "Infinity",
                           "1e999", "--1", "1_0"}) {
    JsonReader in(text);
    in.number();
    in.finish();
    EXPECT_TRUE(in.failed()) << text;
  }
}

TEST(PlanNumbers, ordersFieldsByUtf16) {
  // RFC 8785, section 3.2.3: the order of these names.
  const std::vector<std::string> ordered = {"\r",     "1",          "\u0080", "\u00f6",
                                            "\u20ac", "\U0001F600", "\ufb33"};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      EXPECT_EQ(canonicalLess(ordered[i], ordered[j]), i < j) << i << " " << j;
    }
  }
  EXPECT_TRUE(canonicalLess("lr", "lrs"));
  EXPECT_FALSE(canonicalLess("lr", "lr"));
}

TEST(PlanNumbers, escapesStringsAsRfc8785Wants) {
  std::string text;
  appendJsonString(text, "\u20ac$\x0f\nA'B\"\\\\\"/\x7f");
  EXPECT_EQ(text, "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\x7f\"");
  text.clear();
  appendJsonString(text, "a\xff\xc3");
  EXPECT_EQ(text, "\"a\ufffd\ufffd\"");
}

TEST(PlanNumbers, readsEveryEscape) {
  JsonReader in(R"("\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")");
  EXPECT_EQ(in.string(), "\"\\/\b\f\n\r\té\U0001F600");
  EXPECT_FALSE(in.failed());
  for (const char* text : {R"("\ud83d")", R"("\ude00")", R"("\u12")", R"("\x")", "\"a", "\"\n\"",
                           "\"\xff\"", "\"\\"}) {
    JsonReader bad(text);
    bad.string();
    EXPECT_TRUE(bad.failed()) << text;
  }
}

}  // namespace
}  // namespace itw::plan
