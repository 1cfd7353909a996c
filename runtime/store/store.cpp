#include "runtime/store/store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "runtime/store/disk.h"

namespace itw::store {
namespace {

std::string absolute(const std::string& folder) {
  std::error_code ignored;
  return std::filesystem::absolute(folder.empty() ? "." : folder, ignored)
      .lexically_normal()
      .string();
}

/// The number of "r0007", or 0 for what is no run.
unsigned long numberOf(const std::string& name) {
  if (name.size() < 2 || name[0] != 'r') return 0;
  const bool digits = std::all_of(name.begin() + 1, name.end(),
                                  [](char each) { return each >= '0' && each <= '9'; });
  return digits && name.size() < 12 ? std::stoul(name.substr(1)) : 0;
}

std::string nameOf(unsigned long number) {
  char text[32];
  std::snprintf(text, sizeof text, "r%04lu", number);
  return text;
}

}  // namespace

Store::Store(const std::string& folder)
    : root_((std::filesystem::path(absolute(folder)) / ".itw").string()),
      artifacts_(root_ + "/artifacts") {}

Result<void> Store::create() const {
  for (const char* each : {"/runs", "/artifacts/sha256", "/tmp"}) {
    auto made = makeFolders(root_ + each);
    if (!made) return made;
  }
  if (!writable()) return fail(diskError("write into " + root_, EACCES));
  // Results are no part of the project's sources.
  const std::string ignore = root_ + "/.gitignore";
  if (!exists(ignore)) (void)writeNewFile(ignore, "*\n");
  return {};
}

bool Store::present() const { return exists(root_ + "/runs"); }

bool Store::writable() const {
  return access(root_.c_str(), W_OK | X_OK) == 0 && access((root_ + "/runs").c_str(), W_OK) == 0;
}

std::vector<std::string> Store::runs() const {
  std::vector<std::string> runs = namesIn(root_ + "/runs");
  std::erase_if(runs, [](const std::string& each) { return numberOf(each) == 0; });
  std::sort(runs.begin(), runs.end(),
            [](const std::string& a, const std::string& b) { return numberOf(a) < numberOf(b); });
  return runs;
}

bool Store::hasRun(const std::string& run) const {
  return numberOf(run) != 0 && exists(runFolder(run));
}

std::string Store::logPath(const std::string& run, const std::string& task) const {
  std::string name = task;
  std::replace(name.begin(), name.end(), '/', '.');
  return runFolder(run) + "/logs/" + name + ".log";
}

Result<std::string> Store::addRun(const std::string& planJson) const {
  const std::vector<std::string> known = runs();
  unsigned long number = known.empty() ? 1 : numberOf(known.back()) + 1;
  // Another itwc may take the same number at the same time; only one of us makes the folder.
  while (mkdir(runFolder(nameOf(number)).c_str(), 0777) != 0) {
    if (errno != EEXIST) return fail(diskError("make folder " + runFolder(nameOf(number)), errno));
    ++number;
  }
  std::string run = nameOf(number);
  auto made = makeFolders(runFolder(run) + "/logs");
  if (!made) return fail(std::move(made.error()));
  // Under its name the plan is whole, also when we are killed right here.
  const std::string scratch = planPath(run) + ".new";
  auto written = writeNewFile(scratch, planJson);
  if (!written) return fail(std::move(written.error()));
  if (rename(scratch.c_str(), planPath(run).c_str()) != 0) {
    return fail(diskError("write " + planPath(run), errno));
  }
  return run;
}

Result<RunReading> Store::readRun(const std::string& run) const {
  RunReading reading;
  const auto lease = lookAtLease(leasePath(run));
  reading.live = lease && lease->alive;
  if (exists(journalPath(run))) {
    auto end = event::readJournal(
        journalPath(run), {}, [&](const event::Record& record) { reading.state.apply(record); });
    if (!end) return fail(std::move(end.error()).during("run " + run));
    reading.end = *std::move(end);
  }
  if (!reading.live) reading.state.markAbandoned();
  return reading;
}

void Store::sweepScratch() const {
  for (const std::string& name : namesIn(root_ + "/tmp")) {
    const auto lease = lookAtLease(leasePath(name));
    if (!lease || !lease->alive) removeAll(root_ + "/tmp/" + name);
  }
}

}  // namespace itw::store
