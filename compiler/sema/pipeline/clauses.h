#pragma once

#include "compiler/sema/elaborate.h"

namespace itw::sema {

/// Whether an output is that of a sweep, whose results the plan waits for; all others are known
/// only while the plan runs.
bool isSearch(const PipelineBuilder& builder, const expr::OutputRef& output);

}  // namespace itw::sema
