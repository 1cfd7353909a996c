#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

/// What the store needs of a file system, with errors of class Environment (R0201, R0202).
namespace itw::store {

/// The error for errno `reason` met while doing `attempt`.
Error diskError(const std::string& attempt, int reason);

/// All bytes of a file.
Result<std::string> readFile(const std::string& path);

/// Writes all bytes or nothing, flushed to the disk, under a name that appears at once.
Result<void> writeFile(const std::string& path, std::string_view bytes);

/// Makes a file that was not there before. Not flushed: a crash may lose it.
Result<void> writeNewFile(const std::string& path, std::string_view bytes);

/// Makes the folder and those above it.
Result<void> makeFolders(const std::string& path);

/// Flushes a file's content, or a folder's entries after files were made or renamed in it.
Result<void> syncPath(const std::string& path);

/// Names in a folder, sorted; none when the folder cannot be read.
std::vector<std::string> namesIn(const std::string& path);

/// Whether anything has that path.
bool isEmptyFolder(const std::string& path);
bool exists(const std::string& path);
/// Size of a regular file, -1 when there is none.
std::int64_t fileSize(const std::string& path);

/// Removes a file or a whole folder; what cannot be removed stays.
void removeAll(const std::string& path);

/// A name that no other process or call on any machine uses: "<host>-<pid>-<count>".
std::string uniqueName();

}  // namespace itw::store
