#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

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

/// A file read piece by piece, so that a long journal needs little memory.
class Window {
 public:
  explicit Window(const std::string& path) : file_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  ~Window() {
    if (file_ >= 0) close(file_);
  }

  bool opened() const { return file_ >= 0; }
  bool atEnd() const { return atEnd_; }
  /// What was read and not yet left behind.
  std::string_view rest() const { return std::string_view(bytes_).substr(start_); }
  void leave(std::size_t bytes) { start_ += bytes; }
  void seek(std::uint64_t byte) { next_ = byte; }

  /// Reads another piece behind the rest; 0 or the errno.
  int extend() {
    bytes_.erase(0, std::exchange(start_, 0));
    const std::size_t before = bytes_.size();
    bytes_.resize(before + kPiece);
    ssize_t count = 0;
    do {
      count = pread(file_, bytes_.data() + before, kPiece, static_cast<off_t>(next_));
    } while (count < 0 && errno == EINTR);
    const int reason = count < 0 ? errno : 0;
    const std::size_t got = count < 0 ? 0 : static_cast<std::size_t>(count);
    bytes_.resize(before + got);
    next_ += got;
    atEnd_ = got == 0;
    return reason;
  }

 private:
  static constexpr std::size_t kPiece = std::size_t{1} << 20U;
  int file_;
  std::string bytes_;
  std::size_t start_ = 0;
  std::uint64_t next_ = 0;
  bool atEnd_ = false;
};

/// One pass over a journal.
class Scan {
 public:
  Scan(const std::string& path, const JournalEnd& from)
      : path_(path), window_(path), end_{from.bytes, from.sequence, {}} {
    window_.seek(from.bytes);
  }

  Result<JournalEnd> run(const std::function<void(const Record&)>& take) {
    if (!window_.opened()) return trouble("R0201", path_, std::strerror(errno));
    if (end_.bytes == 0) {
      auto known = takeMagic();
      if (!known) return fail(std::move(known.error()));
    }
    while (true) {
      auto frame = nextFrame();
      if (!frame) return fail(std::move(frame.error()));
      if (!*frame) return std::move(end_);
      if (!(*frame)->payload.empty()) {
        auto record = decodeRecord((*frame)->payload);
        if (!record) return fail(std::move(record.error()).during("journal " + path_));
        take(*record);
      }
      end_.sequence = (*frame)->sequence;
      advance(kJournalHead + (*frame)->payload.size());
    }
  }

 private:
  /// The frame that comes next; none at the end, or at a tail that is to be left out.
  Result<std::optional<JournalFrame>> nextFrame() {
    auto frame = readJournalFrame(window_.rest());
    // What looks broken may only reach beyond what was read.
    while (!frame && !window_.atEnd()) {
      if (const int reason = window_.extend(); reason != 0) {
        return trouble("R0201", path_, std::strerror(reason));
      }
      frame = readJournalFrame(window_.rest());
    }
    const std::uint64_t expected = end_.sequence + 1;
    if (frame && frame->sequence == expected) return frame;
    if (frame || durableFrameFollows(window_.rest(), expected)) return damaged();
    if (!window_.rest().empty()) leaveTail();
    return std::optional<JournalFrame>();
  }

  Result<void> takeMagic() {
    if (const int reason = window_.extend(); reason != 0) {
      return trouble("R0201", path_, std::strerror(reason));
    }
    const std::string_view magic = window_.rest().substr(0, kJournalMagic.size());
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
    window_.leave(bytes);
    end_.bytes += bytes;
  }

  void leaveTail() {
    end_.note = "the last " + std::to_string(window_.rest().size()) +
                " bytes of the journal were cut short by a crash and are left out";
    window_.leave(window_.rest().size());
  }

  tl::unexpected<Error> damaged() const {
    return trouble("R0203", path_,
                   "damaged at byte " + std::to_string(end_.bytes) + " (record " +
                       std::to_string(end_.sequence + 1) + "), with whole records behind it",
                   "restore the file from a backup, or remove the run's folder: finished artifacts "
                   "stay in the store");
  }

  const std::string& path_;
  Window window_;
  JournalEnd end_;
};

}  // namespace

Result<JournalEnd> readJournal(const std::string& path, const JournalEnd& from,
                               const std::function<void(const Record&)>& take) {
  return Scan(path, from).run(take);
}

}  // namespace itw::event
