#pragma once

#include <memory>
#include <string>

#include "compiler/plan/plan.h"
#include "runtime/cli/compile_options.h"

namespace itw::cli {

/// A plan, from a program or a frozen file, and the warnings that came with it.
struct LoadedPlan {
  plan::Plan plan;
  std::string diagnostics = "[]";  ///< The JSON array.
};

/// The plan that `plan`, `graph` and `run` work on. A FILE named `.json` is a frozen plan, read
/// unchanged; any other is compiled. When there is none, everything has been reported for `kind`
/// and `exitCode` says how the verb ends.
std::optional<LoadedPlan> loadPlan(Console& console, const CompileOptions& options, bool json,
                                   std::string_view kind, int& exitCode);

}  // namespace itw::cli
