#include "runtime/event/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/event/journal_frame.h"

namespace itw::event {
namespace {

tl::unexpected<Error> trouble(const std::string& path, int reason) {
  Error error = makeError(ErrorClass::Environment, std::strerror(reason));
  error.code = reason == ENOSPC || reason == EDQUOT ? "R0202" : "R0201";
  if (error.code == "R0202") {
    error.help = "free some space and go on with `itwc resume`: what was finished is kept";
  }
  return fail(std::move(error).during("write journal " + path));
}

/// The errno of a write that did not take all bytes, or 0.
int writeAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

}  // namespace

Result<Journal> Journal::create(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) return trouble(path, errno);
  Journal journal(file, path);
  journal.buffer_ = kJournalMagic;
  return journal;
}

Result<Journal> Journal::reopen(const std::string& path, const JournalEnd& end) {
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return trouble(path, errno);
  Journal journal(file, path);
  if (ftruncate(file, static_cast<off_t>(end.bytes)) != 0 ||
      lseek(file, 0, SEEK_END) != static_cast<off_t>(end.bytes)) {
    return trouble(path, errno);
  }
  if (end.bytes == 0) journal.buffer_ = kJournalMagic;
  journal.flushedBytes_ = end.bytes;
  journal.sequence_ = end.sequence;
  journal.flushedSequence_ = end.sequence;
  return journal;
}

Journal::Journal(Journal&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      buffer_(std::move(other.buffer_)),
      sequence_(other.sequence_),
      flushedSequence_(other.flushedSequence_),
      durableSequence_(other.durableSequence_),
      flushedBytes_(other.flushedBytes_) {}

Journal& Journal::operator=(Journal&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  path_ = std::move(other.path_);
  buffer_ = std::move(other.buffer_);
  sequence_ = other.sequence_;
  flushedSequence_ = other.flushedSequence_;
  durableSequence_ = other.durableSequence_;
  flushedBytes_ = other.flushedBytes_;
  return *this;
}

Journal::~Journal() {
  if (descriptor_ >= 0) close(descriptor_);
}

void Journal::append(const Record& record) {
  std::string payload;
  encodeRecord(payload, record);
  appendJournalFrame(buffer_,
                     {.sequence = ++sequence_, .durable = durableSequence_, .payload = payload});
}

Result<void> Journal::flush() {
  if (buffer_.empty()) return {};
  if (const int reason = writeAll(descriptor_, buffer_); reason != 0) {
    // What was written of a frame must not stand before the next attempt.
    if (ftruncate(descriptor_, static_cast<off_t>(flushedBytes_)) == 0) {
      lseek(descriptor_, static_cast<off_t>(flushedBytes_), SEEK_SET);
    }
    return trouble(path_, reason);
  }
  flushedBytes_ += buffer_.size();
  flushedSequence_ = sequence_;
  buffer_.clear();
  return {};
}

Result<void> Journal::sync() {
  auto flushed = flush();
  if (!flushed) return flushed;
  if (durableSequence_ == flushedSequence_) return {};
  if (fdatasync(descriptor_) != 0) return trouble(path_, errno);
  durableSequence_ = flushedSequence_;
  return {};
}

Result<void> Journal::seal() {
  auto synced = sync();
  if (!synced) return synced;
  appendJournalFrame(buffer_, {.sequence = ++sequence_, .durable = durableSequence_});
  return flush();
}

void Journal::markDurable(std::uint64_t sequence) {
  durableSequence_ = std::max(durableSequence_, sequence);
}

}  // namespace itw::event
