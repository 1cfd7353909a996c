#pragma once

#include <vector>

#include "compiler/sema/checked_program.h"

namespace itw {

/// Values for params that have none of their own and that a sweep or study varies: the first that
/// can be taken, so that the pipeline can be planned as the template of the trials.
std::vector<sema::Override> firstValues(const expr::Value& search,
                                        const std::vector<sema::MissingValue>& missing);

}  // namespace itw
