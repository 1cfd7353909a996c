#pragma once

#include <vector>

#include "runtime/sched/task_graph.h"

namespace itw::sched {

/// The order in which tasks that could all start should start: those with the longest way to the
/// end of the plan first, then as the plan lists them. Entry `t` is the rank of task `t`, 0 first.
/// Linear in tasks and edges; `operations`, when given, counts them.
std::vector<std::uint32_t> criticalPathRanks(const TaskGraph& graph, std::uint64_t* operations);

}  // namespace itw::sched
