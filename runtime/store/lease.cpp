#include "runtime/store/lease.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <nlohmann/json.hpp>

#include "runtime/store/disk.h"

namespace itw::store {
namespace {

using Json = nlohmann::json;

constexpr long kSilentSeconds = 30;
constexpr int kAttempts = 5;

std::string firstLine(const std::string& path) {
  auto text = readFile(path);
  return text ? text->substr(0, text->find('\n')) : "";
}

/// Field 22 of /proc/PID/stat: clock ticks from boot to the start of the process; 0 if it is gone.
long long startTimeOf(long pid) {
  const std::string stat = firstLine("/proc/" + std::to_string(pid) + "/stat");
  std::size_t at = stat.rfind(')');
  if (at == std::string::npos) return 0;
  if (stat.compare(at, 4, ") Z ") == 0) return 0;
  for (int field = 2; field < 22 && at != std::string::npos; ++field) at = stat.find(' ', at + 1);
  return at == std::string::npos ? 0 : std::atoll(stat.c_str() + at);
}

std::string linkTarget(const char* path) {
  char text[128];
  const ssize_t length = readlink(path, text, sizeof text);
  return length < 0 ? "" : std::string(text, static_cast<std::size_t>(length));
}

std::string textOf(const LeaseHolder& holder) {
  return Json{{"host", holder.host},
              {"boot_id", holder.bootId},
              {"pid_space", holder.pidSpace},
              {"pid", holder.pid},
              {"start_time", holder.startTime}}
             .dump() +
         "\n";
}

template <class T>
T valueOr(const Json& object, const char* key, T fallback) {
  const auto found = object.find(key);
  if (found == object.end()) return fallback;
  if constexpr (std::is_same_v<T, std::string>) {
    return found->is_string() ? found->get<T>() : fallback;
  } else {
    return found->is_number_integer() ? found->get<T>() : fallback;
  }
}

LeaseHolder holderIn(const std::string& text) {
  const Json object = Json::parse(text, nullptr, false);
  if (!object.is_object()) return {};
  return {.host = valueOr<std::string>(object, "host", "an unknown machine"),
          .bootId = valueOr<std::string>(object, "boot_id", ""),
          .pidSpace = valueOr<std::string>(object, "pid_space", ""),
          .pid = valueOr<long>(object, "pid", 0),
          .startTime = valueOr<long long>(object, "start_time", 0)};
}

/// Silence is measured against the clock of the file system, which may be another machine's.
bool isSilent(const struct stat& lease, const std::string& path) {
  const std::string probe = path + "." + uniqueName();
  struct stat now{};
  const int file = open(probe.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0 || fstat(file, &now) != 0) now.st_mtime = std::time(nullptr);
  if (file >= 0) {
    close(file);
    unlink(probe.c_str());
  }
  return now.st_mtime - lease.st_mtime > kSilentSeconds;
}

bool isAlive(const LeaseHolder& holder, const struct stat& status, const std::string& path) {
  const LeaseHolder self = thisHolder();
  if (holder.bootId == self.bootId && holder.pidSpace == self.pidSpace && !self.bootId.empty()) {
    return holder.startTime != 0 && startTimeOf(holder.pid) == holder.startTime;
  }
  return !isSilent(status, path);
}

Error busyError(const std::string& run, const LeaseHolder& holder) {
  Error error = makeError(
      ErrorClass::Environment,
      "run " + run + " is being worked on by process " + std::to_string(holder.pid) + " on " +
          holder.host,
      "wait for it to end, or stop it with `kill " + std::to_string(holder.pid) + "` there");
  error.code = "R0204";
  return error;
}

/// Takes the file of a dead holder away, unless it has become another one's meanwhile.
void removeStale(const std::string& path, const std::string& seen) {
  const std::string aside = path + ".stale-" + uniqueName();
  if (rename(path.c_str(), aside.c_str()) != 0) return;
  const auto text = readFile(aside);
  if (text && *text != seen) (void)!link(aside.c_str(), path.c_str());
  unlink(aside.c_str());
}

}  // namespace

LeaseHolder thisHolder() {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  return {.host = host,
          .bootId = firstLine("/proc/sys/kernel/random/boot_id"),
          .pidSpace = linkTarget("/proc/self/ns/pid"),
          .pid = getpid(),
          .startTime = startTimeOf(getpid())};
}

std::optional<LeaseView> lookAtLease(const std::string& path) {
  struct stat status{};
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  const auto text = readFile(path);
  if (!text) return std::nullopt;
  const LeaseHolder holder = holderIn(*text);
  return LeaseView{holder, isAlive(holder, status, path)};
}

Result<std::unique_ptr<Lease>> Lease::take(const std::string& path, const std::string& run) {
  const std::string candidate = path + "." + uniqueName();
  const std::string text = textOf(thisHolder());
  auto written = writeNewFile(candidate, text);
  if (!written) return fail(std::move(written.error()));
  // A link appears with its content and only where nothing is, also over NFS.
  int reason = EEXIST;
  for (int attempt = 0; attempt < kAttempts && reason == EEXIST; ++attempt) {
    reason = link(candidate.c_str(), path.c_str()) == 0 ? 0 : errno;
    if (reason != EEXIST) break;
    const auto seen = readFile(path);
    const auto view = lookAtLease(path);
    if (seen && view && view->alive) {
      unlink(candidate.c_str());
      return fail(busyError(run, view->holder));
    }
    if (seen) removeStale(path, *seen);
  }
  const int file = reason == 0 ? open(candidate.c_str(), O_WRONLY | O_CLOEXEC) : -1;
  if (reason == 0 && file < 0) reason = errno;
  unlink(candidate.c_str());
  if (file < 0) return fail(diskError("take the lease " + path, reason));
  return std::unique_ptr<Lease>(new Lease(path, run, file));
}

Lease::~Lease() {
  struct stat status{};
  if (fstat(file_, &status) == 0 && status.st_nlink > 0) unlink(path_.c_str());
  close(file_);
}

Result<void> Lease::beat() {
  struct stat status{};
  if (fstat(file_, &status) != 0 || status.st_nlink == 0) {
    Error error =
        makeError(ErrorClass::Environment,
                  "run " + run_ + " was taken over by another itwc while this one was away",
                  "see `itwc show " + run_ + "`");
    error.code = "R0204";
    return fail(std::move(error));
  }
  if (futimens(file_, nullptr) != 0) return fail(diskError("touch the lease " + path_, errno));
  return {};
}

}  // namespace itw::store
