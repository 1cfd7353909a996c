#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "runtime/sched/priorities.h"
#include "runtime/sched/scheduler.h"

namespace itw::sched {
namespace {

/// A number below `bound`.
unsigned draw(std::mt19937& random, unsigned bound) {
  return static_cast<unsigned>(random() % bound);
}

TaskId addTask(TaskGraph& graph, std::vector<TaskId> needs, std::uint32_t cost = 1,
               unsigned slots = 1) {
  return graph.add(needs, cost, slots);
}

class SchedulerTest : public ::testing::Test {
 protected:
  /// raw -> parts -> fit -> score, and lint beside them.
  SchedulerTest() {
    raw_ = addTask(graph_, {});
    parts_ = addTask(graph_, {raw_});
    fit_ = addTask(graph_, {parts_});
    score_ = addTask(graph_, {fit_, parts_});
    lint_ = addTask(graph_, {});
  }

  /// Tells the scheduler that all tasks that are ready must run, and starts what it may.
  static std::vector<TaskId> start(Scheduler& scheduler) {
    for (TaskId task : scheduler.takeReady()) scheduler.onNeeded(task);
    return scheduler.takeStartable();
  }

  static void expectNothingElse(Scheduler& scheduler) {
    EXPECT_TRUE(scheduler.takeReady().empty());
    EXPECT_TRUE(scheduler.takeStartable().empty());
    EXPECT_TRUE(scheduler.takeDropped().empty());
  }

  using Tasks = std::vector<TaskId>;
  TaskGraph graph_;
  TaskId raw_, parts_, fit_, score_, lint_;
};

TEST_F(SchedulerTest, tasksFollowTheirInputs) {
  Scheduler scheduler(graph_, 1);
  EXPECT_EQ(start(scheduler), Tasks{raw_});
  scheduler.onDone(raw_);
  EXPECT_EQ(start(scheduler), Tasks{parts_});
  scheduler.onDone(parts_);
  EXPECT_EQ(start(scheduler), Tasks{fit_});
  scheduler.onDone(fit_);
  EXPECT_EQ(start(scheduler), Tasks{score_});
  scheduler.onDone(score_);
  EXPECT_EQ(start(scheduler), Tasks{lint_});
  EXPECT_FALSE(scheduler.done());
  scheduler.onDone(lint_);
  EXPECT_TRUE(scheduler.done());
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, slotsAreFilledAndNeverExceeded) {
  Scheduler scheduler(graph_, 2);
  EXPECT_EQ(start(scheduler), (Tasks{raw_, lint_}));
  EXPECT_EQ(start(scheduler), Tasks{});
  scheduler.onDone(raw_);
  EXPECT_EQ(start(scheduler), Tasks{parts_});
  EXPECT_EQ(scheduler.running(), 2U);
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, failureSkipsEverythingDownstream) {
  Scheduler scheduler(graph_, 1);
  start(scheduler);
  scheduler.onFailed(raw_);
  EXPECT_EQ(scheduler.state(score_), TaskState::Skipped);
  EXPECT_EQ(scheduler.takeDropped(), (Tasks{parts_, fit_, score_}));
  EXPECT_EQ(start(scheduler), Tasks{lint_});
  scheduler.onDone(lint_);
  EXPECT_TRUE(scheduler.done());
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, aJoinIsSkippedOnceWhenSeveralInputsFail) {
  TaskGraph graph;
  const TaskId a = addTask(graph, {});
  const TaskId b = addTask(graph, {});
  const TaskId join = addTask(graph, {a, b});
  Scheduler scheduler(graph, 2);
  start(scheduler);
  scheduler.onFailed(a);
  scheduler.onFailed(b);
  EXPECT_EQ(scheduler.takeDropped(), Tasks{join});
  EXPECT_TRUE(scheduler.done());
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, whatTheCacheHasDoesNotRun) {
  Scheduler scheduler(graph_, 1);
  EXPECT_EQ(scheduler.takeReady(), (Tasks{raw_, lint_}));
  scheduler.onAvailable(raw_, TaskState::Cached);
  scheduler.onAvailable(lint_, TaskState::Done);
  EXPECT_EQ(scheduler.takeStartable(), Tasks{});
  EXPECT_EQ(scheduler.takeReady(), Tasks{parts_});
  scheduler.onNeeded(parts_);
  EXPECT_EQ(scheduler.takeStartable(), Tasks{parts_});
  EXPECT_EQ(scheduler.state(raw_), TaskState::Cached);
  EXPECT_EQ(scheduler.state(lint_), TaskState::Done);
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, cancelStartsNothingAndLetsTheRunningEnd) {
  Scheduler scheduler(graph_, 1);
  start(scheduler);
  scheduler.cancel();
  EXPECT_EQ(scheduler.takeDropped(), (Tasks{parts_, fit_, score_, lint_}));
  expectNothingElse(scheduler);
  EXPECT_FALSE(scheduler.done());
  scheduler.onStopped(raw_);
  EXPECT_EQ(scheduler.state(raw_), TaskState::Cancelled);
  EXPECT_TRUE(scheduler.done());
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, aTaskThatEndsWellAfterCancelIsDone) {
  Scheduler scheduler(graph_, 1);
  start(scheduler);
  scheduler.cancel();
  scheduler.takeDropped();
  scheduler.onDone(raw_);
  EXPECT_EQ(scheduler.state(raw_), TaskState::Done);
  EXPECT_TRUE(scheduler.done());
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, answersThatComeAfterCancelAreIgnored) {
  Scheduler scheduler(graph_, 1);
  EXPECT_EQ(scheduler.takeReady(), (Tasks{raw_, lint_}));
  scheduler.cancel();
  scheduler.onNeeded(raw_);
  scheduler.onAvailable(lint_, TaskState::Cached);
  EXPECT_EQ(scheduler.takeDropped().size(), graph_.size());
  EXPECT_TRUE(scheduler.done());
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, theLongestWayStartsFirst) {
  TaskGraph graph;
  const TaskId shortOne = addTask(graph, {});
  const TaskId head = addTask(graph, {});
  const TaskId dear = addTask(graph, {}, 5);
  addTask(graph, {head});
  Scheduler scheduler(graph, 1);
  EXPECT_EQ(start(scheduler), Tasks{dear});
  scheduler.onDone(dear);
  EXPECT_EQ(start(scheduler), Tasks{head});
  scheduler.onFailed(head);
  scheduler.takeDropped();
  EXPECT_EQ(start(scheduler), Tasks{shortOne});
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, aWideTaskIsNotStarvedBySmallOnes) {
  TaskGraph graph;
  const TaskId wide = addTask(graph, {}, 9, 2);
  const TaskId small = addTask(graph, {}, 1, 1);
  const TaskId first = addTask(graph, {}, 10, 1);
  Scheduler scheduler(graph, 2);
  EXPECT_EQ(start(scheduler), Tasks{first});
  scheduler.onDone(first);
  EXPECT_EQ(start(scheduler), Tasks{wide});
  scheduler.onDone(wide);
  EXPECT_EQ(start(scheduler), Tasks{small});
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, anEmptyPlanIsDone) {
  Scheduler scheduler(TaskGraph{}, 1);
  EXPECT_TRUE(scheduler.done());
  expectNothingElse(scheduler);
}

TEST_F(SchedulerTest, aPlanBecomesAGraph) {
  plan::Plan plan;
  plan.tasks.resize(2);
  plan.tasks[0].resources.cpus = 8;
  plan.tasks[1].inputs = {
      {.argument = "data", .sources = {{TaskId(0), "train"}, {TaskId(0), "test"}}}};
  const TaskGraph graph = graphOf(plan, 4);
  EXPECT_EQ(graph.slotsOf(TaskId(0)), 4U);
  EXPECT_EQ(graph.slotsOf(TaskId(1)), 1U);
  Scheduler scheduler(graph, 4);
  EXPECT_EQ(start(scheduler), Tasks{TaskId(0)});
  scheduler.onDone(TaskId(0));
  EXPECT_EQ(start(scheduler), Tasks{TaskId(1)});
  expectNothingElse(scheduler);
}

/// Layers of fan-out and joins; runs it all and returns the operations.
std::uint64_t operationsFor(std::size_t width) {
  TaskGraph graph;
  const TaskId root = addTask(graph, {});
  std::vector<TaskId> layer;
  for (std::size_t at = 0; at < width; ++at) layer.push_back(addTask(graph, {root}));
  const TaskId join = graph.add(layer);
  for (std::size_t at = 0; at < width; ++at)
    layer[at] = addTask(graph, {join}, static_cast<std::uint32_t>(at % 7 + 1));
  graph.add(layer);
  Scheduler scheduler(std::move(graph), 3);
  std::vector<TaskId> running;
  while (!scheduler.done()) {
    for (TaskId task : scheduler.takeReady()) scheduler.onNeeded(task);
    for (TaskId task : scheduler.takeStartable()) running.push_back(task);
    scheduler.onDone(running.back());
    running.pop_back();
  }
  return scheduler.operations();
}

TEST_F(SchedulerTest, tenTimesTheTasksCostAtMostTwelveTimesTheWork) {
  const std::uint64_t small = operationsFor(5000);
  const std::uint64_t large = operationsFor(50000);
  EXPECT_LE(large, 12 * small);
  EXPECT_LE(large, 20 * 100000U);
}

TEST_F(SchedulerTest, failureOfAWideLayerIsLinearToo) {
  TaskGraph graph;
  const TaskId root = addTask(graph, {});
  std::vector<TaskId> layer;
  for (std::size_t at = 0; at < 50000; ++at) layer.push_back(addTask(graph, {root}));
  graph.add(layer);
  Scheduler scheduler(std::move(graph), 1);
  start(scheduler);
  const std::uint64_t before = scheduler.operations();
  scheduler.onFailed(root);
  EXPECT_EQ(scheduler.takeDropped().size(), 50001U);
  EXPECT_LE(scheduler.operations() - before, 150000U);
  expectNothingElse(scheduler);
}

/// A scheduler checked from outside: every answer against the graph.
void runRandomly(std::mt19937& random) {
  TaskGraph graph;
  const std::size_t size = random() % 40 + 1;
  for (std::size_t at = 0; at < size; ++at) {
    std::vector<TaskId> needs;
    for (std::size_t need = random() % 4; at > 0 && need > 0; --need) {
      needs.push_back(TaskId(random() % at));
    }
    graph.add(needs, draw(random, 100000), draw(random, 3) + 1);
  }
  const unsigned slots = draw(random, 4) + 3;
  Scheduler scheduler(graph, slots);
  std::set<TaskId> running;
  const auto succeeded = [&](TaskId task) {
    return scheduler.state(task) == TaskState::Done || scheduler.state(task) == TaskState::Cached;
  };
  while (!scheduler.done()) {
    for (TaskId task : scheduler.takeReady()) {
      for (TaskId need : graph.needsOf(task)) ASSERT_TRUE(succeeded(need));
      random() % 4 == 0 ? scheduler.onAvailable(task, TaskState::Cached) : scheduler.onNeeded(task);
    }
    for (TaskId task : scheduler.takeStartable()) ASSERT_TRUE(running.insert(task).second);
    unsigned used = 0;
    for (TaskId task : running) used += graph.slotsOf(task);
    ASSERT_LE(used, slots);
    if (running.empty()) continue;
    const TaskId task = *std::next(running.begin(), random() % running.size());
    running.erase(task);
    random() % 8 == 0 ? scheduler.onFailed(task) : scheduler.onDone(task);
    if (random() % 60 == 0) scheduler.cancel();
  }
  std::vector<TaskId> dropped = scheduler.takeDropped();
  const std::set<TaskId> once(dropped.begin(), dropped.end());
  ASSERT_EQ(once.size(), dropped.size());
  for (TaskId task : dropped) {
    ASSERT_TRUE(scheduler.state(task) == TaskState::Skipped ||
                scheduler.state(task) == TaskState::Cancelled);
  }
}

TEST_F(SchedulerTest, randomPlansEndWithoutBreakingARule) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) runRandomly(random);
}

TEST(RankSetTest, agreesWithAnOrderedSet) {
  std::mt19937 random(9);
  for (std::size_t size : {1U, 63U, 64U, 65U, 5000U, 300000U}) {
    RankSet set(size);
    std::set<std::size_t> oracle;
    for (int step = 0; step < 3000; ++step) {
      const std::size_t number = random() % size;
      random() % 2 == 0 ? (set.insert(number), void(oracle.insert(number)))
                        : (set.erase(number), void(oracle.erase(number)));
      ASSERT_EQ(set.empty(), oracle.empty());
      ASSERT_EQ(set.first(), oracle.empty() ? std::nullopt : std::optional(*oracle.begin()));
    }
  }
}

TEST(PrioritiesTest, ranksFollowTheDearestChain) {
  std::mt19937 random(4);
  TaskGraph graph;
  for (std::size_t at = 0; at < 500; ++at) {
    std::vector<TaskId> needs;
    if (at > 0) needs.push_back(TaskId(random() % at));
    graph.add(needs, draw(random, 5000000));
  }
  std::vector<std::uint64_t> ways(graph.size());
  for (std::size_t at = graph.size(); at-- > 0;) {
    ways[at] += graph.costOf(TaskId(at));
    for (TaskId need : graph.needsOf(TaskId(at))) {
      ways[need.index()] = std::max(ways[need.index()], ways[at]);
    }
  }
  const std::vector<std::uint32_t> ranks = criticalPathRanks(graph, nullptr);
  for (std::size_t a = 0; a < graph.size(); ++a) {
    for (std::size_t b = a + 1; b < graph.size(); ++b) {
      EXPECT_EQ(ranks[a] < ranks[b], ways[a] >= ways[b]);
    }
  }
}

}  // namespace
}  // namespace itw::sched
