#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/base/error.h"
#include "compiler/base/sha256.h"
#include "runtime/event/message.h"

namespace itw::event {

/// The controller took up a run: first at its start, then at every resume. Times are seconds since
/// 1970.
struct RunStarted {
  std::string run;                     ///< "r0007".
  std::string pipeline;                ///< "digits".
  std::string plan;                    ///< Digest of plan.json.
  std::string file;                    ///< What the user named: "x.itw", "plan.json".
  std::vector<std::string> overrides;  ///< "lr=3e-4".
  std::string build;
  std::string host;
  std::string bootId;
  std::int64_t pid = 0;
  std::int64_t tasks = 0;
  std::string directory;  ///< In which the plan's relative paths are meant.
  int attempt = 1;
  double time = 0;
};

/// A worker said hello.
struct WorkerReady {
  std::int64_t worker = 0;  ///< Counts from 1 within a run.
  std::int64_t pid = 0;
  std::string build;
  std::string torch;
  std::string instructions;
  int threads = 1;
  double time = 0;
};

/// One component of a content key: {"argument lr", digest}.
struct ContentPart {
  std::string name;
  Digest digest{};
};

/// All inputs are there, so the task's identity by content is known. Without a key (an input file
/// could not be read) the task runs and is not cached.
struct TaskReady {
  std::string task;
  std::optional<Digest> contentKey;
  std::vector<ContentPart> parts;
};

/// A worker was given the task.
struct TaskStarted {
  std::string task;
  int attempt = 1;
  std::int64_t worker = 0;
  double time = 0;
};

/// One point of a task's series.
struct TaskMetric {
  std::string task;
  std::string name;
  std::int64_t step = 0;
  std::int64_t epoch = 0;
  double value = 0;
};

/// A line that the task itself logged.
struct TaskLog {
  std::string task;
  std::string level;
  std::string text;
  double time = 0;
};

/// The task ended well; its artifacts were in the store before this was written.
struct TaskDone {
  std::string task;
  std::vector<OutputValue> outputs;
  double seconds = 0;
  std::int64_t peakMemoryBytes = 0;
  bool reusable = true;  ///< False when a file changed while the task read it.
  double time = 0;
};

/// The cache had the task's outputs.
struct TaskCached {
  std::string task;
  std::vector<OutputValue> outputs;
  double seconds = 0;  ///< What it took when it ran.
  std::int64_t peakMemoryBytes = 0;
  std::string fromRun;
  double time = 0;
};

/// An attempt at the task ended badly; nothing of it is kept.
struct TaskFailed {
  std::string task;
  Error error;
  double seconds = 0;
  double time = 0;
};

/// The task will not run in this attempt: "skipped" (what it needs failed) or "cancelled".
struct TaskDropped {
  std::string task;
  std::string state;
  double time = 0;
};

/// Something a user should know that is no failure: "artifact ... is missing, `raw` runs again".
struct Note {
  std::string text;
  double time = 0;
};

/// The controller is through: "done", "failed", "cancelled" or "interrupted". A journal without it
/// belongs to a run that is going on or was cut off.
struct RunEnded {
  std::string status;
  double seconds = 0;
  double time = 0;
};

/// One entry of a run's journal.
using Record = std::variant<RunStarted, WorkerReady, TaskReady, TaskStarted, TaskMetric, TaskLog,
                            TaskDone, TaskCached, TaskFailed, TaskDropped, Note, RunEnded>;

/// The record as one CBOR map.
void encodeRecord(std::string& out, const Record& record);
/// Error when the bytes are not a record of this version.
Result<Record> decodeRecord(std::string_view bytes);

}  // namespace itw::event
