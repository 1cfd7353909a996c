#include "runtime/data/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "runtime/data/data_errors.h"

namespace itw::data {

AtomicFile::AtomicFile(std::string path, std::string temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

Result<AtomicFile> AtomicFile::create(const std::string& path) {
  std::string temporary = path + ".tmp" + std::to_string(::getpid());
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return fail(unwritableFile(path, "create", errno));
  return AtomicFile(path, std::move(temporary), descriptor);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

Result<void> AtomicFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(unwritableFile(path_, "write", errno));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> AtomicFile::commit() {
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return fail(unwritableFile(path_, "rename", errno));
  }
  const int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0) return fail(unwritableFile(path_, "close", errno));
  return {};
}

Result<void> flushFile(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
  for (const std::string& each : {path, folder}) {
    const int descriptor = ::open(each.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return fail(unwritableFile(each, "open", errno));
    const int reason = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (reason != 0) return fail(unwritableFile(each, "flush", reason));
  }
  return {};
}

}  // namespace itw::data
