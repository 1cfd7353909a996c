#include "compiler/passes/dead_tasks.h"

#include <algorithm>

namespace itw::passes {
namespace {

/// Numbers go into the run's record whether or not they are published.
bool isRecorded(const plan::Output& output) {
  return output.type == "metric" || output.type == "table";
}

}  // namespace

std::vector<plan::TaskId> findDeadEnds(const plan::Plan& plan) {
  std::vector<bool> used(plan.tasks.size());
  for (const plan::Published& published : plan.published)
    used[published.source.task.index()] = true;
  for (const plan::Task& task : plan.tasks) {
    for (const plan::Input& input : task.inputs) {
      for (const plan::Source& source : input.sources) used[source.task.index()] = true;
    }
  }
  std::vector<plan::TaskId> dead;
  for (std::size_t at = 0; at < plan.tasks.size(); ++at) {
    const auto& outputs = plan.tasks[at].outputs;
    const bool recorded =
        !outputs.empty() && std::all_of(outputs.begin(), outputs.end(), isRecorded);
    if (!used[at] && !recorded) dead.push_back(plan::TaskId(at));
  }
  return dead;
}

}  // namespace itw::passes
