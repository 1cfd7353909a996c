#include "runtime/store/content.h"

#include <sys/stat.h>

#include <cerrno>
#include <ctime>

#include "runtime/store/artifacts.h"
#include "runtime/store/disk.h"

namespace itw::store {
namespace {

constexpr std::int64_t kNanoseconds = 1000000000;
/// FAT keeps times in steps of two seconds, the coarsest that is in use.
constexpr std::int64_t kCoarseClock = 2 * kNanoseconds;

}  // namespace

std::optional<FileStamp> stampOf(const std::string& path) {
  struct stat status{};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return FileStamp{.device = status.st_dev,
                   .inode = status.st_ino,
                   .size = status.st_size,
                   .modified = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec};
}

bool isSettled(const FileStamp& stamp) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * kNanoseconds + now.tv_nsec - stamp.modified > kCoarseClock;
}

Result<InputFile> hashFile(const std::string& path) {
  const auto before = stampOf(path);
  auto digest = digestOfFile(path);
  if (!digest) return fail(std::move(digest.error()));
  const auto after = stampOf(path);
  if (!before || before != after) {
    return fail(makeError(ErrorClass::Environment, "read " + path + ": it changed meanwhile"));
  }
  return InputFile{.path = path, .stamp = *after, .digest = *std::move(digest)};
}

}  // namespace itw::store
