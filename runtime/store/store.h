#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/event/journal.h"
#include "runtime/store/artifacts.h"
#include "runtime/store/lease.h"
#include "runtime/store/run_state.h"

namespace itw::store {

/// A run's journal, read.
struct RunReading {
  RunState state;
  event::JournalEnd end;
  bool live = false;  ///< Somebody works on it right now.
};

/// The folder `.itw` of a project: runs, artifacts, scratch. The files of a run belong to the
/// holder of its lease; everything else may be used by several processes at once.
class Store {
 public:
  /// The store below `folder`, which need not exist yet.
  explicit Store(const std::string& folder);

  /// Makes what is missing of the folders. Error R0201 where that cannot be.
  Result<void> create() const;
  bool present() const;
  bool writable() const;

  const std::string& root() const { return root_; }  ///< Absolute.
  const Artifacts& artifacts() const { return artifacts_; }
  std::string databasePath() const { return root_ + "/itw.db"; }

  /// Ids of the runs, oldest first.
  std::vector<std::string> runs() const;
  bool hasRun(const std::string& run) const;
  std::string runFolder(const std::string& run) const { return root_ + "/runs/" + run; }
  std::string planPath(const std::string& run) const { return runFolder(run) + "/plan.json"; }
  std::string journalPath(const std::string& run) const { return runFolder(run) + "/journal"; }
  std::string logPath(const std::string& run, const std::string& task) const;
  std::string leasePath(const std::string& run) const { return runFolder(run) + "/lease"; }
  /// Where the workers of a run write; emptied by whoever takes the run up.
  std::string scratchFolder(const std::string& run) const { return root_ + "/tmp/" + run; }

  /// Where a task that may be cut off keeps what it could go on from, by its content key: a later
  /// run of the same task finds it, too.
  std::string checkpointFolder(const Digest& contentKey) const {
    return root_ + "/checkpoints/" +
           digestText(contentKey).substr(std::string_view("sha256:").size());
  }

  /// Makes the folder of a new run with its frozen plan and returns its id; nothing is flushed yet.
  Result<std::string> addRun(const std::string& planJson) const;
  /// What to flush of a new run, in this order, before its journal counts.
  std::vector<std::string> newPaths(const std::string& run) const {
    return {planPath(run), runFolder(run), root_ + "/runs"};
  }
  Result<RunReading> readRun(const std::string& run) const;
  /// Removes scratch of runs that nobody works on.
  void sweepScratch() const;

 private:
  std::string root_;
  Artifacts artifacts_;
};

}  // namespace itw::store
