#pragma once

#include <string>
#include <unordered_set>

#include "compiler/sema/context.h"

namespace itw::sema {

/// The file-level params that a pipeline reads, itself or through what it names: constants, models,
/// functions, steps, shapes, pipelines and the values of other params.
std::unordered_set<const Symbol*> reachedParams(const Context& context, const Symbol& pipeline);

/// The same for what a test runs and compares.
std::unordered_set<const Symbol*> reachedParams(const Context& context,
                                                const syntax::TestDecl& test);

}  // namespace itw::sema
