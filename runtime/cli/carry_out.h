#pragma once

#include <string>

#include "runtime/cli/console.h"
#include "runtime/cli/options.h"
#include "runtime/exec/executor.h"
#include "runtime/exec/session.h"
#include "runtime/store/store.h"

namespace itw::cli {

/// `--dir DIR`, the same for every verb that works on runs.
struct StoreOption {
  std::string folder = ".";
  void declare(Options& options);
};

/// Carries a run out, with progress on standard error unless it is to be silent, and says how it
/// ended.
exec::Outcome execute(Console& console, const store::Store& store, exec::Session& session,
                      store::Index& index, bool silent);

/// How the end of a run is told.
struct Telling {
  std::string_view kind;  ///< "run" or "resume".
  bool json = false;
  std::string warnings = "[]";  ///< JSON array of what the compiler said.
};

/// Carries a run out with progress on standard error, tells how it ended on standard output, and
/// returns the exit code.
int carryOut(Console& console, const store::Store& store, exec::Session& session,
             store::Index& index, const Telling& telling);

/// Error R0206 when the store has no such run; the id of the latest for an empty name.
Result<std::string> chooseRun(const store::Store& store, const std::string& name);

/// A run read from its folder.
struct StoredRun {
  std::string run;
  plan::Plan plan;
  store::RunReading reading;
};
Result<StoredRun> readStoredRun(const store::Store& store, const std::string& run);

}  // namespace itw::cli
