#include "compiler/package/lock_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/base/sha256.h"
#include "compiler/plan/json_reader.h"

namespace itw {
namespace {

using plan::JsonReader;
using plan::OptionalField;
using plan::RequiredField;

constexpr std::string_view kDigestPrefix = "sha256:";

LockedPackage readPackage(JsonReader& in, const std::string& name) {
  LockedPackage package;
  auto readFiles = [&] {
    in.object([&](const std::string& file) { package.files[file] = in.string(); });
  };
  readObject(in, "a package", RequiredField{"digest", [&] { package.digest = in.string(); }},
             RequiredField{"files", readFiles},
             RequiredField{"folder", [&] { package.folder = in.string(); }},
             OptionalField{"version", [&] { package.version = in.string(); }});
  if (!in.failed() && package.digest != digestOfFiles(package.files))
    in.fail("the digest of `" + name + "` is not that of its files");
  return package;
}

}  // namespace

std::string digestOfFiles(const std::map<std::string, std::string>& files) {
  std::string listing;
  for (const auto& [name, digest] : files) {
    const bool prefixed = digest.starts_with(kDigestPrefix);
    listing += digest.substr(prefixed ? kDigestPrefix.size() : 0) + "  " + name + "\n";
  }
  return digestText(sha256(listing));
}

bool isPackageName(std::string_view name) {
  auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  auto fits = [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && (isLetter(name[0]) || name[0] == '_') && name != "std" &&
         std::all_of(name.begin(), name.end(), fits);
}

std::string lockText(const LockFile& lock) {
  nlohmann::json packages = nlohmann::json::object();
  for (const auto& [name, package] : lock.packages) {
    nlohmann::json& entry = packages[name];
    entry = {{"digest", package.digest}, {"files", package.files}, {"folder", package.folder}};
    if (!package.version.empty()) entry["version"] = package.version;
  }
  const nlohmann::json document = {{"itw", 1}, {"kind", "lock"}, {"packages", packages}};
  using Handler = nlohmann::json::error_handler_t;
  return document.dump(2, ' ', false, Handler::replace) + "\n";
}

Result<LockFile> readLock(std::string_view text) {
  LockFile lock;
  JsonReader in(text);
  auto readPackages = [&] {
    in.object([&](const std::string& name) { lock.packages[name] = readPackage(in, name); });
  };
  auto readEdition = [&] {
    if (in.integer() != 1) in.fail("it is of another version of itw");
  };
  auto readKind = [&] {
    if (in.string() != "lock") in.fail("it is no lock");
  };
  readObject(in, "the lock", RequiredField{"itw", readEdition}, RequiredField{"kind", readKind},
             RequiredField{"packages", readPackages});
  in.finish();
  if (in.failed()) return fail(in.error());
  return lock;
}

}  // namespace itw
