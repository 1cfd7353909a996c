#pragma once

#include <vector>

#include "compiler/plan/plan.h"

namespace itw::passes {

/// The tasks at which work for nothing ends: no other task uses them, nothing of them is published,
/// and they give more than numbers, which the run records. What only feeds them runs for nothing
/// too.
std::vector<plan::TaskId> findDeadEnds(const plan::Plan& plan);

}  // namespace itw::passes
