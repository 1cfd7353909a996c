#pragma once

#include <cstddef>
#include <string>

#include "compiler/sema/context.h"

namespace itw::sema {

/// What checking a search found against an override, from the diagnostic numbered `before` on, is
/// not told where something else is to be planned. Where nothing is, a profile whose range the
/// search leaves is a warning: it may be there for another pipeline.
void setAside(Context& context, const std::string& search, std::size_t before);

}  // namespace itw::sema
