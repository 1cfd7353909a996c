#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace itw::store {

/// Files that were taken into the store: their digests, and the folders whose new entries are not
/// flushed yet, so that the caller can flush those of several calls at once.
struct Taken {
  std::vector<std::string> digests;
  std::vector<std::string> folders;
};

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

  /// Moves regular files of the same file system into the store. A power cut may lose them until
  /// their folders are flushed; what is there is whole.
  Result<Taken> take(const std::vector<std::string>& paths) const;

  /// Whether the file still has the content that its name says.
  Result<bool> verify(std::string_view digest) const;

 private:
  std::string folder_;
};

/// "sha256:..." of a regular file's content. Errors: unreadable, a folder, a device.
Result<std::string> digestOfFile(const std::string& path);

}  // namespace itw::store
