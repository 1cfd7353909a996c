#include <gtest/gtest.h>

#include "tests/unit/plan_fixture.h"

namespace itw::plan {
namespace {

std::vector<Digest> keysOf(Plan plan) {
  computeKeys(plan);
  std::vector<Digest> keys;
  for (const Task& task : plan.tasks) keys.push_back(task.planKey);
  return keys;
}

/// Which keys differ after a change: "0010" when only that of task 2 does.
template <class F>
std::string changedBy(F&& change) {
  Plan plan = digitsPlan();
  const std::vector<Digest> before = keysOf(plan);
  change(plan);
  const std::vector<Digest> after = keysOf(plan);
  std::string changed;
  for (std::size_t i = 0; i < before.size(); ++i) changed += before[i] == after[i] ? '0' : '1';
  return changed;
}

expr::Component& optimizerOf(Plan& plan) {
  return std::get<expr::Component>(argument(plan.tasks[2], "optimizer").node);
}

TEST(PlanKeys, whatDoesNotChangeTheMathematicsDoesNotChangeKeys) {
  EXPECT_EQ(changedBy([](Plan& plan) { plan.tasks[2].id = "digits/training"; }), "0000");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.tasks[2].origin = {"other.itw", 99, 9}; }), "0000");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.tasks[2].resources.cpus = 64; }), "0000");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.tasks[2].strategy.reset(); }), "0000");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.pipeline = "figures"; }), "0000");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.published.clear(); }), "0000");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.models[0].name = "Net"; }), "0000");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.stdlib = sha256("other comments"); }), "0000");
  EXPECT_EQ(changedBy([](Plan& plan) {
              std::get<expr::Path>(argument(plan.tasks[0], "path").node).base = "/elsewhere";
            }),
            "0000");
}

TEST(PlanKeys, theLearningRateChangesTrainingAndWhatFollows) {
  EXPECT_EQ(changedBy([](Plan& plan) { optimizerOf(plan).arguments.fields[0].value = {3e-4}; }),
            "0011");
}

TEST(PlanKeys, everythingThatCountsCounts) {
  EXPECT_EQ(changedBy([](Plan& plan) {
              std::get<expr::Path>(argument(plan.tasks[0], "path").node).text = "other.csv";
            }),
            "1111");
  EXPECT_EQ(changedBy([](Plan& plan) { argument(plan.tasks[1], "seed") = {std::int64_t{8}}; }),
            "0111");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.models[0].layers[1].weights[0].shape[0] = 11; }),
            "0011");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.models[0].layers[1].weights[0].name = "x"; }), "0011");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.tasks[3].inputs[1].sources[0].output = "train"; }),
            "0001");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.tasks[3].component = "std.train.other"; }), "0001");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.edition = 2; }), "1111");
  EXPECT_EQ(changedBy([](Plan& plan) { plan.build = "0.2.0"; }), "1111");
  EXPECT_EQ(changedBy([](Plan& plan) {
              plan.tasks[2].seed = 8;
              plan.tasks[2].arguments.fields.pop_back();
            }),
            "0011");
}

TEST(PlanKeys, theNextFloatIsAnotherKey) {
  EXPECT_EQ(changedBy([](Plan& plan) {
              optimizerOf(plan).arguments.fields[0].value = {std::nextafter(1e-3, 1.0)};
            }),
            "0011");
}

TEST(PlanKeys, aFloatAndAnIntOfOneNumberAreOneArgument) {
  EXPECT_EQ(changedBy([](Plan& plan) { argument(plan.tasks[2], "batch") = {64.0}; }), "0000");
}

TEST(PlanKeys, orderOfArgumentsDoesNotCount) {
  EXPECT_EQ(changedBy([](Plan& plan) {
              auto& fields = plan.tasks[2].arguments.fields;
              std::reverse(fields.begin(), fields.end());
              std::swap(plan.tasks[3].inputs[0], plan.tasks[3].inputs[1]);
            }),
            "0000");
}

TEST(PlanKeys, partsSayWhatChanged) {
  Plan plan = digitsPlan();
  const std::vector<KeyPart> before = plan.tasks[2].keyParts;
  optimizerOf(plan).arguments.fields[0].value = {3e-4};
  computeKeys(plan);
  std::vector<std::string> changed;
  for (std::size_t i = 0; i < before.size(); ++i) {
    ASSERT_EQ(before[i].name, plan.tasks[2].keyParts[i].name);
    if (before[i].digest != plan.tasks[2].keyParts[i].digest) changed.push_back(before[i].name);
  }
  EXPECT_EQ(changed, std::vector<std::string>{"argument optimizer"});
}

TEST(PlanKeys, theContentKeyKnowsNoPlaces) {
  Plan plan = digitsPlan();
  const TaskContent data{{}, {sha256("1,2,3")}};
  const Digest key = contentKey(plan, plan.tasks[0], data).key;
  std::get<expr::Path>(argument(plan.tasks[0], "path").node) = {"copy.csv", "/elsewhere"};
  EXPECT_EQ(contentKey(plan, plan.tasks[0], data).key, key);
  EXPECT_NE(contentKey(plan, plan.tasks[0], {{}, {sha256("1,2,4")}}).key, key);
  EXPECT_NE(key, plan.tasks[0].planKey);
}

TEST(PlanKeys, theContentKeyTakesInputsByContent) {
  Plan plan = digitsPlan();
  const TaskContent content{{{sha256("part")}}, {}};
  const Digest key = contentKey(plan, plan.tasks[2], content).key;
  plan.tasks[1].planKey = sha256("another producer");
  EXPECT_EQ(contentKey(plan, plan.tasks[2], content).key, key);
  EXPECT_NE(contentKey(plan, plan.tasks[2], {{{sha256("other")}}, {}}).key, key);
}

TEST(PlanKeys, findsPathsWhereverTheyStand) {
  Task task;
  const expr::Component loader{"x", {{{"file", {expr::Path{"c", ""}}}}}};
  const expr::List files{{{expr::Path{"a", ""}}, {std::int64_t{1}}, {expr::Path{"b", ""}}}};
  task.arguments.fields = {{"loader", {loader}}, {"files", {files}}};
  std::vector<std::string> found;
  for (const NamedPath& path : pathsOf(task)) found.push_back(path.name + "=" + path.path.text);
  EXPECT_EQ(found, (std::vector<std::string>{"files[0]=a", "files[2]=b", "loader.file=c"}));
}

}  // namespace
}  // namespace itw::plan
