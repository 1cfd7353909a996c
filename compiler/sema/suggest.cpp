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

constexpr ForeignHelp kNames[] = {
#define ITW_FOREIGN_NAME(theirs, ours, help) {theirs, ours, help},
#define ITW_FOREIGN_ARGUMENT(theirs, help)
#define ITW_FOREIGN_TYPE(theirs, help)
#define ITW_FOREIGN_MODULE(theirs)
#include "compiler/sema/foreign_help.def"
#undef ITW_FOREIGN_NAME
#undef ITW_FOREIGN_ARGUMENT
};

constexpr ForeignHelp kArguments[] = {
#define ITW_FOREIGN_NAME(theirs, ours, help)
#define ITW_FOREIGN_ARGUMENT(theirs, help) {theirs, "", help},
#include "compiler/sema/foreign_help.def"
#undef ITW_FOREIGN_ARGUMENT
#undef ITW_FOREIGN_TYPE
};

constexpr ForeignHelp kTypes[] = {
#define ITW_FOREIGN_ARGUMENT(theirs, help)
#define ITW_FOREIGN_TYPE(theirs, help) {theirs, "", help},
#include "compiler/sema/foreign_help.def"
#undef ITW_FOREIGN_TYPE
#undef ITW_FOREIGN_MODULE
};

constexpr std::string_view kModules[] = {
#define ITW_FOREIGN_TYPE(theirs, help)
#define ITW_FOREIGN_MODULE(theirs) theirs,
#include "compiler/sema/foreign_help.def"
#undef ITW_FOREIGN_NAME
#undef ITW_FOREIGN_ARGUMENT
#undef ITW_FOREIGN_TYPE
#undef ITW_FOREIGN_MODULE
};

template <std::size_t N>
const ForeignHelp* find(const ForeignHelp (&table)[N], std::string_view name) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [name](const auto& each) { return each.theirs == name; });
  return found == std::end(table) ? nullptr : found;
}

}  // namespace

const ForeignHelp* foreignName(std::string_view name) { return find(kNames, name); }

const ForeignHelp* foreignArgument(std::string_view name) { return find(kArguments, name); }

const ForeignHelp* foreignType(std::string_view name) { return find(kTypes, name); }

bool isForeignModule(std::string_view name) {
  return std::find(std::begin(kModules), std::end(kModules), name) != std::end(kModules);
}

std::string nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  const std::string plain = spelling(name);
  for (const Foreign& foreign : kForeign)
    if (spelling(foreign.theirs) == plain &&
        std::find(candidates.begin(), candidates.end(), foreign.ours) != candidates.end())
      return std::string(foreign.ours);
  return nearestName(name, candidates);
}

}  // namespace itw::sema
