#pragma once

#include <vector>

#include "compiler/plan/plan.h"

namespace itw::passes {

/// The tasks that run for nothing: neither they nor any task that they feed gives something that is
/// published or a number that the run records.
std::vector<plan::TaskId> findDeadTasks(const plan::Plan& plan);

}  // namespace itw::passes
