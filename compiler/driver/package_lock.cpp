#include "compiler/driver/package_lock.h"

#include <algorithm>

#include "compiler/driver/join_path.h"

namespace itw {
namespace {

constexpr std::string_view kEnding = ".itw";

}  // namespace

std::string FoundLock::pathOf(const LockedPackage& package, const std::string& file) const {
  return joinPath(path, package.folder + "/" + file);
}

FoundLock findLock(const FileSystem& files, const std::string& program) {
  FoundLock found;
  std::string up;
  for (std::size_t above = files.depthOf(program) + 1; above-- > 0; up += "../") {
    std::string path = joinPath(program, up + std::string(kLockName));
    auto text = files.read(path);
    if (!text) continue;
    found.path = std::move(path);
    auto lock = readLock(*text);
    if (lock)
      found.lock = *std::move(lock);
    else
      found.failure = lock.error().message;
    break;
  }
  return found;
}

std::string moduleFile(const std::vector<std::string>& import) {
  if (import.size() == 1) return std::string(kMainModule);
  std::string file;
  for (std::size_t i = 1; i < import.size(); ++i) file += (i > 1 ? "/" : "") + import[i];
  return file + std::string(kEnding);
}

std::vector<std::string> modulesOf(const std::string& name, const LockedPackage& package) {
  std::vector<std::string> modules;
  for (const auto& [file, digest] : package.files) {
    if (!file.ends_with(kEnding)) continue;
    std::string module = name;
    if (file != kMainModule) module += "." + file.substr(0, file.size() - kEnding.size());
    std::replace(module.begin(), module.end(), '/', '.');
    modules.push_back(std::move(module));
  }
  return modules;
}

}  // namespace itw
