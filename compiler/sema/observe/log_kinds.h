#pragma once

#include "compiler/sema/checked_program.h"
#include "compiler/sema/context.h"

namespace itw::sema {

/// Reports the kinds of results (metrics, tables, artifacts) that the pipelines give and that no
/// tracker of `observe` takes. Profilers and provenance take none and ask for none.
void checkLogKinds(Context& context, const CheckedProgram& program);

}  // namespace itw::sema
