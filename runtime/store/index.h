#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/sha256.h"
#include "runtime/store/store.h"

namespace itw::store {

struct IndexTables;

/// A line of `itwc runs`.
struct RunRow {
  std::string run;
  std::string pipeline;
  std::string status;  ///< "running" only while somebody works on it.
  double started = 0;
  double seconds = 0;
  std::int64_t tasks = 0;
  std::int64_t done = 0;
  std::int64_t cached = 0;
  std::int64_t failed = 0;
};

/// Outputs that a task of the same content key left earlier.
struct CacheHit {
  std::string run;
  std::vector<event::OutputValue> outputs;
  double seconds = 0;
  std::int64_t peakMemoryBytes = 0;
};

/// What tells that a file is still the one that was hashed.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t modified = 0;  ///< Nanoseconds.
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// The run database `itw.db`: an index over the journals, which stay the truth. It is brought up to
/// date when opened and rebuilt when missing, damaged or of another version; where the store cannot
/// be written it is built in memory. Nothing here is ever needed to be durable.
class Index {
 public:
  static std::unique_ptr<Index> open(const Store& store);
  ~Index();

  /// Takes in what was appended to a run's journal since the last time.
  void catchUp(const std::string& run);

  std::vector<RunRow> runs();
  /// Later runs first; the caller decides whether the artifacts are still there.
  std::vector<CacheHit> find(const Digest& contentKey);

  /// The digest of the file with this stamp, if it is known for sure.
  std::optional<std::string> digestOf(const FileStamp& stamp);
  void remember(const FileStamp& stamp, const std::string& digest);

  /// What a user should know: "the run database was damaged and has been rebuilt ..." Emptied.
  std::vector<std::string> takeNotes();

 private:
  explicit Index(const Store& store);
  void openDatabase(const std::string& path);
  void catchUpAll();
  bool behind(const std::string& run);
  void takeIn(const std::string& run);
  event::JournalEnd indexedEnd(const std::string& run);
  void drop(const std::string& run);
  bool recover();
  std::vector<RunRow> listRuns();
  std::vector<CacheHit> lookUp(const Digest& contentKey);

  const Store& store_;
  std::unique_ptr<IndexTables> tables_;
  std::vector<std::string> notes_;
};

}  // namespace itw::store
