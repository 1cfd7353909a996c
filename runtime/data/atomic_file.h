#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "compiler/base/result.h"

namespace itw::data {

/// A file that appears whole or not at all: written under a temporary name in the same folder and
/// renamed by commit(). Without a commit the temporary file is removed. Flushing to the disk is the
/// store's business when it takes the file; doing it twice would cost every task its time.
class AtomicFile {
 public:
  static Result<AtomicFile> create(const std::string& path);

  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();

  Result<void> write(std::string_view bytes);
  Result<void> commit();

 private:
  AtomicFile(std::string path, std::string temporary, int descriptor);

  std::string path_;
  std::string temporary_;
  int descriptor_;
};

/// Flushes a file that was committed, and its name, to the disk.
Result<void> flushFile(const std::string& path);

}  // namespace itw::data
