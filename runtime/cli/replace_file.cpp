#include "runtime/cli/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace itw::cli {
namespace {

tl::unexpected<Error> failure(const std::string& path) {
  Error error = makeError(ErrorClass::Environment, std::strerror(errno));
  error.code = "R1003";
  return fail(std::move(error).during("write `" + path + "`"));
}

bool writeAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Writes, flushes and closes; errno tells what failed.
bool fill(int file, std::string_view text, mode_t mode) {
  const bool written = writeAll(file, text) && ::fchmod(file, mode) == 0 && ::fsync(file) == 0;
  const int reason = errno;
  const bool closed = ::close(file) == 0;
  if (!written) errno = reason;
  return written && closed;
}

}  // namespace

Result<void> replaceFile(const std::string& path, std::string_view text) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  struct stat before{};
  if (real == nullptr || ::stat(real.get(), &before) != 0) return failure(path);
  // A rename would replace a file that may not be written, if only its folder may.
  if (::access(real.get(), W_OK) != 0) return failure(path);
  std::string beside = std::string(real.get()) + ".XXXXXX";
  const int file = ::mkostemp(beside.data(), O_CLOEXEC);
  if (file < 0) return failure(path);
  if (fill(file, text, before.st_mode & 07777) && std::rename(beside.c_str(), real.get()) == 0) {
    return {};
  }
  auto result = failure(path);
  ::unlink(beside.c_str());
  return result;
}

Result<void> putFile(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return failure(path);
  ::close(file);
  return replaceFile(path, text);
}

}  // namespace itw::cli
