#include <algorithm>
#include <filesystem>

#include "compiler/driver/package_lock.h"
#include "compiler/package/package_folder.h"
#include "compiler/plan/json_writer.h"
#include "runtime/cli/lock_changes.h"
#include "runtime/cli/output.h"
#include "runtime/cli/replace_file.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

namespace fs = std::filesystem;

/// Packages in this folder beside the lock need no `--add`.
constexpr const char* kPackages = "packages";

Error refusal(const std::string& message, const std::string& help, const char* code) {
  Error error = makeError(ErrorClass::Usage, message, help);
  error.code = code;
  return error;
}

class LockVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.optional("FOLDER", folder_, "the folder of the project (default: this one)");
    options.repeated("--add", add_, {"NAME=FOLDER", "lock also a package that lies elsewhere"});
    options.repeated("--remove", remove_, {"NAME", "forget a package"});
    options.flag("--check", check_, "change nothing; exit 11 when the lock would change");
    format_.declare(options);
    options.examples("itwc lock", "itwc lock --add turbines=../shared/turbines");
  }

  int run(Console& console) override {
    const DiskFileSystem files;
    FoundLock found = findLock(files, folder_ + "/x");
    if (found.path.empty()) found.path = (fs::path(folder_) / kLockName).lexically_normal();
    if (!found.failure.empty())
      return reportError(console, format_.json(), "lock",
                         refusal(found.path + " cannot be used: " + found.failure,
                                 "restore it, or remove it and lock anew", "R1004"));
    auto lock = lockAll(found);
    if (!lock) return reportError(console, format_.json(), "lock", lock.error());
    const std::vector<LockChange> changes = changesOf(found.lock, *lock);
    const auto old = files.read(found.path);
    const std::string text = lockText(*lock);
    const bool changed = !old || *old != text;
    if (changed && !check_) {
      if (auto written = putFile(found.path, text); !written)
        return reportError(console, format_.json(), "lock", written.error());
    }
    if (format_.json())
      printJson(console, found.path, changes, changed);
    else
      print(console, found.path, changes, changed);
    return check_ && changed ? kWouldChange : 0;
  }

 private:
  /// The packages as they are now.
  Result<LockFile> lockAll(const FoundLock& found) {
    std::map<std::string, std::string> folders;
    for (const auto& [name, package] : found.lock.packages) folders[name] = package.folder;
    const fs::path home = fs::path(found.path).parent_path();
    for (const std::string& name : remove_) {
      if (auto removed = removeFrom(folders, name, home); !removed)
        return fail(std::move(removed.error()));
    }
    addNeighbours(folders, home);
    if (auto added = addNamed(folders, home); !added) return fail(std::move(added.error()));
    if (folders.empty() && found.lock.packages.empty())
      return fail(refusal("there is no package to lock",
                          "put packages into the folder `packages` beside the lock, or name one "
                          "with `--add NAME=FOLDER`",
                          "R1004"));
    LockFile lock;
    for (const auto& [name, folder] : folders) {
      auto package = lockFolder(name, (home / folder).lexically_normal().string());
      if (!package) return fail(std::move(package.error()));
      package->folder = folder;
      lock.packages[name] = *std::move(package);
    }
    return lock;
  }

  static Result<void> removeFrom(std::map<std::string, std::string>& folders,
                                 const std::string& name, const fs::path& home) {
    std::error_code failed;
    if (folders.erase(name) == 0)
      return fail(refusal("the lock has no package `" + name + "`", "", "R1001"));
    if (fs::is_directory(home / kPackages / name, failed))
      return fail(refusal("`" + name + "` lies in the folder `packages`, whose packages are locked",
                          "remove its folder", "R1001"));
    return {};
  }

  static void addNeighbours(std::map<std::string, std::string>& folders, const fs::path& home) {
    std::error_code failed;
    const fs::path packages = home.empty() ? fs::path(kPackages) : home / kPackages;
    for (fs::directory_iterator each(packages, failed), end; !failed && each != end;
         each.increment(failed)) {
      const std::string name = each->path().filename().string();
      if (name.starts_with('.') || !each->is_directory(failed)) continue;
      folders.emplace(name, std::string(kPackages) + "/" + name);
    }
  }

  // A folder is meant from here, and written as the lock sees it.
  Result<void> addNamed(std::map<std::string, std::string>& folders, const fs::path& home) const {
    for (const std::string& each : add_) {
      const std::size_t sign = each.find('=');
      if (sign == std::string::npos || sign == 0 || sign + 1 == each.size())
        return fail(refusal("`--add " + each + "` is not NAME=FOLDER",
                            "such as `--add turbines=../shared/turbines`", "R1001"));
      const fs::path folder = each.substr(sign + 1);
      std::error_code failed;
      const fs::path seen =
          folder.is_absolute() ? folder
                               : fs::proximate(folder, home.empty() ? fs::path(".") : home, failed);
      folders[each.substr(0, sign)] = seen.lexically_normal().generic_string();
    }
    return {};
  }

  void print(Console& console, const std::string& path, const std::vector<LockChange>& changes,
             bool changed) const {
    if (!changed) {
      const std::size_t count = changes.size();
      console.result(path + " is as it should be: " + std::to_string(count) +
                     (count == 1 ? " package\n" : " packages\n"));
      return;
    }
    console.result(changesText(changes) +
                   (check_ ? path + " would change\n" : "wrote " + path + "\n"));
  }

  void printJson(Console& console, const std::string& path, const std::vector<LockChange>& changes,
                 bool changed) const {
    std::string text;
    plan::JsonWriter out(text);
    out.beginObject();
    out.key("changed");
    out.boolean(changed);
    out.key("diagnostics");
    out.raw("[]");
    out.key("file");
    out.string(path);
    out.key("itw");
    out.integer(1);
    out.key("kind");
    out.string("lock");
    out.key("ok");
    out.boolean(!(check_ && changed));
    out.key("packages");
    out.beginArray();
    for (const LockChange& change : changes) writeChange(out, change);
    out.endArray();
    out.endObject();
    console.result(text + "\n");
  }

  static void writeChange(plan::JsonWriter& out, const LockChange& change) {
    out.beginObject();
    out.key("change");
    out.string(wordOf(change.kind));
    out.key("digest");
    out.string(change.digest);
    out.key("files");
    out.beginArray();
    for (const std::string& file : change.files) out.string(file);
    out.endArray();
    out.key("name");
    out.string(change.package);
    if (!change.version.empty()) {
      out.key("version");
      out.string(change.version);
    }
    out.endObject();
  }

  std::string folder_ = ".";
  std::vector<std::string> add_;
  std::vector<std::string> remove_;
  bool check_ = false;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeLockVerb() { return std::make_unique<LockVerb>(); }

}  // namespace itw::cli
