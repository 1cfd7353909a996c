#include "compiler/base/version.h"

namespace itw {

std::string_view buildVersion() { return ITW_VERSION; }

}  // namespace itw
