#include "runtime/store/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace itw::store {
namespace {

int writeAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

/// 0, or the errno of the step that failed.
int writeNew(const std::string& path, std::string_view bytes, bool flush) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) return errno;
  int reason = writeAll(file, bytes);
  if (reason == 0 && flush && fdatasync(file) != 0) reason = errno;
  if (close(file) != 0 && reason == 0) reason = errno;
  return reason;
}

std::string folderOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace

Error diskError(const std::string& attempt, int reason) {
  Error error = makeError(ErrorClass::Environment, attempt + ": " + std::strerror(reason));
  error.code = "R0201";
  if (reason == ENOSPC || reason == EDQUOT) {
    error.code = "R0202";
    error.help = "free some space and go on with `itwc resume`: what was finished is kept";
  } else if (reason == EACCES || reason == EPERM || reason == EROFS) {
    error.help = "make the folder writable, or name another one with --dir";
  }
  return error;
}

Result<std::string> readFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(diskError("read " + path, errno));
  std::string bytes;
  char piece[65536];
  while (true) {
    const ssize_t count = read(file, piece, sizeof piece);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const int reason = errno;
      close(file);
      return fail(diskError("read " + path, reason));
    }
    if (count == 0) break;
    bytes.append(piece, static_cast<std::size_t>(count));
  }
  close(file);
  return bytes;
}

Result<void> writeFile(const std::string& path, std::string_view bytes) {
  const std::string scratch = path + "." + uniqueName();
  int reason = writeNew(scratch, bytes, true);
  if (reason == 0 && rename(scratch.c_str(), path.c_str()) != 0) reason = errno;
  if (reason != 0) {
    unlink(scratch.c_str());
    return fail(diskError("write " + path, reason));
  }
  return syncPath(folderOf(path));
}

Result<void> writeNewFile(const std::string& path, std::string_view bytes) {
  if (const int reason = writeNew(path, bytes, false); reason != 0) {
    return fail(diskError("write " + path, reason));
  }
  return {};
}

Result<void> makeFolders(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return fail(diskError("make folder " + path, error.value()));
  return {};
}

Result<void> syncPath(const std::string& path) {
  const int file = open(path.empty() ? "." : path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(diskError("open " + path, errno));
  const int outcome = fsync(file);
  const int reason = errno;
  close(file);
  // Some network file systems cannot flush folders; their servers keep renames in order.
  if (outcome != 0 && reason != EINVAL && reason != ENOTSUP) {
    return fail(diskError("flush " + path, reason));
  }
  return {};
}

std::vector<std::string> namesIn(const std::string& path) {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator entries(path, error);
  for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    names.push_back(entries->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool isEmptyFolder(const std::string& path) {
  std::error_code error;
  const std::filesystem::directory_iterator entries(path, error);
  return !error && entries == std::filesystem::directory_iterator();
}

bool exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

std::int64_t fileSize(const std::string& path) {
  struct stat status{};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return -1;
  return status.st_size;
}

void removeAll(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

std::string uniqueName() {
  static std::atomic<unsigned> count{0};
  char host[256] = "host";
  gethostname(host, sizeof host - 1);
  return std::string(host) + "-" + std::to_string(getpid()) + "-" + std::to_string(++count);
}

}  // namespace itw::store
