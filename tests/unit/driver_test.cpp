#include "compiler/driver/driver.h"

#include <gtest/gtest.h>

#include "compiler/diag/render.h"

namespace itw {
namespace {

/// One file that exists only in the test.
class OneFile final : public FileSystem {
 public:
  OneFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {}
  Result<std::string> read(const std::string& path) const override {
    if (path == path_) return text_;
    return fail(makeError(ErrorClass::Environment, "read `" + path + "`: no such file"));
  }

 private:
  std::string path_;
  std::string text_;
};

constexpr const char* kDigits = R"(itw 1
import std.data
import std.nn
import std.train

param lr: float = 1e-3 where lr > 0

model Net(hidden: int = 8): f32[N, 4] -> f32[N, 3] {
  linear(hidden) |> relu |> linear(3)
}

shape laptop { cpus = 2 }

pipeline flowers {
  raw = csv("flowers.csv", schema = { petals: f32[4], kind: class[3] })
  parts = raw |> split(train = 80%, test = 20%, seed = 1)
  fit = train(
    model = Net(), data = parts.train, loss = cross_entropy, optimizer = adamw(lr = lr),
    epochs = 3, batch = 8, seed = 1,
  ) on laptop
  score = evaluate(fit.model, data = parts.test, metrics = [accuracy])
  publish fit.model as "net"
  publish score as "score"
}
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t first = text.find(from);
  EXPECT_NE(first, std::string::npos) << from;
  for (std::size_t at = first; at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::unique_ptr<Compilation> planText(const std::string& text, CompileRequest request = {}) {
  if (request.path.empty()) request.path = "flowers.itw";
  return planFile(OneFile(request.path, text), request);
}

/// Keys of csv, split, train and evaluate, in this order.
std::vector<Digest> keysOf(const std::string& text, CompileRequest request = {}) {
  const auto unit = planText(text, std::move(request));
  EXPECT_TRUE(unit->plan) << renderHuman(unit->sources, unit->diagnostics, false);
  std::vector<Digest> keys;
  if (!unit->plan) return keys;
  for (const auto& task : unit->plan->tasks) keys.push_back(task.planKey);
  return keys;
}

/// "0011" when the keys of train and evaluate differ from those of kDigits.
std::string changed(const std::string& text, CompileRequest request = {}) {
  const std::vector<Digest> before = keysOf(kDigits);
  const std::vector<Digest> after = keysOf(text, std::move(request));
  if (before.size() != after.size()) return "another number of tasks";
  std::string differences;
  for (std::size_t i = 0; i < before.size(); ++i) differences += before[i] == after[i] ? '0' : '1';
  return differences;
}

TEST(Driver, textThatMeansTheSameHasTheSameKeys) {
  EXPECT_EQ(changed(replaced(kDigits, "\n  raw = ", "\n\n  # the data\n  raw = ")), "0000");
  EXPECT_EQ(changed(replaced(kDigits, "parts", "pieces")), "0000");
  EXPECT_EQ(changed(replaced(kDigits, "Net", "Network")), "0000");
  EXPECT_EQ(changed(replaced(kDigits, "flowers {", "irises {")), "0000");
  EXPECT_EQ(changed(replaced(kDigits, "cpus = 2", "cpus = 8, memory = 4GiB")), "0000");
  EXPECT_EQ(changed(replaced(kDigits, "80%", "0.8")), "0000");
  EXPECT_EQ(changed(replaced(kDigits, "lr: float = 1e-3", "lr: float in 0..1 = 0.001")), "0000");
  EXPECT_EQ(changed(replaced(kDigits, "as \"net\"", "as \"network\"")), "0000");
  EXPECT_EQ(changed(kDigits, {.path = "elsewhere/flowers.itw"}), "0000");
  EXPECT_EQ(changed(kDigits, {.overrides = {{"lr", "1e-3"}}}), "0000");
}

TEST(Driver, whatChangesTheMathematicsChangesKeysDownstream) {
  EXPECT_EQ(changed(replaced(kDigits, "1e-3 where", "2e-3 where")), "0011");
  EXPECT_EQ(changed(kDigits, {.overrides = {{"lr", "2e-3"}}}), "0011");
  EXPECT_EQ(changed(replaced(kDigits, "hidden: int = 8", "hidden: int = 16")), "0011");
  EXPECT_EQ(changed(replaced(kDigits, "epochs = 3", "epochs = 4")), "0011");
  EXPECT_EQ(changed(replaced(kDigits, "|> relu", "|> tanh")), "0011");
  EXPECT_EQ(changed(replaced(kDigits, "20%, seed = 1", "20%, seed = 2")), "0111");
  EXPECT_EQ(changed(replaced(kDigits, "flowers.csv", "irises.csv")), "1111");
}

TEST(Driver, plansAreTheSameBytesEveryTimeAndReadBack) {
  const auto unit = planText(kDigits);
  ASSERT_TRUE(unit->plan);
  const std::string text = plan::toJson(*unit->plan);
  EXPECT_EQ(plan::toJson(*planText(kDigits)->plan), text);
  const auto read = plan::fromJson(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(plan::toJson(*read), text);
}

TEST(Driver, exitCodesSayWhoMustAct) {
  EXPECT_EQ(planText(kDigits)->exitCode, 0);
  EXPECT_EQ(planText("itw 1\nparam x: int = \"a\"\n")->exitCode, 1);
  EXPECT_EQ(planText("itw 1\n")->exitCode, 1);
  EXPECT_EQ(planText(kDigits, {.target = "roses"})->exitCode, 2);
  EXPECT_EQ(planText(kDigits, {.overrides = {{"lr", "-1"}}})->exitCode, 2);
  EXPECT_EQ(planText(replaced(kDigits, "cpus = 2", "cpus = 0"))->exitCode, 4);
  EXPECT_EQ(planFile(OneFile("a.itw", ""), {.path = "none.itw"})->exitCode, 2);
}

// What a search finds depends on all that it varies, so keys behind it do, too.
TEST(Driver, keysBehindASweepFollowTheSweep) {
  const std::string text = R"(itw 1
param n: int in 1..=9 = 2
step s(a: int) -> (o: file<csv>) { command = ["x", a, o] }
pipeline sub {
  r = s(n + 1)
  publish r.o as "o"
}
sweep found of sub {
  n ~ one_of(1, 2)
  minimize r.seconds
  search = grid
}
pipeline last {
  a = sub() with found.best.params
  publish a.o as "a"
}
)";
  const auto keyOf = [](const std::string& program) {
    const auto unit = planText(program, {.target = "last"});
    return unit->plan ? unit->plan->tasks.back().planKey : Digest{};
  };
  const Digest key = keyOf(text);
  EXPECT_NE(key, Digest{});
  EXPECT_EQ(keyOf(text), key);
  EXPECT_NE(keyOf(replaced(text, "one_of(1, 2)", "one_of(1, 3)")), key);
  EXPECT_NE(keyOf(replaced(text, "minimize", "maximize")), key);
  EXPECT_NE(keyOf(replaced(text, "n + 1", "n + 2")), key);
}

TEST(Driver, nothingIsPlannedWithErrors) {
  const auto unit = planText(replaced(kDigits, "linear(3)", "linear(4)"));
  EXPECT_FALSE(unit->plan);
  EXPECT_FALSE(unit->program);
  EXPECT_EQ(unit->exitCode, 1);
}

TEST(Driver, oneMistakeIsToldOnce) {
  const auto unit = planText("itw 1\nlet sizes = [1, 2]\nparam n: int = sizes[0]\n");
  EXPECT_EQ(unit->diagnostics.errorCount(), 1U)
      << renderHuman(unit->sources, unit->diagnostics, false);
}

TEST(Driver, anyShortTextEndsInAPlanOrInDiagnostics) {
  const std::string digits = kDigits;
  for (std::size_t length = 0; length <= digits.size(); length += 7) {
    const auto unit = planText(digits.substr(0, length));
    EXPECT_TRUE(unit->plan || unit->exitCode != 0) << length;
  }
}

}  // namespace
}  // namespace itw
