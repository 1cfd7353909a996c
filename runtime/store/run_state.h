#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/event/record.h"

namespace itw::store {

/// One point of a series.
struct MetricPoint {
  std::int64_t step = 0;
  std::int64_t epoch = 0;
  double value = 0;
};

/// What the journal says of one task. `state` is one of the names of sched::TaskState.
struct TaskRecord {
  std::string state = "waiting";
  int attempts = 0;
  double seconds = 0;
  std::int64_t peakMemoryBytes = 0;
  std::vector<event::OutputValue> outputs;
  std::shared_ptr<const Error> error;  ///< Null while nothing is wrong.
  std::optional<Digest> contentKey;
  std::string fromRun;  ///< Where a cached task ran.
  double startedAt = 0;
  double endedAt = 0;
  std::map<std::string, std::vector<MetricPoint>> series;  ///< Of the last attempt.
  std::vector<event::TaskLog> logs;                        ///< Of all attempts.

  bool succeeded() const { return state == "done" || state == "cached"; }
};

/// An output of a task that ended well: its value or its artifact. `seconds` and `peak_memory` are
/// outputs of every task; any other name gives the value null.
event::OutputValue outputOf(const TaskRecord& task, const std::string& output);

/// A run as its journal tells it: apply every record in order.
class RunState {
 public:
  void apply(const event::Record& record);
  /// Says that nobody works on the run any more: what was running was interrupted.
  void markAbandoned();

  /// The last controller that took the run up; none for an empty journal.
  const std::optional<event::RunStarted>& started() const { return started_; }
  double firstStart() const { return firstStart_; }
  /// "running" until the journal says how it ended; "interrupted" when abandoned.
  const std::string& status() const { return status_; }
  /// Time worked on it, over all attempts.
  double seconds() const { return seconds_; }
  const std::vector<event::WorkerReady>& workers() const { return workers_; }
  const std::vector<event::Note>& notes() const { return notes_; }
  /// The task's record, or null when the journal does not name it.
  const TaskRecord* find(const std::string& task) const;
  const std::unordered_map<std::string, TaskRecord>& tasks() const { return tasks_; }

 private:
  void on(const event::RunStarted& record);
  void on(const event::WorkerReady& record) { workers_.push_back(record); }
  void on(const event::TaskReady& record);
  void on(const event::TaskStarted& record);
  void on(const event::TaskMetric& record);
  void on(const event::TaskLog& record);
  void on(const event::TaskDone& record);
  void on(const event::TaskCached& record);
  void on(const event::TaskFailed& record);
  void on(const event::TaskDropped& record);
  void on(const event::Note& record) { notes_.push_back(record); }
  void on(const event::RunEnded& record);

  std::optional<event::RunStarted> started_;
  std::vector<event::WorkerReady> workers_;
  std::vector<event::Note> notes_;
  std::unordered_map<std::string, TaskRecord> tasks_;
  std::string status_ = "running";
  double firstStart_ = 0;
  double seconds_ = 0;
  double lastTime_ = 0;
};

}  // namespace itw::store
