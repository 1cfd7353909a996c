#include "compiler/expr/units.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "compiler/parse/character.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/lexer.h"

namespace itw::parsing {

namespace {

/// What people write elsewhere, and what it is here.
struct Spelling {
  std::string_view written;
  std::string_view meant;
};

constexpr std::array kForeign = {
    Spelling{"sec", "s"},
    Spelling{"secs", "s"},
    Spelling{"second", "s"},
    Spelling{"seconds", "s"},
    Spelling{"mins", "min"},
    Spelling{"minute", "min"},
    Spelling{"minutes", "min"},
    Spelling{"hr", "h"},
    Spelling{"hrs", "h"},
    Spelling{"hour", "h"},
    Spelling{"hours", "h"},
    Spelling{"H", "h"},
    Spelling{"day", "d"},
    Spelling{"days", "d"},
    Spelling{"msec", "ms"},
    Spelling{"usec", "us"},
    Spelling{"b", "B"},
    Spelling{"byte", "B"},
    Spelling{"bytes", "B"},
    Spelling{"kb", "kB"},
    Spelling{"KB", "kB"},
    Spelling{"K", "kB"},
    Spelling{"mb", "MB"},
    Spelling{"Mb", "MB"},
    Spelling{"M", "MB"},
    Spelling{"gb", "GB"},
    Spelling{"Gb", "GB"},
    Spelling{"G", "GB"},
    Spelling{"Gi", "GiB"},
    Spelling{"Mi", "MiB"},
    Spelling{"gib", "GiB"},
    Spelling{"mib", "MiB"},
    Spelling{"tb", "TB"},
    Spelling{"T", "TB"},
    Spelling{"hz", "Hz"},
    Spelling{"w", "W"},
    Spelling{"gpuh", "gpu_h"},
    Spelling{"gpu_hours", "gpu_h"},
    Spelling{"percent", "%"},
    Spelling{"pct", "%"},
    Spelling{"iters", "steps"},
    Spelling{"iterations", "steps"},
    Spelling{"iter", "steps"},
    Spelling{"iteration", "steps"},
    Spelling{"runs", "trials"},
    Spelling{"evaluations", "trials"},
    Spelling{"evals", "trials"},
    Spelling{"experiments", "trials"},
    Spelling{"ep", "epochs"},
    Spelling{"rows", "samples"},
    Spelling{"examples", "samples"},
    Spelling{"events", "samples"},
};

/// Whether what stands at `end` ends a unit.
bool isBoundary(std::string_view text, std::size_t end, bool compound) {
  if (end >= text.size()) return true;
  return !isLetter(text[end]) && (compound || !isDigit(text[end]));
}

}  // namespace

std::size_t unitLength(std::string_view text, std::size_t begin, bool compound) {
  std::size_t longest = 0;
  for (const expr::Unit& unit : expr::allUnits()) {
    if (unit.name.size() <= longest || !text.substr(begin).starts_with(unit.name)) continue;
    if (isBoundary(text, begin + unit.name.size(), compound)) longest = unit.name.size();
  }
  return longest;
}

bool isDuration(std::string_view unit) {
  const auto found = expr::findUnit(unit);
  const auto* const duration = expr::findDimension("duration");
  return found && duration != nullptr && found->dimension == duration->dimension;
}

std::string_view nearestUnit(std::string_view written) {
  const auto spelt = [](std::string_view word) {
    const auto* const found =
        std::find_if(kForeign.begin(), kForeign.end(),
                     [word](const Spelling& each) { return each.written == word; });
    return found == kForeign.end() ? std::string_view{} : found->meant;
  };
  if (const auto meant = spelt(written); !meant.empty() || written.size() < 3) return meant;
  const std::string plain = lowered(written);
  for (const expr::Unit& unit : expr::allUnits())
    if (lowered(unit.name) == plain) return unit.name;
  if (const auto meant = spelt(plain); !meant.empty()) return meant;
  for (const expr::Unit& unit : expr::allUnits())
    if (written.size() > 3 && unit.name.size() > 3 && isOneEditAway(unit.name, plain))
      return unit.name;
  return {};
}

}  // namespace itw::parsing
