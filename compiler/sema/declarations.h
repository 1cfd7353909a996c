#pragma once

#include "compiler/sema/context.h"

namespace itw::sema {

/// Makes the names of imported modules visible; unknown modules are reported.
void resolveImports(Context& context);

/// The user's files, each after those that it imports.
std::vector<std::uint32_t> filesInOrder(const Context& context);

/// Reports names that a file declares twice.
void checkDuplicates(Context& context);

/// Reports ops, tasks and components outside the standard library and packages.
void reportNative(Context& context);

}  // namespace itw::sema
