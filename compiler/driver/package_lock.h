#pragma once

#include <string>
#include <vector>

#include "compiler/package/lock_file.h"
#include "compiler/source/source_map.h"

namespace itw {

/// The lock of a program: the itw.lock in its folder, or in the nearest folder above that has one.
struct FoundLock {
  std::string path;     ///< Empty where there is none.
  std::string failure;  ///< Why it cannot be used; empty when it can.
  LockFile lock;

  /// Where a file of a package lies.
  std::string pathOf(const LockedPackage& package, const std::string& file) const;
};

/// Looks for the lock of a program; `program` need not be there.
FoundLock findLock(const FileSystem& files, const std::string& program);

/// The file of a package that `import NAME.a.b` means: "a/b.itw", or package.itw for NAME alone.
std::string moduleFile(const std::vector<std::string>& import);

/// The modules of a package as an import names them: "turbines", "turbines.wake.gauss".
std::vector<std::string> modulesOf(const std::string& name, const LockedPackage& package);

}  // namespace itw
