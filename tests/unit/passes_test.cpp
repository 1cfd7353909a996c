#include <gtest/gtest.h>

#include "compiler/passes/dead_tasks.h"

namespace itw::passes {
namespace {

using plan::TaskId;

/// Tasks of one output each; task i reads the tasks of `reads[i]`.
plan::Plan chain(const std::vector<std::vector<std::size_t>>& reads) {
  plan::Plan plan;
  for (const auto& sources : reads) {
    plan::Task task;
    task.outputs = {{"output", "dataset"}};
    for (const std::size_t source : sources) {
      task.inputs.push_back({"x", {{TaskId(source), "output"}}, false});
    }
    plan.tasks.push_back(std::move(task));
  }
  return plan;
}

TEST(DeadEnds, whatIsPublishedKeepsAllThatFeedsIt) {
  plan::Plan plan = chain({{}, {0}, {1}, {0}});
  plan.published = {{"x", {TaskId(2), "output"}}};
  EXPECT_EQ(findDeadEnds(plan), std::vector{TaskId(3)});
}

TEST(DeadEnds, aRecordedNumberIsEnough) {
  plan::Plan plan = chain({{}, {0}, {}});
  plan.tasks[1].outputs[0].type = "metric";
  EXPECT_EQ(findDeadEnds(plan), std::vector{TaskId(2)});
}

TEST(DeadEnds, ofAChainOnlyTheEndIsTold) {
  EXPECT_EQ(findDeadEnds(chain({{}, {0}, {1}})), std::vector{TaskId(2)});
}

}  // namespace
}  // namespace itw::passes
