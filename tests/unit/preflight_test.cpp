#include "runtime/exec/preflight.h"

#include <gtest/gtest.h>

namespace itw::exec {
namespace {

constexpr Machine kMachine{.cpus = 4, .memoryBytes = std::int64_t{8} << 30};

plan::Plan planWith(const expr::Resources& needs) {
  plan::Plan plan;
  plan.tasks.resize(2);
  plan.tasks[0].id = "p/small";
  plan.tasks[1].id = "p/big";
  plan.tasks[1].resources = needs;
  plan.tasks[1].origin = {"x.itw", 4, 9};
  return plan;
}

TEST(PreflightTest, whatFitsIsSilent) {
  std::vector<std::string> notes;
  EXPECT_TRUE(checkResources(planWith({.cpus = 4, .memoryBytes = 1 << 20}), kMachine, notes));
  EXPECT_TRUE(notes.empty());
}

TEST(PreflightTest, gpusRanksAndNodesThatAreNotThereEndTheRun) {
  std::vector<std::string> notes;
  for (const auto& [needs, words] : std::vector<std::pair<expr::Resources, std::string>>{
           {{.shape = "quad", .gpus = 4}, "shape `quad` of `p/big` asks for 4 gpus"},
           {{.ranks = 2}, "`p/big` asks for 2 ranks"},
           {{.nodes = 3}, "`p/big` asks for 3 nodes"}}) {
    auto checked = checkResources(planWith(needs), kMachine, notes);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, "R0106");
    EXPECT_EQ(checked.error().kind, ErrorClass::Environment);
    EXPECT_EQ(checked.error().message, words);
    EXPECT_EQ(checked.error().place->line, 4U);
  }
}

TEST(PreflightTest, fewerCpusOrLessMemoryAreSaid) {
  std::vector<std::string> notes;
  const expr::Resources needs{.shape = "node", .cpus = 48, .memoryBytes = std::int64_t{96} << 30};
  EXPECT_TRUE(checkResources(planWith(needs), kMachine, notes));
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0],
            "shape `node` of `p/big` asks for 48 cpus, and this machine has 4: it runs on 4");
  EXPECT_EQ(notes[1],
            "shape `node` of `p/big` asks for 96.0 GiB of memory, and this machine has 8.0");
}

}  // namespace
}  // namespace itw::exec
