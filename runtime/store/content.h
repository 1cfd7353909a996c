#pragma once

#include <optional>
#include <string>

#include "runtime/store/index.h"

namespace itw::store {

/// A file that a task reads, as it was when it was hashed.
struct InputFile {
  std::string path;
  FileStamp stamp;
  std::string digest;  ///< "sha256:..."
};

/// Device, inode, size and time of a regular file; none when there is no such file.
std::optional<FileStamp> stampOf(const std::string& path);

/// Whether the stamp says all: a file that was written a moment ago can change once more without
/// its time changing, since the clocks of file systems are coarse.
bool isSettled(const FileStamp& stamp);

/// Reads the whole file. Error when it changes meanwhile. Safe on any thread.
Result<InputFile> hashFile(const std::string& path);

}  // namespace itw::store
