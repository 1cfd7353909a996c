#pragma once

#include <string>
#include <vector>

#include "compiler/plan/plan.h"

namespace itw::exec {

/// What a machine has to offer.
struct Machine {
  unsigned cpus = 1;
  std::int64_t memoryBytes = 0;
};

/// This machine.
Machine thisMachine();

/// Error R0107 that lists everything a plan needs and this version cannot run; `unimplemented` are
/// the qualified names that the standard library declares without an implementation, sorted.
Result<void> checkImplemented(const plan::Plan& plan,
                              const std::vector<std::string>& unimplemented);

/// Compares what tasks ask for with what the machine has, before anything runs. Error R0106 for
/// what would change how a task works (ranks, nodes, GPUs); `notes` gets a line for what only makes
/// it slower.
Result<void> checkResources(const plan::Plan& plan, const Machine& machine,
                            std::vector<std::string>& notes);

}  // namespace itw::exec
