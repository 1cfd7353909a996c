#include "runtime/store/index_tables.h"

#include "runtime/store/output_json.h"

namespace itw::store {
namespace {

/// Of the tables below; a database of another version is made anew from the journals.
constexpr std::int64_t kSchema = 1;

constexpr const char* kCreate = R"(
  CREATE TABLE runs(run TEXT PRIMARY KEY, pipeline TEXT, plan TEXT, file TEXT, status TEXT,
    started REAL, seconds REAL, attempt INTEGER, tasks INTEGER, host TEXT,
    indexed_bytes INTEGER, indexed_sequence INTEGER);
  CREATE TABLE tasks(run TEXT, task TEXT, state TEXT, attempts INTEGER, seconds REAL,
    peak_memory INTEGER, content_key BLOB, outputs TEXT, error TEXT, ended REAL, reusable INTEGER,
    PRIMARY KEY(run, task)) WITHOUT ROWID;
  CREATE INDEX tasks_by_key ON tasks(content_key) WHERE reusable = 1;
  CREATE TABLE metrics(run TEXT, task TEXT, name TEXT, step INTEGER, epoch INTEGER, value REAL);
  CREATE INDEX metrics_by_task ON metrics(run, task, name);
  CREATE TABLE files(device INTEGER, inode INTEGER, size INTEGER, modified INTEGER, digest TEXT,
    PRIMARY KEY(device, inode)) WITHOUT ROWID;
  PRAGMA user_version = 1;
)";

/// Rows held back at once, so that a journal of many tasks needs little memory.
constexpr std::size_t kMostChanges = 4096;

template <class T>
void bindOr(Statement& statement, const std::optional<T>& value) {
  value ? statement.bind(*value) : statement.bindNull();
}

}  // namespace

IndexTables::IndexTables(const std::string& path) : database(path) {
  // The journals are the truth, so this file need not survive a power cut; the rollback file still
  // undoes what a killed process left half done.
  database.run("PRAGMA synchronous = OFF; PRAGMA journal_mode = TRUNCATE");
}

bool IndexTables::create() {
  const auto number = [this](const char* sql) {
    auto statement = database.prepare(sql);
    return statement->step() ? statement->integer(0) : -1;
  };
  if (number("PRAGMA user_version") == kSchema) return true;
  // Under the lock once more: another itwc may be making them.
  database.run("BEGIN IMMEDIATE");
  const bool present = number("PRAGMA user_version") == kSchema;
  const bool empty = number("SELECT count(*) FROM sqlite_master") == 0;
  if (!present && empty) database.run(kCreate);
  database.run("COMMIT");
  return present || empty;
}

void IndexTables::prepareAll() {
  findRun = database.prepare("SELECT indexed_bytes, indexed_sequence FROM runs WHERE run = ?");
  putRun = database.prepare(
      "INSERT INTO runs VALUES(?, ?, ?, ?, 'running', ?, 0, ?, ?, ?, 0, 0) ON CONFLICT(run) DO "
      "UPDATE SET status = 'running', attempt = excluded.attempt, host = excluded.host");
  moveRun =
      database.prepare("UPDATE runs SET indexed_bytes = ?, indexed_sequence = ? WHERE run = ?");
  endRun = database.prepare("UPDATE runs SET status = ?, seconds = seconds + ? WHERE run = ?");
  putDamaged = database.prepare(
      "INSERT INTO runs VALUES(?1, '', '', '', 'damaged', 0, 0, 0, 0, '', ?2, 0) ON CONFLICT(run) "
      "DO UPDATE SET status = 'damaged', indexed_bytes = ?2");
  dropRun = database.prepare("DELETE FROM runs WHERE run = ?");
  dropTasks = database.prepare("DELETE FROM tasks WHERE run = ?");
  dropMetrics = database.prepare("DELETE FROM metrics WHERE run = ?");
  putTask = database.prepare(
      "INSERT INTO tasks VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(run, task) DO UPDATE "
      "SET "
      "state = coalesce(excluded.state, state), attempts = coalesce(excluded.attempts, attempts), "
      "seconds = coalesce(excluded.seconds, seconds), "
      "peak_memory = coalesce(excluded.peak_memory, peak_memory), "
      "content_key = coalesce(excluded.content_key, content_key), "
      "outputs = coalesce(excluded.outputs, outputs), error = coalesce(excluded.error, error), "
      "ended = coalesce(excluded.ended, ended), "
      "reusable = coalesce(excluded.reusable, reusable)");
  putMetric = database.prepare("INSERT INTO metrics VALUES(?, ?, ?, ?, ?, ?)");
  dropTaskMetrics = database.prepare("DELETE FROM metrics WHERE run = ? AND task = ?");
  listRuns = database.prepare(
      "SELECT r.run, r.pipeline, r.status, r.started, r.seconds, r.tasks, "
      "coalesce(sum(t.state = 'done'), 0), coalesce(sum(t.state = 'cached'), 0), "
      "coalesce(sum(t.state = 'failed'), 0) FROM runs r LEFT JOIN tasks t ON t.run = r.run "
      "GROUP BY r.run");
  listIds = database.prepare("SELECT run FROM runs");
  findKey = database.prepare(
      "SELECT run, outputs, seconds, peak_memory FROM tasks WHERE content_key = ? AND "
      "reusable = 1 ORDER BY ended DESC LIMIT 3");
  findFile = database.prepare(
      "SELECT digest FROM files WHERE device = ? AND inode = ? AND size = ? AND modified = ?");
  putFile = database.prepare("INSERT OR REPLACE INTO files VALUES(?, ?, ?, ?, ?)");
}

void IndexBatch::apply(const event::Record& record) {
  std::visit([this](const auto& each) { on(each); }, record);
  if (changes_.size() >= kMostChanges) flush();
}

void IndexBatch::flush() {
  for (const auto& [task, change] : changes_) write(task, change);
  changes_.clear();
}

void IndexBatch::write(const std::string& task, const TaskChange& change) {
  Statement& put = *tables_.putTask;
  put.bind(run_).bind(task);
  bindOr(put, change.state);
  bindOr(put, change.attempts);
  bindOr(put, change.seconds);
  bindOr(put, change.peakMemoryBytes);
  if (change.contentKey) {
    put.bindBlob({reinterpret_cast<const char*>(change.contentKey->data()), 32});
  } else {
    put.bindNull();
  }
  bindOr(put, change.outputs);
  bindOr(put, change.error);
  bindOr(put, change.ended);
  bindOr(put, change.reusable);
  put.run();
}

void IndexBatch::on(const event::RunStarted& record) {
  tables_.putRun->bind(run_)
      .bind(record.pipeline)
      .bind(record.plan)
      .bind(record.file)
      .bind(record.time)
      .bind(std::int64_t{record.attempt})
      .bind(record.tasks)
      .bind(record.host);
  tables_.putRun->run();
}

void IndexBatch::on(const event::TaskReady& record) {
  TaskChange& change = changes_[record.task];
  change.reusable = 0;
  change.state = "ready";
  change.contentKey = record.contentKey;
}

void IndexBatch::on(const event::TaskStarted& record) {
  TaskChange& change = changes_[record.task];
  change.state = "running";
  change.attempts = record.attempt;
  if (record.attempt == 1) return;
  tables_.dropTaskMetrics->bind(run_).bind(record.task);
  tables_.dropTaskMetrics->run();
}

void IndexBatch::on(const event::TaskMetric& record) {
  tables_.putMetric->bind(run_)
      .bind(record.task)
      .bind(record.name)
      .bind(record.step)
      .bind(record.epoch)
      .bind(record.value);
  tables_.putMetric->run();
}

void IndexBatch::on(const event::TaskDone& record) {
  TaskChange& change = changes_[record.task];
  change.state = "done";
  change.seconds = record.seconds;
  change.peakMemoryBytes = record.peakMemoryBytes;
  change.outputs = outputsToJson(record.outputs);
  change.ended = record.time;
  change.reusable = record.reusable ? 1 : 0;
}

void IndexBatch::on(const event::TaskCached& record) {
  TaskChange& change = changes_[record.task];
  change.state = "cached";
  change.seconds = record.seconds;
  change.peakMemoryBytes = record.peakMemoryBytes;
  change.outputs = outputsToJson(record.outputs);
  change.ended = record.time;
}

void IndexBatch::on(const event::TaskFailed& record) {
  TaskChange& change = changes_[record.task];
  change.state = "failed";
  change.seconds = record.seconds;
  change.error = record.error.message;
  change.ended = record.time;
}

void IndexBatch::on(const event::TaskDropped& record) {
  TaskChange& change = changes_[record.task];
  change.state = record.state;
  change.ended = record.time;
}

void IndexBatch::on(const event::RunEnded& record) {
  tables_.endRun->bind(record.status).bind(record.seconds).bind(run_);
  tables_.endRun->run();
}

}  // namespace itw::store
