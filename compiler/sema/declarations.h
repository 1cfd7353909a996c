#pragma once

#include "compiler/sema/context.h"

namespace itw::sema {

/// Makes the names of imported modules visible; unknown modules are reported.
void resolveImports(Context& context);

/// Where an import may be added to a file: behind the last one, else behind its head.
Span placeOfImport(const Context& context, std::uint32_t module);

/// The user's files, each after those that it imports.
std::vector<std::uint32_t> filesInOrder(const Context& context);

/// Reports names that a file declares twice.
void checkDuplicates(Context& context);

/// Reports ops, tasks and components outside the standard library and packages.
void reportNative(Context& context);

}  // namespace itw::sema
