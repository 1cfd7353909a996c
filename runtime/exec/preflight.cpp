#include "runtime/exec/preflight.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "compiler/plan/references.h"
#include "runtime/exec/exec_options.h"
#include "runtime/exec/worker_errors.h"

namespace itw::exec {
namespace {

constexpr double kGibibyte = 1024.0 * 1024 * 1024;

/// "shape `quad` of `digits/fit`", so that a user knows where to change it.
std::string whoAsks(const plan::Task& task) {
  if (task.resources.shape.empty()) return fmt::format("`{}`", task.id);
  return fmt::format("shape `{}` of `{}`", task.resources.shape, task.id);
}

// Outputs that would be measured, such as the energy of a task, which nothing measures yet.
std::set<std::string> unmeasured(const plan::Plan& plan) {
  std::set<std::string> found;
  const auto visit = [&](const plan::Source& source) {
    if (source.output == plan::kEnergyOutput)
      found.insert(plan.tasks[source.task.value].id + "." + source.output);
  };
  for (const plan::Task& task : plan.tasks)
    for (const plan::Input& input : task.inputs)
      for (const plan::Source& source : input.sources) visit(source);
  for (const plan::Published& published : plan.published) visit(published.source);
  return found;
}

// A native name of a package, for which a plug-in would be needed; steps have bodies of their own.
bool isOfPackage(const std::string& name, const std::set<std::string>& steps) {
  return name.find('.') != std::string::npos && !name.starts_with("std.") && !steps.contains(name);
}

Error lacks(const plan::Task& task, const std::string& what) {
  Error error = lacksResources(fmt::format("{} asks for {}", whoAsks(task), what),
                               "this version runs each task as one rank on this machine's cpus");
  error.task = task.id;
  if (!task.origin.file.empty()) error.place = task.origin;
  return error;
}

}  // namespace

Machine thisMachine() {
  const auto pages = static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES));
  return {usableCpus(), pages * static_cast<std::int64_t>(sysconf(_SC_PAGESIZE))};
}

Result<void> checkImplemented(const plan::Plan& plan,
                              const std::vector<std::string>& unimplemented) {
  const std::vector<std::string> used = plan::namesUsed(plan);
  std::string missing = plan.search ? "the trials of `" + plan::targetOf(plan) + "`" : "";
  const auto add = [&](const std::string& what) {
    missing += (missing.empty() ? "" : ", ") + what;
  };
  std::set<std::string> steps;
  for (const plan::Task& task : plan.tasks)
    if (task.step && steps.insert(task.component).second) add("the step `" + task.component + "`");
  for (const plan::Task& task : plan.tasks)
    if (task.component == plan::kSweepComponent) add("the sweep `" + task.id + "`");
  for (const std::string& name : used)
    if (name == "env" || isOfPackage(name, steps) ||
        std::binary_search(unimplemented.begin(), unimplemented.end(), name))
      add("`" + name + "`");
  for (const std::string& output : unmeasured(plan)) add("`" + output + "`");
  if (missing.empty()) return {};
  return fail(notImplemented(missing));
}

Result<void> checkResources(const plan::Plan& plan, const Machine& machine,
                            std::vector<std::string>& notes) {
  std::set<std::string> told;
  for (const plan::Task& task : plan.tasks) {
    const expr::Resources& needs = task.resources;
    if (needs.nodes > 1) return fail(lacks(task, fmt::format("{} nodes", needs.nodes)));
    if (needs.gpus > 0) return fail(lacks(task, fmt::format("{} gpus", needs.gpus)));
    if (needs.ranks > 1) return fail(lacks(task, fmt::format("{} ranks", needs.ranks)));
    if (needs.cpus > machine.cpus && told.insert(needs.shape + " cpus").second) {
      notes.push_back(fmt::format("{} asks for {} cpus, and this machine has {}: it runs on {}",
                                  whoAsks(task), needs.cpus, machine.cpus, machine.cpus));
    }
    if (needs.memoryBytes && *needs.memoryBytes > machine.memoryBytes &&
        told.insert(needs.shape + " memory").second) {
      notes.push_back(fmt::format("{} asks for {:.1f} GiB of memory, and this machine has {:.1f}",
                                  whoAsks(task),
                                  static_cast<double>(*needs.memoryBytes) / kGibibyte,
                                  static_cast<double>(machine.memoryBytes) / kGibibyte));
    }
  }
  return {};
}

}  // namespace itw::exec
