#include "compiler/sema/suggest.h"

#include <algorithm>

#include "compiler/base/nearest.h"

namespace itw::sema {
namespace {

struct Foreign {
  std::string_view theirs;
  std::string_view ours;
};

constexpr Foreign kForeign[] = {
#define ITW_FOREIGN(theirs, ours) {theirs, ours},
#include "compiler/sema/foreign_names.def"
#undef ITW_FOREIGN
};

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  const std::string plain = spelling(name);
  for (const Foreign& foreign : kForeign)
    if (spelling(foreign.theirs) == plain &&
        std::find(candidates.begin(), candidates.end(), foreign.ours) != candidates.end())
      return std::string(foreign.ours);
  return nearestName(name, candidates);
}

}  // namespace itw::sema
