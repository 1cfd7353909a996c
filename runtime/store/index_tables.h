#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/event/record.h"
#include "runtime/store/database.h"
#include "runtime/store/index.h"

namespace itw::store {

/// What one batch of records says of a task; what is not set stays as it was.
struct TaskChange {
  std::optional<std::string> state;
  std::optional<std::int64_t> attempts;
  std::optional<double> seconds;
  std::optional<std::int64_t> peakMemoryBytes;
  std::optional<Digest> contentKey;
  std::optional<std::string> outputs;
  std::optional<std::string> error;
  std::optional<double> ended;
  std::optional<std::int64_t> reusable;
};

/// The tables of the run database and the statements on them.
struct IndexTables {
  explicit IndexTables(const std::string& path);

  /// Makes the tables in an empty database; false when it holds those of another version.
  bool create();

  Database database;
  std::unique_ptr<Statement> findRun, putRun, moveRun, endRun, putDamaged;
  std::unique_ptr<Statement> dropRun, dropTasks, dropMetrics;
  std::unique_ptr<Statement> putTask, putMetric, dropTaskMetrics;
  std::unique_ptr<Statement> listRuns, listIds, findKey, findFile, putFile;

  void prepareAll();
};

/// Applies records of one run to the tables, one row a task whatever the number of its records.
class IndexBatch {
 public:
  IndexBatch(IndexTables& tables, const std::string& run) : tables_(tables), run_(run) {}

  void apply(const event::Record& record);
  /// Writes what is still held back.
  void flush();

 private:
  void on(const event::RunStarted& record);
  void on(const event::WorkerReady&) {}
  void on(const event::TaskReady& record);
  void on(const event::TaskStarted& record);
  void on(const event::TaskMetric& record);
  void on(const event::TaskLog&) {}
  void on(const event::TaskDone& record);
  void on(const event::TaskCached& record);
  void on(const event::TaskFailed& record);
  void on(const event::TaskDropped& record);
  void on(const event::Note&) {}
  void on(const event::RunEnded& record);
  void write(const std::string& task, const TaskChange& change);

  IndexTables& tables_;
  const std::string& run_;
  std::unordered_map<std::string, TaskChange> changes_;
};

}  // namespace itw::store
