#include "compiler/plan/references.h"

namespace itw::plan {
namespace {

bool hasOneUnnamed(const Task& task) {
  return task.outputs.size() == 1 && task.outputs[0].name == kUnnamedOutput;
}

}  // namespace

TaskIndex::TaskIndex(const Plan& plan) : plan_(plan) {
  ids_.reserve(plan.tasks.size());
  for (std::size_t at = 0; at < plan.tasks.size(); ++at)
    ids_.emplace(plan.tasks[at].id, TaskId(at));
}

Result<Source> TaskIndex::find(const std::string& reference) const {
  if (const auto whole = ids_.find(reference); whole != ids_.end()) {
    const bool unnamed = hasOneUnnamed(plan_.tasks[whole->second.index()]);
    return Source{whole->second, unnamed ? std::string(kUnnamedOutput) : std::string()};
  }
  // Names of tasks and of outputs may have dots of their own.
  std::size_t dot = reference.rfind('.');
  auto task = ids_.end();
  while (dot != std::string::npos && dot > 0) {
    task = ids_.find(std::string_view(reference).substr(0, dot));
    if (task != ids_.end()) break;
    dot = reference.rfind('.', dot - 1);
  }
  if (task == ids_.end() || dot + 1 == reference.size()) {
    return fail(makeError(ErrorClass::Program, "`" + reference + "` is no output of any task"));
  }
  return Source{task->second, reference.substr(dot + 1)};
}

std::string textOf(const Plan& plan, const Source& source) {
  const Task& task = plan.tasks[source.task.index()];
  const bool only = hasOneUnnamed(task) && source.output == kUnnamedOutput;
  if (source.output.empty() || only) return task.id;
  return task.id + "." + source.output;
}

}  // namespace itw::plan
