#include "runtime/sched/task_graph.h"

#include <algorithm>

#include "compiler/base/check.h"

namespace itw::sched {

TaskId TaskGraph::add(std::span<const TaskId> needs, std::uint32_t cost, unsigned slots) {
  const TaskId task(size());
  for (TaskId need : needs) ITW_CHECK(need < task, "a task may need earlier tasks only");
  needs_.insert(needs_.end(), needs.begin(), needs.end());
  starts_.push_back(needs_.size());
  costs_.push_back(cost);
  slots_.push_back(slots);
  return task;
}

std::span<const TaskId> TaskGraph::needsOf(TaskId task) const {
  const std::size_t start = starts_[task.index()];
  return std::span(needs_).subspan(start, starts_[task.index() + 1] - start);
}

TaskGraph graphOf(const plan::Plan& plan, unsigned slots) {
  TaskGraph graph;
  std::vector<TaskId> needs;
  for (const plan::Task& task : plan.tasks) {
    needs.clear();
    for (const plan::Input& input : task.inputs) {
      for (const plan::Source& source : input.sources) needs.push_back(source.task);
    }
    const std::int64_t asked = task.resources.cpus * task.resources.nodes;
    const auto most = static_cast<std::int64_t>(std::max(slots, 1U));
    graph.add(needs, 1, static_cast<unsigned>(std::clamp<std::int64_t>(asked, 1, most)));
  }
  return graph;
}

}  // namespace itw::sched
