#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "compiler/source/source_map.h"

namespace itw {

namespace {

/// Closes a descriptor at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

tl::unexpected<Error> refuse(const std::string& path, const std::string& reason,
                             std::string help = {}) {
  return fail(
      makeError(ErrorClass::Environment, "read `" + path + "`: " + reason, std::move(help)));
}

/// What the system says about a failed call, in our wording: lower case.
std::string systemReason(int error) {
  std::string reason = std::strerror(error);
  if (!reason.empty()) reason[0] = static_cast<char>(std::tolower(reason[0]));
  return reason;
}

/// The reason why this is not a file that can be read as a program; empty if it is.
std::string whyUnreadable(const struct stat& status) {
  if (S_ISDIR(status.st_mode)) return "this is a directory";
  if (!S_ISREG(status.st_mode)) return "this is a device, pipe or socket, not a regular file";
  if (status.st_size > static_cast<off_t>(kLargestProgram)) {
    return "the file has " + std::to_string(status.st_size >> 20) +
           " MiB, more than the 16 MiB that a program may have";
  }
  return {};
}

/// Reads to the end; the size is only a hint, as some file systems report 0.
bool readAll(int descriptor, std::string& text) {
  std::size_t filled = 0;
  text.resize(text.size() + 1);
  while (true) {
    if (filled == text.size()) text.resize(text.size() * 2 + 4096);
    const ssize_t count = ::read(descriptor, text.data() + filled, text.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
    if (filled > kLargestProgram) break;
  }
  text.resize(filled);
  return true;
}

}  // namespace

Result<std::string> DiskFileSystem::read(const std::string& path) const {
  // O_NONBLOCK so that opening a pipe without a writer does not hang.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) return refuse(path, systemReason(errno));
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) return refuse(path, systemReason(errno));
  if (std::string reason = whyUnreadable(status); !reason.empty()) return refuse(path, reason);
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  if (!readAll(file.number(), text)) return refuse(path, systemReason(errno));
  if (text.size() > kLargestProgram) {
    return refuse(path, "the file has more than the 16 MiB that a program may have");
  }
  return text;
}

std::size_t FileSystem::depthOf(const std::string& path) const {
  return static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
}

std::size_t DiskFileSystem::depthOf(const std::string& path) const {
  std::error_code failed;
  const auto absolute = std::filesystem::absolute(path, failed).lexically_normal();
  return FileSystem::depthOf(failed ? path : absolute.string());
}

}  // namespace itw
