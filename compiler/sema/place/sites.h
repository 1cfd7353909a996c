#pragma once

#include <vector>

#include "compiler/sema/context.h"
#include "compiler/sema/place/site_info.h"

namespace itw::sema {

/// Checks all sites of the user's file: schedulers, node types, queues, links, energy.
std::vector<SiteInfo> checkSites(Context& context);

}  // namespace itw::sema
