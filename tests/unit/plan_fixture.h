#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "compiler/plan/plan.h"

namespace itw::plan {

/// `digits`: csv, split, train and evaluate, as the compiler would plan it, with keys.
Plan digitsPlan();

/// A plan with random tasks, values and edges; the same for the same seed.
Plan randomPlan(std::uint32_t seed);

/// Any value, nested at most `depth` deep; no model and no output of a task.
expr::Value randomValue(std::mt19937& random, int depth);

/// The argument of a task, which must be there.
expr::Value& argument(Task& task, const std::string& name);

}  // namespace itw::plan
