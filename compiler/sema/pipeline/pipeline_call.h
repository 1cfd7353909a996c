#pragma once

#include "compiler/sema/arguments.h"

namespace itw::sema {

/// A call of a pipeline in another one or in a test: its tasks become nodes of the caller, and the
/// item has a field for each output that it publishes. `with` binds names for this call; it may be
/// null.
Item pipelineItem(Context& context, const Scope& scope, const Symbol& symbol, const CallSite& site,
                  const syntax::Clause* with);

}  // namespace itw::sema
