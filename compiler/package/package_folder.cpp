#include "compiler/package/package_folder.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "compiler/base/sha256.h"

namespace itw {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> refuse(const std::string& name, const std::string& reason,
                             const std::string& help) {
  Error error =
      makeError(ErrorClass::Environment, "lock the package `" + name + "`: " + reason, help);
  error.code = "R1004";
  return fail(std::move(error));
}

bool counts(const fs::path& path) {
  const std::string name = path.filename().string();
  return !name.starts_with('.') && name != "__pycache__" && !name.ends_with(".pyc");
}

/// The digest of a file of any size; empty when it cannot be read.
std::string digestOfFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return "";
  Sha256 sum;
  std::array<char, 65536> piece;
  while (in.read(piece.data(), piece.size()), in.gcount() > 0)
    sum.update({piece.data(), static_cast<std::size_t>(in.gcount())});
  return in.bad() ? "" : digestText(sum.finish());
}

Result<void> addFile(const std::string& name, const fs::path& root, const fs::path& path,
                     LockedPackage& package) {
  const std::string inside = path.lexically_relative(root).generic_string();
  std::error_code failed;
  if (!fs::is_regular_file(path, failed))
    return refuse(name, "`" + inside + "` is neither a file nor a folder",
                  "a package is made of plain files");
  std::string digest = digestOfFile(path);
  if (digest.empty())
    return refuse(name, "`" + inside + "` cannot be read", "look at its permissions");
  package.files.emplace(inside, std::move(digest));
  return {};
}

// A link to a folder is not followed, so that no circle is walked.
Result<void> addFolder(const std::string& name, const fs::path& root, LockedPackage& package) {
  std::error_code failed;
  fs::recursive_directory_iterator each(root, failed);
  for (; !failed && each != fs::recursive_directory_iterator(); each.increment(failed)) {
    if (!counts(each->path())) {
      each.disable_recursion_pending();
      continue;
    }
    if (each->is_directory(failed) && !each->is_symlink(failed)) continue;
    if (auto added = addFile(name, root, each->path(), package); !added) return added;
  }
  if (!failed) return {};
  return refuse(name, "`" + root.string() + "` cannot be read: " + failed.message(),
                "look at its permissions");
}

Result<void> readAbout(const std::string& name, const fs::path& root, LockedPackage& package) {
  if (!package.files.contains("package.json")) return {};
  std::ifstream in(root / "package.json");
  const auto about = nlohmann::json::parse(in, nullptr, false);
  if (!about.is_object())
    return refuse(name, "its package.json is no JSON object", "mend it, or remove it");
  if (about.value("name", nlohmann::json(name)) != name)
    return refuse(name, "its package.json names it otherwise",
                  "lock it under the name that it gives itself");
  const auto version = about.find("version");
  if (version != about.end() && version->is_string()) package.version = *version;
  return {};
}

}  // namespace

Result<LockedPackage> lockFolder(const std::string& name, const std::string& folder) {
  if (!isPackageName(name))
    return refuse(name, "that is no name of a package",
                  "names have letters, digits and `_`; `std` is the standard library");
  const fs::path root(folder);
  std::error_code failed;
  if (!fs::is_directory(root, failed))
    return refuse(name, "`" + folder + "` is no folder", "name the folder with its .itw files");
  LockedPackage package;
  if (auto added = addFolder(name, root, package); !added) return fail(std::move(added.error()));
  const bool imports = std::any_of(package.files.begin(), package.files.end(),
                                   [](const auto& file) { return file.first.ends_with(".itw"); });
  if (!imports)
    return refuse(name, "`" + folder + "` has no .itw file",
                  "`import " + name + "` reads its " + std::string(kMainModule));
  if (auto read = readAbout(name, root, package); !read) return fail(std::move(read.error()));
  package.digest = digestOfFiles(package.files);
  return package;
}

}  // namespace itw
