#pragma once

#include <map>
#include <string>
#include <string_view>

#include "compiler/base/result.h"

namespace itw {

/// What the lock of a project is called.
inline constexpr std::string_view kLockName = "itw.lock";
/// The file of a package that `import NAME` alone means.
inline constexpr std::string_view kMainModule = "package.itw";

/// A package as it was when it was locked: every file of it by the digest of its bytes.
struct LockedPackage {
  std::string folder;                        ///< Relative to the folder of the lock, or absolute.
  std::string version;                       ///< What its package.json says, or empty.
  std::string digest;                        ///< "sha256:..." of all files, see digestOfFiles.
  std::map<std::string, std::string> files;  ///< "wake/gauss.itw" to "sha256:...".
};

/// The packages that a project may import, by name.
struct LockFile {
  std::map<std::string, LockedPackage> packages;
};

/// One digest of many files: that of the lines that sha256sum would print for them, in the order
/// of their names. Names, contents and nothing else (no times, no permissions) change it.
std::string digestOfFiles(const std::map<std::string, std::string>& files);

/// Whether a package may be called so: a name of the language, and not `std`.
bool isPackageName(std::string_view name);

/// The text of itw.lock: JSON, sorted, a line a file, so that versions of it merge.
std::string lockText(const LockFile& lock);

/// Reads itw.lock. Errors: no JSON, of another version, a package whose digest is not that of its
/// files.
Result<LockFile> readLock(std::string_view text);

}  // namespace itw
