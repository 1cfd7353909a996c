#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "compiler/base/result.h"

namespace itw::data {

/// The bytes of a file. A regular file is mapped, so that pages are read when they are needed and
/// given back under pressure; a pipe is read to its end.
class MappedFile {
 public:
  /// Errors: no such file, a folder, no permission.
  static Result<std::shared_ptr<const MappedFile>> open(const std::string& path);

  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  std::string_view bytes() const { return bytes_; }

 private:
  MappedFile() = default;

  std::string_view bytes_;
  std::string read_;  ///< Of a file that cannot be mapped.
  bool mapped_ = false;
};

}  // namespace itw::data
