#include "runtime/exec/recorder.h"

#include <unistd.h>

#include <cerrno>

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
  background_.post([this, file = journal_.descriptor(), upTo = journal_.flushedSequence()] {
    const int reason = fdatasync(file) == 0 ? 0 : errno;
    return [this, reason, upTo] {
      syncing_ = false;
      if (reason == 0) return journal_.markDurable(upTo);
      if (!error_) error_ = store::diskError("flush the journal", reason);
    };
  });
}

void Recorder::close() {
  if (!error_) keep(journal_.seal());
  mustSync_ = false;
}

}  // namespace itw::exec
