#include "runtime/exec/recorder.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "runtime/exec/exec_options.h"
#include "runtime/store/disk.h"

namespace itw::exec {
namespace {

/// A flush takes the disk for milliseconds in which nobody can append, so many tasks share one.
constexpr double kSyncSeconds = 0.02;

/// Whether losing the record in a power cut would lose work.
bool isPrecious(const event::Record& record) {
  return std::holds_alternative<event::RunStarted>(record) ||
         std::holds_alternative<event::TaskDone>(record) ||
         std::holds_alternative<event::TaskFailed>(record) ||
         std::holds_alternative<event::RunEnded>(record);
}

}  // namespace

void Recorder::add(const event::Record& record) {
  state_.apply(record);
  if (error_) return;
  journal_.append(record);
  if (mustSync_ || !isPrecious(record)) return;
  mustSync_ = true;
  syncAt_ = steadyClock() + kSyncSeconds;
}

void Recorder::keep(Result<void> outcome) {
  if (!outcome && !error_) error_ = std::move(outcome.error());
}

void Recorder::flush() {
  if (!error_) keep(journal_.flush());
}

void Recorder::syncInBackground(double now) {
  if (!mustSync_ || syncing_ || error_ || now < syncAt_) return;
  mustSync_ = false;
  syncing_ = true;
  background_.post([this, file = journal_.descriptor(), upTo = journal_.flushedSequence(),
                    first = takeFirst()]() -> Background::Completion {
    auto outcome = syncAll(first);
    if (outcome && fdatasync(file) != 0) {
      outcome = fail(store::diskError("flush the journal", errno));
    }
    return [this, outcome = std::move(outcome), upTo]() mutable {
      syncing_ = false;
      if (outcome) journal_.markDurable(upTo);
      keep(std::move(outcome));
    };
  });
}

/// The paths to flush first, each once, in the order in which they came.
std::vector<std::string> Recorder::takeFirst() {
  std::vector<std::string> paths;
  for (std::string& path : std::exchange(flushFirst_, {})) {
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) {
      paths.push_back(std::move(path));
    }
  }
  return paths;
}

Result<void> Recorder::syncAll(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    auto outcome = store::syncPath(path);
    if (!outcome) return outcome;
  }
  return {};
}

void Recorder::close() {
  if (!error_) keep(syncAll(takeFirst()));
  if (!error_) keep(journal_.seal());
  mustSync_ = false;
}

}  // namespace itw::exec
