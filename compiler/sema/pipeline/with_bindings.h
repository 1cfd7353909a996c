#pragma once

#include "compiler/sema/arguments.h"
#include "compiler/sema/pipeline/rebound.h"

namespace itw::sema {

/// What a `with` clause binds.
struct WithBindings {
  Locals arguments;   ///< Of the pipeline.
  Rebindings params;  ///< File-level ones that the pipeline reaches.
  bool poisoned = false;
};

/// Reads `with { name = value, ... }` or `with record` behind a call of `pipeline`.
WithBindings readWith(Context& context, const Scope& scope, const Symbol& pipeline,
                      const syntax::Clause& with);

}  // namespace itw::sema
