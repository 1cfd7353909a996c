#include "runtime/store/index.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "runtime/store/disk.h"
#include "runtime/store/index_tables.h"
#include "runtime/store/output_json.h"

namespace itw::store {

namespace {

constexpr const char* kMemory = ":memory:";

}  // namespace

std::unique_ptr<Index> Index::open(const Store& store) {
  auto index = std::unique_ptr<Index>(new Index(store));
  index->openDatabase(store.writable() ? store.databasePath() : kMemory);
  index->catchUpAll();
  index->recover();
  return index;
}

Index::Index(const Store& store) : store_(store) {}

Index::~Index() = default;

void Index::openDatabase(const std::string& path) {
  tables_.reset();
  tables_ = std::make_unique<IndexTables>(path);
  if (!tables_->create() && !tables_->database.failed()) {
    tables_.reset();
    unlink(path.c_str());
    tables_ = std::make_unique<IndexTables>(path);
    tables_->create();
  }
  tables_->prepareAll();
}

/// After an error: makes the database anew when its content may be guilty, else in memory. False
/// when there was none.
bool Index::recover() {
  if (!tables_->database.failed()) return false;
  const std::string reason = tables_->database.message();
  const bool damaged = tables_->database.damaged();
  tables_.reset();
  if (damaged) {
    unlink(store_.databasePath().c_str());
    unlink((store_.databasePath() + "-journal").c_str());
    notes_.push_back("the run database was damaged (" + reason +
                     ") and has been rebuilt from the journals");
  } else {
    notes_.push_back("the run database cannot be used (" + reason +
                     "): the journals are read instead");
  }
  openDatabase(damaged && store_.writable() ? store_.databasePath() : kMemory);
  catchUpAll();
  return true;
}

void Index::catchUpAll() {
  const std::vector<std::string> runs = store_.runs();
  for (const std::string& run : runs) {
    if (behind(run)) takeIn(run);
  }
  std::vector<std::string> gone;
  while (tables_->listIds->step()) {
    const std::string run = tables_->listIds->text(0);
    if (std::find(runs.begin(), runs.end(), run) == runs.end()) gone.push_back(run);
  }
  tables_->listIds->reset();
  for (const std::string& run : gone) drop(run);
}

void Index::drop(const std::string& run) {
  for (auto* each :
       {tables_->dropRun.get(), tables_->dropTasks.get(), tables_->dropMetrics.get()}) {
    each->bind(run).run();
  }
}

event::JournalEnd Index::indexedEnd(const std::string& run) {
  event::JournalEnd end;
  Statement& find = *tables_->findRun;
  if (find.bind(run).step()) {
    end.bytes = static_cast<std::uint64_t>(find.integer(0));
    end.sequence = static_cast<std::uint64_t>(find.integer(1));
  }
  find.reset();
  return end;
}

bool Index::behind(const std::string& run) {
  const std::int64_t size = fileSize(store_.journalPath(run));
  return size >= 0 && indexedEnd(run).bytes != static_cast<std::uint64_t>(size);
}

void Index::catchUp(const std::string& run) {
  if (behind(run)) takeIn(run);
  recover();
}

void Index::takeIn(const std::string& run) {
  tables_->database.run("BEGIN IMMEDIATE");
  if (tables_->database.failed()) return;
  // Asked again under the lock: another itwc may have been faster.
  event::JournalEnd from = indexedEnd(run);
  const std::int64_t size = fileSize(store_.journalPath(run));
  if (std::cmp_greater(from.bytes, size)) {
    drop(run);
    from = {};
  }
  IndexBatch batch(*tables_, run);
  auto end = event::readJournal(store_.journalPath(run), from,
                                [&](const event::Record& record) { batch.apply(record); });
  batch.flush();
  if (end) {
    Statement& move = *tables_->moveRun;
    move.bind(static_cast<std::int64_t>(end->bytes)).bind(static_cast<std::int64_t>(end->sequence));
    move.bind(run).run();
    tables_->database.run("COMMIT");
    return;
  }
  notes_.push_back(end.error().message);
  tables_->database.run("ROLLBACK");
  tables_->putDamaged->bind(run).bind(size).run();
}

std::vector<RunRow> Index::runs() {
  std::vector<RunRow> rows = listRuns();
  return recover() ? listRuns() : rows;
}

std::vector<RunRow> Index::listRuns() {
  std::vector<RunRow> rows;
  Statement& list = *tables_->listRuns;
  while (list.step()) {
    RunRow row{.run = list.text(0),
               .pipeline = list.text(1),
               .status = list.text(2),
               .started = list.number(3),
               .seconds = list.number(4),
               .tasks = list.integer(5),
               .done = list.integer(6),
               .cached = list.integer(7),
               .failed = list.integer(8)};
    if (row.status == "running") {
      const auto lease = lookAtLease(store_.leasePath(row.run));
      if (!lease || !lease->alive) row.status = "interrupted";
    }
    rows.push_back(std::move(row));
  }
  list.reset();
  std::sort(rows.begin(), rows.end(), [](const RunRow& a, const RunRow& b) {
    return a.run.size() != b.run.size() ? a.run.size() < b.run.size() : a.run < b.run;
  });
  return rows;
}

std::vector<CacheHit> Index::find(const Digest& contentKey) {
  std::vector<CacheHit> hits = lookUp(contentKey);
  return recover() ? lookUp(contentKey) : hits;
}

std::vector<CacheHit> Index::lookUp(const Digest& contentKey) {
  std::vector<CacheHit> hits;
  Statement& find = *tables_->findKey;
  find.bindBlob({reinterpret_cast<const char*>(contentKey.data()), contentKey.size()});
  while (find.step()) {
    hits.push_back({.run = find.text(0),
                    .outputs = outputsFromJson(find.text(1)),
                    .seconds = find.number(2),
                    .peakMemoryBytes = find.integer(3)});
  }
  find.reset();
  return hits;
}

std::optional<std::string> Index::digestOf(const FileStamp& stamp) {
  Statement& find = *tables_->findFile;
  find.bind(static_cast<std::int64_t>(stamp.device))
      .bind(static_cast<std::int64_t>(stamp.inode))
      .bind(stamp.size)
      .bind(stamp.modified);
  std::optional<std::string> digest;
  if (find.step()) digest = find.text(0);
  find.reset();
  return digest;
}

void Index::remember(const FileStamp& stamp, const std::string& digest) {
  tables_->putFile->bind(static_cast<std::int64_t>(stamp.device))
      .bind(static_cast<std::int64_t>(stamp.inode))
      .bind(stamp.size)
      .bind(stamp.modified)
      .bind(digest)
      .run();
}

std::vector<std::string> Index::takeNotes() { return std::exchange(notes_, {}); }

}  // namespace itw::store
