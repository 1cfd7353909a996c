#pragma once

#include <vector>

#include "compiler/sema/context.h"
#include "compiler/sema/search/search_info.h"
#include "compiler/syntax/declaration.h"

namespace itw::sema {

/// Where the searcher, the pruner and the objectives of a sweep stand.
struct SearchPlaces {
  Span search;
  Span prune;
  std::vector<const syntax::Expr*> objectives;
};

/// Reports a searcher that cannot search the space and a pruner that can never act.
void checkCapability(Context& context, const SweepInfo& sweep, const SearchPlaces& places,
                     const Locals& bindings);

}  // namespace itw::sema
