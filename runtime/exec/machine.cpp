#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "runtime/exec/exec_options.h"

namespace itw::exec {
namespace {

bool isProgram(const std::string& path) { return access(path.c_str(), X_OK) == 0; }

double now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::string findInPath(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::size_t colon = rest.find(':');
    const std::string candidate = std::string(rest.substr(0, colon)) + "/" + name;
    if (isProgram(candidate)) return candidate;
    rest = colon == std::string_view::npos ? "" : rest.substr(colon + 1);
  }
  return {};
}

}  // namespace

unsigned usableCpus() {
  cpu_set_t cpus;
  if (sched_getaffinity(0, sizeof cpus, &cpus) != 0) return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&cpus)));
}

std::string findWorker() {
  const char* named = std::getenv("ITW_WORKER");
  std::error_code error;
  // Absolute, since the worker starts in the run's folder.
  if (named != nullptr && *named != '\0') return std::filesystem::absolute(named, error).string();
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::string beside = (self.parent_path() / "itw-worker").string();
  return !error && isProgram(beside) ? beside : findInPath("itw-worker");
}

std::string hostName() {
  char name[256] = "";
  gethostname(name, sizeof name - 1);
  return name;
}

double wallClock() { return now(CLOCK_REALTIME); }

double steadyClock() { return now(CLOCK_MONOTONIC); }

}  // namespace itw::exec
