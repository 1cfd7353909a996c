#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace itw::store {

/// Files by content: `sha256/ab/cdef...`, read-only, complete and flushed from the moment that they
/// can be seen. Any number of processes may add to one folder.
class Artifacts {
 public:
  explicit Artifacts(std::string folder) : folder_(std::move(folder)) {}

  const std::string& folder() const { return folder_; }
  /// The path of a digest ("sha256:" and 64 digits); empty for any other text, so that no path can
  /// leave the folder.
  std::string pathOf(std::string_view digest) const;
  bool has(std::string_view digest) const;

  /// Moves regular files of the same file system into the store and returns their digests. One
  /// flush per file and folder; on an error nothing that was not there before can be seen.
  Result<std::vector<std::string>> take(const std::vector<std::string>& paths) const;

  /// Whether the file still has the content that its name says.
  Result<bool> verify(std::string_view digest) const;

 private:
  std::string folder_;
};

/// "sha256:..." of a regular file's content. Errors: unreadable, a folder, a device.
Result<std::string> digestOfFile(const std::string& path);

}  // namespace itw::store
