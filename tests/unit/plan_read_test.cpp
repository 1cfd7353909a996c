#include <gtest/gtest.h>

#include "tests/unit/plan_fixture.h"

namespace itw::plan {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// The message for the digits plan with the first `from` replaced.
std::string messageAfter(const std::string& from, const std::string& to) {
  const auto read = fromJson(replaced(toJson(digitsPlan()), from, to));
  return read ? "read without an error" : read.error().message;
}

void expectError(const std::string& from, const std::string& to, const std::string& expected) {
  const std::string message = messageAfter(from, to);
  EXPECT_NE(message.find(expected), std::string::npos) << message;
}

TEST(PlanRead, refusesWhatIsNotAPlan) {
  expectError(R"("kind":"plan")", R"("kind":"run")", "not a plan");
  expectError(R"("schema":1)", R"("schema":2)", "the plan's schema is 2, this itwc reads 1");
  expectError(R"("itw":1)", R"("itw":7)", "is 7");
  expectError(R"("ok":true)", R"("ok":false)", "the plan has errors");
  expectError(R"("pipeline":"digits",)", "", "has no field `pipeline`");
  expectError(R"("pipeline":)", R"("pipelines":)", "unknown field `pipelines`");
  expectError(R"("pipeline":"digits")", R"("pipeline":"digits","pipeline":"d")", "twice");
}

TEST(PlanRead, refusesDanglingAndCircularReferences) {
  expectError(R"("data":"digits/raw")", R"("data":"digits/row")", "`digits/row` is no output");
  expectError(R"("data":"digits/raw")", R"("data":"digits/fit.model")", "does not run before it");
  expectError(R"("data":"digits/raw")", R"("data":"digits/parts.test")", "does not run before it");
  expectError("digits/parts.train", "digits/parts.trian", "no output `trian`");
  expectError(R"("digits":"digits/fit.model")", R"("digits":"digits/fit.modle")", "`modle`");
  expectError(R"("model":0)", R"("model":1)", "model 1 is not there");
}

TEST(PlanRead, refusesAChangedTask) {
  expectError(R"("lr":0.001)", R"("lr":0.01)", "the key of task `digits/fit` does not match");
  expectError(R"("parameters":650,"plan_key")", R"("parameters":651,"plan_key")",
              "parameter count");
  expectError(R"("cpus":2)", R"("cpus":0)", "resources are not a machine");
}

TEST(PlanRead, refusesTwoTasksOfOneName) {
  Plan plan = digitsPlan();
  plan.tasks[3].id = "digits/fit";
  const auto read = fromJson(toJson(plan));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "read the plan: task `digits/fit` stands twice");
}

TEST(PlanRead, refusesABrokenModel) {
  expectError(R"("layer":1)", R"("layer":2)", "a layer that is not there");
  expectError(R"({"node":0})", R"({"node":1})", "a tensor that is not there yet");
  expectError(R"("shape":[10,64])", R"("shape":[-1,64])", "no memory holds");
  expectError(R"("shape":[10,64])", R"("shape":[9223372036854775807,64])", "no memory holds");
  expectError(R"(f32[N, 64])", R"(f32[N, 64)", "not a tensor type");
  expectError(R"(f32[N, 64])", R"(f33[N, 64])", "not a tensor type");
}

TEST(PlanRead, errorsCarryCodeAndClass) {
  const auto read = fromJson("{");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "R0901");
  EXPECT_EQ(exitCodeOf(read.error().kind), 1);
  EXPECT_NE(read.error().message.find("byte 1"), std::string::npos) << read.error().message;
}

TEST(PlanRead, textAfterThePlanIsAnError) {
  const std::string text = toJson(digitsPlan());
  EXPECT_TRUE(fromJson(text + " \n"));
  EXPECT_FALSE(fromJson(text + "x"));
  EXPECT_FALSE(fromJson(text + text));
}

TEST(PlanRead, everyPrefixAndEveryChangedByteEndsWell) {
  const std::string text = toJson(digitsPlan());
  for (std::size_t length = 0; length < text.size(); length += 3) {
    ASSERT_FALSE(fromJson(std::string_view(text).substr(0, length)));
  }
  std::mt19937 random(5);
  for (int i = 0; i < 5000; ++i) {
    std::string changed = text;
    for (int edits = 0; edits < 3; ++edits) {
      changed[random() % changed.size()] = static_cast<char>(random() % 256);
    }
    const auto read = fromJson(changed);
    ASSERT_TRUE(read || !read.error().message.empty());
  }
}

TEST(PlanRead, deepNestingIsAnErrorNotACrash) {
  EXPECT_FALSE(valueFromJson(std::string(1000000, '[')));
  std::string fields;
  for (int i = 0; i < 100000; ++i) fields += "{\"a\":";
  EXPECT_FALSE(valueFromJson(fields));
}

TEST(PlanRead, malformedFormsAreErrors) {
  for (const char* text :
       {R"({"int":"12x"})", R"({"int":5})", R"({"float":"big"})", R"({"model":-1})",
        R"({"model":"a"})", R"({"arguments":[],"component":"a"})", R"({"quantity":"1","unit":"s"})",
        R"({"a":1,"a":2})", R"([1,])", R"([1 2])", R"({"a" 1})", "tru", ""}) {
    EXPECT_FALSE(valueFromJson(text)) << text;
  }
}

}  // namespace
}  // namespace itw::plan
