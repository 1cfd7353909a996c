#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/plan/plan.h"

namespace itw::sched {

using plan::TaskId;

/// Who needs whom, packed: what the scheduler knows of a plan. A task may need earlier ones only.
class TaskGraph {
 public:
  /// `cost` is a guess of how long the task takes, in any unit; `slots` what it occupies.
  TaskId add(std::span<const TaskId> needs, std::uint32_t cost = 1, unsigned slots = 1);

  std::size_t size() const { return costs_.size(); }
  std::span<const TaskId> needsOf(TaskId task) const;
  std::uint32_t costOf(TaskId task) const { return costs_[task.index()]; }
  unsigned slotsOf(TaskId task) const { return slots_[task.index()]; }

 private:
  std::vector<std::size_t> starts_{0};
  std::vector<TaskId> needs_;
  std::vector<std::uint32_t> costs_;
  std::vector<unsigned> slots_;
};

/// The graph of a plan. A task occupies as many slots as it asks for cpus, at most `slots`: whether
/// that is enough was for the caller to judge.
TaskGraph graphOf(const plan::Plan& plan, unsigned slots);

}  // namespace itw::sched
