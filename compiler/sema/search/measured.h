#pragma once

#include "compiler/sema/context.h"

namespace itw::sema {

/// Marks the tasks that objectives and limits of sweeps read, and all that a study measures: they
/// run for something.
void markMeasured(const Context& context, CheckedProgram& program);

}  // namespace itw::sema
