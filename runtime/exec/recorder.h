#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "runtime/event/journal.h"
#include "runtime/exec/background.h"
#include "runtime/store/index.h"
#include "runtime/store/run_state.h"

namespace itw::exec {

/// Writes what happens to the journal and keeps the run's state beside it. Records are flushed to
/// the disk by the background thread, as many at once as came in meanwhile.
class Recorder {
 public:
  Recorder(event::Journal& journal, store::RunState& state, Background& background)
      : journal_(journal), state_(state), background_(background) {}

  void add(const event::Record& record);
  /// Hands what was added to the kernel, before anybody acts on it.
  void flush();
  /// Files and folders to be flushed before the journal is.
  void flushFirst(const std::vector<std::string>& paths) {
    flushFirst_.insert(flushFirst_.end(), paths.begin(), paths.end());
  }
  /// Flushes to the disk what must survive a power cut, once some more has had time to come in;
  /// returns at once.
  void syncInBackground(double now);
  /// When syncInBackground should be called again.
  double nextSync(double otherwise) const {
    return mustSync_ && !syncing_ ? std::min(otherwise, syncAt_) : otherwise;
  }
  /// The same, waiting for it, as the last thing that is written.
  void close();

  /// Writes nothing from now on: the journal is another one's.
  void abandon(const Error& reason) { error_ = reason; }

  const store::RunState& state() const { return state_; }
  /// The first error; after it nothing more is written.
  const std::optional<Error>& error() const { return error_; }

 private:
  void keep(Result<void> outcome);
  std::vector<std::string> takeFirst();
  static Result<void> syncAll(const std::vector<std::string>& paths);

  event::Journal& journal_;
  store::RunState& state_;
  Background& background_;
  std::optional<Error> error_;
  std::vector<std::string> flushFirst_;
  bool mustSync_ = false;
  double syncAt_ = 0;
  bool syncing_ = false;
};

}  // namespace itw::exec
