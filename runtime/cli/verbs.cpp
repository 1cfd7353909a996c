#include "runtime/cli/verbs.h"

#include <array>

#include "runtime/cli/verb.h"

namespace itw::cli {

std::span<const VerbEntry> allVerbs() {
  static constexpr std::array kVerbs = {
      VerbEntry{"init", "write a first experiment that runs", makeInitVerb},
      VerbEntry{"explain", "explain a diagnostic by its code", makeExplainVerb},
  };
  return kVerbs;
}

}  // namespace itw::cli
