#pragma once

#include "compiler/expr/value.h"
#include "compiler/sema/checked_program.h"

namespace itw::lower {

/// A sweep as the plan holds it: `kind` is "sweep"; `space` lists records of `name`, `type`,
/// `distribution` and `when`; `require`, `objectives`, `subject_to`, `search`, `prune`, `budget`,
/// `parallel`, `failure`, `order`, `select` and `fixed` say what the block says.
expr::Value searchValue(const sema::SweepInfo& sweep);

/// A study as the plan holds it: `kind` is "study"; `axes` lists records of `name`, `type` and
/// `values`; `require`, `repeat`, `parallel` and `report` say what the block says.
expr::Value searchValue(const sema::StudyInfo& study);

}  // namespace itw::lower
