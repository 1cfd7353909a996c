#pragma once

#include <cstdint>

#include "compiler/base/ids.h"

namespace itw {

/// A file known to a SourceMap.
using FileId = Id<struct FileTag>;

/// Bytes [begin, end) of a file.
struct Span {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool valid() const { return file.valid(); }
  friend bool operator==(const Span&, const Span&) = default;
};

/// From the start of `first` to the end of `last`, which must be in the same file.
inline Span join(Span first, Span last) { return {first.file, first.begin, last.end}; }

}  // namespace itw
