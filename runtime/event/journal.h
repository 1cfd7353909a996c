#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "runtime/event/record.h"

namespace itw::event {

/// A place in a journal, and what reading up to it found beside the records.
struct JournalEnd {
  std::uint64_t bytes = 0;     ///< Length of the part that is whole.
  std::uint64_t sequence = 0;  ///< Of the last record; 0 when there is none.
  std::string note;            ///< Not empty when a torn tail was left out.
};

/// Hands every record of the file at `path` behind `from` (the start, or where an earlier call
/// ended) to `take`. A tail that was torn by a crash is left out and noted. Errors: unreadable, no
/// journal, or damaged before its end: then nobody may guess what is missing.
Result<JournalEnd> readJournal(const std::string& path, const JournalEnd& from,
                               const std::function<void(const Record&)>& take);

/// Writes one journal; the only writer of its file. append() costs no system call, flush() hands
/// over to the kernel (survives kill -9), sync() to the disk (survives a power cut).
class Journal {
 public:
  /// A new file; refuses one that exists.
  static Result<Journal> create(const std::string& path);
  /// Goes on after `end`, as readJournal told it, and cuts what lies behind.
  static Result<Journal> reopen(const std::string& path, const JournalEnd& end);

  Journal(Journal&& other) noexcept;
  Journal& operator=(Journal&& other) noexcept;
  ~Journal();

  void append(const Record& record);
  bool hasUnflushed() const { return !buffer_.empty(); }
  /// On an error (disk full) the file is cut back to whole records and the buffer kept.
  Result<void> flush();
  Result<void> sync();
  /// Syncs, then leaves a mark that it did: a reader then takes any later change for damage, even
  /// one in the last records.
  Result<void> seal();

  /// For a thread that syncs on its own: the descriptor, and what it then made durable.
  int descriptor() const { return descriptor_; }
  std::uint64_t flushedSequence() const { return flushedSequence_; }
  void markDurable(std::uint64_t sequence);

  std::uint64_t flushedBytes() const { return flushedBytes_; }

 private:
  Journal(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_ = -1;
  std::string path_;
  std::string buffer_;
  std::uint64_t sequence_ = 0;
  std::uint64_t flushedSequence_ = 0;
  std::uint64_t durableSequence_ = 0;
  std::uint64_t flushedBytes_ = 0;
};

}  // namespace itw::event
