#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "compiler/plan/json_reader.h"
#include "compiler/plan/json_writer.h"
#include "tests/unit/plan_fixture.h"

namespace itw::plan {
namespace {

using expr::Record;
using expr::Value;

/// Reads any JSON and fails the test where fields are out of order or stand twice.
void expectOrdered(JsonReader& in) {
  switch (in.peek()) {
    case JsonKind::Object: {
      std::string before;
      bool first = true;
      in.object([&](const std::string& name) {
        EXPECT_TRUE(first || canonicalLess(before, name)) << before << " before " << name;
        before = name;
        first = false;
        expectOrdered(in);
      });
      return;
    }
    case JsonKind::Array:
      return in.array([&] { expectOrdered(in); });
    default:
      return in.skip();
  }
}

void expectCanonical(const std::string& text) {
  JsonReader in(text);
  expectOrdered(in);
  in.finish();
  EXPECT_FALSE(in.failed()) << in.error().message << "\n" << text;
}

TEST(PlanJson, writesValuesInTheDocumentedForm) {
  const expr::Component adamw{"std.train.adamw", {{{"lr", {1e-3}}, {"beta1", {0.9}}}}};
  EXPECT_EQ(toJson(Value{adamw}),
            R"({"arguments":{"beta1":0.9,"lr":0.001},"component":"std.train.adamw"})");
  EXPECT_EQ(toJson(Value{expr::Quantity{30, "epochs"}}), R"({"quantity":30,"unit":"epochs"})");
  EXPECT_EQ(toJson(Value{expr::Path{"a.csv", "x"}}), R"({"base":"x","path":"a.csv"})");
  EXPECT_EQ(toJson(Value{expr::ModelRef{3}}), R"({"model":3})");
  EXPECT_EQ(toJson(Value{}), "null");
  EXPECT_EQ(toJson(Value{std::numeric_limits<std::int64_t>::min()}),
            R"({"int":"-9223372036854775808"})");
  EXPECT_EQ(toJson(Value{std::int64_t{1} << 53}), R"({"int":"9007199254740992"})");
  EXPECT_EQ(toJson(Value{-0.0}), R"({"float":"-0"})");
}

TEST(PlanJson, aRecordThatLooksLikeAFormStaysARecord) {
  const Value record{
      Record{{{"path", {std::string("f32[1]")}}, {"base", {std::string("f32[2]")}}}}};
  const std::string text = toJson(record);
  EXPECT_EQ(text, R"({"record":{"base":"f32[2]","path":"f32[1]"}})");
  EXPECT_EQ(toJson(valueFromJson(text).value()), text);
  EXPECT_TRUE(std::holds_alternative<Record>(valueFromJson(text)->node));
}

TEST(PlanJson, keepsIntegersThatFloatsCannotHold) {
  for (const std::int64_t number : {std::numeric_limits<std::int64_t>::max(),
                                    std::int64_t{9007199254740993}, std::int64_t{-5}}) {
    EXPECT_EQ(valueFromJson(toJson(Value{number})).value(), Value{number});
  }
}

TEST(PlanJson, randomValuesRoundTrip) {
  std::mt19937 random(3);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = toJson(randomValue(random, 5));
    expectCanonical(text);
    const auto read = valueFromJson(text);
    ASSERT_TRUE(read) << read.error().message << "\n" << text;
    ASSERT_EQ(toJson(*read), text);
  }
}

TEST(PlanJson, digitsRoundTrips) {
  const std::string text = toJson(digitsPlan());
  expectCanonical(text);
  const auto read = fromJson(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(toJson(*read), text);
  EXPECT_EQ(read->tasks[2].origin.line, 22U);
  EXPECT_EQ(read->published.size(), 2U);
  EXPECT_EQ(read->models[0].parameterCount(), 650);
}

TEST(PlanJson, referencesReadAsUsersWriteThem) {
  const std::string text = toJson(digitsPlan());
  EXPECT_NE(text.find(R"("inputs":{"data":"digits/raw"})"), std::string::npos);
  EXPECT_NE(text.find(R"("inputs":{"data":"digits/parts.test","model":"digits/fit.model"})"),
            std::string::npos);
  EXPECT_NE(text.find(R"("outputs":{"digits":"digits/fit.model","score":"digits/score"})"),
            std::string::npos);
}

TEST(PlanJson, randomPlansRoundTrip) {
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    const std::string text = toJson(randomPlan(seed));
    expectCanonical(text);
    const auto read = fromJson(text);
    ASSERT_TRUE(read) << read.error().message << "\n" << text;
    ASSERT_EQ(toJson(*read), text) << seed;
  }
}

TEST(PlanJson, modelsRoundTrip) {
  const std::string text = toJson(digitsPlan().models[0]);
  const auto read = modelFromJson(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(toJson(*read), text);
  EXPECT_NE(text.find(R"("type":"f32[N, 1, 8, 8]")"), std::string::npos);
}

}  // namespace
}  // namespace itw::plan
