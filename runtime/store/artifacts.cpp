#include "runtime/store/artifacts.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include "compiler/base/sha256.h"
#include "runtime/store/disk.h"

namespace itw::store {
namespace {

constexpr std::string_view kPrefix = "sha256:";
constexpr std::size_t kDigits = 64;

bool isHexadecimal(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char each) {
    return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f');
  });
}

/// The digest of what is left to read, or the errno.
Result<std::string> digestOf(int file, const std::string& path) {
  struct stat status{};
  if (fstat(file, &status) != 0) return fail(diskError("read " + path, errno));
  if (!S_ISREG(status.st_mode)) {
    return fail(makeError(ErrorClass::Environment, "read " + path + ": not a regular file"));
  }
  Sha256 hash;
  std::vector<char> piece(std::size_t{1} << 18U);
  while (true) {
    const ssize_t count = read(file, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(diskError("read " + path, errno));
    if (count == 0) return digestText(hash.finish());
    hash.update({piece.data(), static_cast<std::size_t>(count)});
  }
}

/// Hashes, makes read-only and flushes one file of a worker's scratch folder.
Result<std::string> seal(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) return fail(diskError("take " + path, errno));
  auto digest = digestOf(file, path);
  int reason = 0;
  if (digest && (fchmod(file, 0444) != 0 || fdatasync(file) != 0)) reason = errno;
  close(file);
  if (reason != 0) return fail(diskError("flush " + path, reason));
  return digest;
}

std::string folderOf(const std::string& path) { return path.substr(0, path.rfind('/')); }

}  // namespace

std::string Artifacts::pathOf(std::string_view digest) const {
  const std::string_view digits = digest.substr(std::min(digest.size(), kPrefix.size()));
  if (!digest.starts_with(kPrefix) || digits.size() != kDigits || !isHexadecimal(digits)) return {};
  return folder_ + "/sha256/" + std::string(digits.substr(0, 2)) + "/" +
         std::string(digits.substr(2));
}

bool Artifacts::has(std::string_view digest) const {
  const std::string path = pathOf(digest);
  return !path.empty() && fileSize(path) >= 0;
}

Result<Taken> Artifacts::take(const std::vector<std::string>& paths) const {
  std::vector<std::string> digests;
  for (const std::string& path : paths) {
    auto digest = seal(path);
    if (!digest) return fail(std::move(digest.error()));
    digests.push_back(*std::move(digest));
  }
  std::set<std::string> folders;
  for (std::size_t at = 0; at < paths.size(); ++at) {
    const std::string target = pathOf(digests[at]);
    const std::string folder = folderOf(target);
    if (!exists(folder)) {
      auto made = makeFolders(folder);
      if (!made) return fail(std::move(made.error()));
      folders.insert(folderOf(folder));
    }
    // What is there under this name has this content, unless somebody cut it short: replacing it
    // mends that too.
    if (rename(paths[at].c_str(), target.c_str()) != 0) {
      return fail(diskError("move " + paths[at] + " into the store", errno));
    }
    folders.insert(folder);
  }
  return Taken{std::move(digests), {folders.begin(), folders.end()}};
}

Result<bool> Artifacts::verify(std::string_view digest) const {
  auto found = digestOfFile(pathOf(digest));
  if (!found) return fail(std::move(found.error()));
  return *found == digest;
}

Result<std::string> digestOfFile(const std::string& path) {
  // Without O_NONBLOCK, opening a pipe would wait for a writer.
  const int file = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return fail(diskError("read " + path, errno));
  auto digest = digestOf(file, path);
  close(file);
  return digest;
}

}  // namespace itw::store
