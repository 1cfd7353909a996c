#pragma once

#include <optional>

#include "compiler/base/error.h"
#include "compiler/expr/model_graph.h"
#include "compiler/plan/plan.h"

namespace itw::plan {

/// What is wrong with a model graph, if anything: references, order, sizes, names.
std::optional<Error> verifyModel(const expr::ModelGraph& model);

}  // namespace itw::plan
