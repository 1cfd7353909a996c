#include "compiler/passes/dead_tasks.h"

#include <algorithm>

namespace itw::passes {
namespace {

/// Numbers go into the run's record whether or not they are published.
bool isRecorded(const plan::Output& output) {
  return output.type == "metric" || output.type == "table";
}

}  // namespace

std::vector<plan::TaskId> findDeadTasks(const plan::Plan& plan) {
  std::vector<bool> live(plan.tasks.size());
  for (const plan::Published& published : plan.published)
    live[published.source.task.index()] = true;
  std::vector<plan::TaskId> dead;
  for (std::size_t at = plan.tasks.size(); at-- > 0;) {
    const plan::Task& task = plan.tasks[at];
    if (!live[at]) live[at] = std::any_of(task.outputs.begin(), task.outputs.end(), isRecorded);
    if (!live[at]) {
      dead.push_back(plan::TaskId(at));
      continue;
    }
    for (const plan::Input& input : task.inputs) {
      for (const plan::Source& source : input.sources) live[source.task.index()] = true;
    }
  }
  std::reverse(dead.begin(), dead.end());
  return dead;
}

}  // namespace itw::passes
