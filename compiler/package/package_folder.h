#pragma once

#include <string>

#include "compiler/base/result.h"
#include "compiler/package/lock_file.h"

namespace itw {

/// Takes the digests of a package that lies in `folder`, which is left for the caller to write as
/// the lock means it. Everything counts but names that begin with a dot, `__pycache__` and `*.pyc`.
/// Errors: not a folder, a file that cannot be read, a file that is neither a regular file nor a
/// folder, no .itw file at all, a package.json of another name.
Result<LockedPackage> lockFolder(const std::string& name, const std::string& folder);

}  // namespace itw
