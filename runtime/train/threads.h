#pragma once

#include <cstdint>

#include "compiler/expr/model_graph.h"

namespace itw::train {

/// Floating-point operations of one forward pass over a batch, in its matrix products.
double forwardOperations(const expr::ModelGraph& graph, std::int64_t batch);

/// How many of the `allowed` threads a model is worth: waking one costs as long as a small layer. A
/// function of its arguments alone, as results may depend on the number of threads in the last
/// digit.
int usefulThreads(const expr::ModelGraph& graph, std::int64_t batch, int allowed);

}  // namespace itw::train
