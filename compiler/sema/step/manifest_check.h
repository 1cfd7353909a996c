#pragma once

#include "compiler/sema/context.h"

namespace itw::sema {

/// Holds the Python steps of the user's files against the signatures in the manifest, and lists
/// them.
void checkManifest(Context& context, std::vector<PythonUse>& uses);

}  // namespace itw::sema
