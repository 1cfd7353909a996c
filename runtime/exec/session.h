#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/plan/plan.h"
#include "runtime/event/journal.h"
#include "runtime/store/index.h"
#include "runtime/store/store.h"

namespace itw::exec {

/// What is recorded of how a run was asked for.
struct RunRequest {
  std::string file;                    ///< As named on the command line.
  std::vector<std::string> overrides;  ///< "lr=3e-4".
  /// Qualified names that this version declares and cannot run, sorted.
  std::vector<std::string> unimplemented = {};
};

/// A run that this process has taken up: its plan, what its journal tells so far, and the right to
/// write on.
struct Session {
  std::string run;
  plan::Plan plan;
  std::unique_ptr<store::Lease> lease;
  event::Journal journal;
  store::RunState state;
  event::RunStarted start;             ///< Of this attempt; not yet in the journal.
  std::string directory;               ///< In which the plan's relative paths are meant.
  std::vector<std::string> unflushed;  ///< Paths to flush before the journal.
  std::vector<std::string> notes;
};

/// Starts a new run of a plan in the store, which is created where needed.
Result<Session> beginRun(const store::Store& store, plan::Plan plan, const RunRequest& request);

/// Takes a run up again with its frozen plan. Errors: R0206 unknown, R0204 somebody works on it,
/// R0203 damaged.
Result<Session> resumeRun(const store::Store& store, const std::string& run);

/// Error R0206: there is no such run in the store.
Error unknownRun(const store::Store& store, const std::string& run);

/// The latest run that was interrupted, cancelled or failed; empty when there is none.
std::string latestUnfinished(store::Index& index);

}  // namespace itw::exec
