#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runtime/event/journal.h"
#include "runtime/event/journal_frame.h"

namespace itw::event {
namespace {

tl::unexpected<Error> trouble(std::string code, const std::string& path, std::string message,
                              std::string help = {}) {
  Error error = makeError(ErrorClass::Environment, std::move(message), std::move(help));
  error.code = std::move(code);
  return fail(std::move(error).during("journal " + path));
}

Result<std::string> readFrom(const std::string& path, std::uint64_t from) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return trouble("R0201", path, std::strerror(errno));
  struct stat status{};
  std::string bytes;
  if (fstat(file, &status) == 0 && static_cast<std::uint64_t>(status.st_size) > from) {
    bytes.resize(static_cast<std::uint64_t>(status.st_size) - from);
  }
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count = pread(file, bytes.data() + filled, bytes.size() - filled,
                                static_cast<off_t>(from + filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const int reason = errno;
      close(file);
      return trouble("R0201", path, std::strerror(reason));
    }
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  close(file);
  bytes.resize(filled);
  return bytes;
}

/// One pass over the bytes of a journal.
class Scan {
 public:
  Scan(const std::string& path, std::string_view bytes, const JournalEnd& from)
      : path_(path), rest_(bytes), end_{from.bytes, from.sequence, {}} {}

  Result<JournalEnd> run(const std::function<void(const Record&)>& take) {
    if (end_.bytes == 0) {
      auto known = takeMagic();
      if (!known) return fail(std::move(known.error()));
    }
    while (!rest_.empty()) {
      const auto frame = readJournalFrame(rest_);
      if (!frame && !durableFrameFollows(rest_, end_.sequence + 1)) {
        leaveTail();
        break;
      }
      if (!frame || frame->sequence != end_.sequence + 1) return damaged();
      if (!frame->payload.empty()) {
        auto record = decodeRecord(frame->payload);
        if (!record) return fail(std::move(record.error()).during("journal " + path_));
        take(*record);
      }
      end_.sequence = frame->sequence;
      advance(kJournalHead + frame->payload.size());
    }
    return std::move(end_);
  }

 private:
  Result<void> takeMagic() {
    const std::string_view magic = rest_.substr(0, kJournalMagic.size());
    if (magic != kJournalMagic.substr(0, magic.size())) {
      return trouble("R0203", path_, "the file does not start like a journal");
    }
    if (magic.size() < kJournalMagic.size()) {
      if (!magic.empty()) leaveTail();
    } else {
      advance(magic.size());
    }
    return {};
  }

  void advance(std::size_t bytes) {
    rest_.remove_prefix(bytes);
    end_.bytes += bytes;
  }

  void leaveTail() {
    end_.note = "the last " + std::to_string(rest_.size()) +
                " bytes of the journal were cut short by a crash and are left out";
    rest_ = {};
  }

  tl::unexpected<Error> damaged() const {
    return trouble("R0203", path_,
                   "damaged at byte " + std::to_string(end_.bytes) + " (record " +
                       std::to_string(end_.sequence + 1) + "), with whole records behind it",
                   "restore the file from a backup, or remove the run's folder: finished artifacts "
                   "stay in the store");
  }

  const std::string& path_;
  std::string_view rest_;
  JournalEnd end_;
};

}  // namespace

Result<JournalEnd> readJournal(const std::string& path, const JournalEnd& from,
                               const std::function<void(const Record&)>& take) {
  auto bytes = readFrom(path, from.bytes);
  if (!bytes) return fail(std::move(bytes.error()));
  return Scan(path, *bytes, from).run(take);
}

}  // namespace itw::event
