#pragma once

#include "compiler/syntax/declaration.h"

namespace itw::syntax {

/// Whether two trees say the same: all that `dumpTree` shows, spans and file left aside.
bool sameTree(const File& first, const File& second);

}  // namespace itw::syntax
