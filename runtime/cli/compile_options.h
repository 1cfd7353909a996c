#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/driver/driver.h"
#include "runtime/cli/console.h"
#include "runtime/cli/options.h"

namespace itw::cli {

/// What every verb that compiles a file takes: the file and the overrides.
struct CompileOptions {
  std::string file;
  std::string target;  ///< The pipeline; empty for the only one.
  std::vector<std::string> sets;
  std::string profile;
  std::string site;

  /// Names FILE and the layers.
  void declare(Options& options);
  /// Names --set, --profile and --site.
  void declareLayers(Options& options);
  /// As declare, and NAME behind FILE.
  void declareWithTarget(Options& options);

  /// The request for the driver. The error is of class Usage: a `--set` without `=`.
  Result<CompileRequest> request() const;
};

/// Tells the diagnostics of a compilation in human form on standard error.
void noteDiagnostics(Console& console, const Compilation& unit);

/// The end of a verb whose compilation has errors: reports them and returns the exit code.
int reportErrors(Console& console, bool json, std::string_view kind, const Compilation& unit);

}  // namespace itw::cli
