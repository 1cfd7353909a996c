#pragma once

#include "compiler/sema/context.h"

namespace itw::sema {

/// Makes the names of imported modules visible; unknown modules are reported.
void resolveImports(Context& context);

/// Reports names that a file declares twice.
void checkDuplicates(Context& context);

/// Reports each declaration that is part of the language but not of this version.
void reportUnsupported(Context& context);

}  // namespace itw::sema
