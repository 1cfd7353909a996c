#include "runtime/cli/lock_changes.h"

#include <array>
#include <set>

namespace itw::cli {
namespace {

using Kind = LockChange::Kind;

// More names than that help nobody.
constexpr std::size_t kMostFiles = 5;

std::vector<std::string> filesThatDiffer(const LockedPackage& before, const LockedPackage& after) {
  std::set<std::string> differ;
  for (const auto& [file, digest] : before.files) {
    const auto now = after.files.find(file);
    if (now == after.files.end() || now->second != digest) differ.insert(file);
  }
  for (const auto& [file, digest] : after.files)
    if (!before.files.contains(file)) differ.insert(file);
  return {differ.begin(), differ.end()};
}

LockChange changeOf(const std::string& name, const LockedPackage* before,
                    const LockedPackage* after) {
  const LockedPackage& shown = after != nullptr ? *after : *before;
  LockChange change{.package = name, .version = shown.version, .digest = shown.digest};
  if (before == nullptr) {
    change.kind = Kind::Added;
  } else if (after == nullptr) {
    change.kind = Kind::Removed;
  } else {
    change.files = filesThatDiffer(*before, *after);
    const bool moved = before->folder != after->folder;
    change.kind = change.files.empty() && !moved ? Kind::Same : Kind::Changed;
  }
  return change;
}

const LockedPackage* find(const LockFile& lock, const std::string& name) {
  const auto found = lock.packages.find(name);
  return found == lock.packages.end() ? nullptr : &found->second;
}

}  // namespace

std::vector<LockChange> changesOf(const LockFile& before, const LockFile& after) {
  std::set<std::string> names;
  for (const auto& [name, package] : before.packages) names.insert(name);
  for (const auto& [name, package] : after.packages) names.insert(name);
  std::vector<LockChange> changes;
  for (const std::string& name : names)
    changes.push_back(changeOf(name, find(before, name), find(after, name)));
  return changes;
}

std::string_view wordOf(Kind kind) {
  constexpr std::array<std::string_view, 4> kWords = {"same", "added", "changed", "removed"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string changesText(const std::vector<LockChange>& changes) {
  std::string text;
  for (const LockChange& change : changes) {
    if (change.kind == Kind::Same) continue;
    text += std::string(wordOf(change.kind)) + " " + change.package;
    if (!change.version.empty()) text += " " + change.version;
    for (std::size_t i = 0; i < change.files.size() && i < kMostFiles; ++i)
      text += (i == 0 ? ": " : ", ") + change.files[i];
    if (change.files.size() > kMostFiles)
      text += " and " + std::to_string(change.files.size() - kMostFiles) + " more files";
    text += "\n";
  }
  return text;
}

}  // namespace itw::cli
