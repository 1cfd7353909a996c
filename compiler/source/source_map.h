#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/source/span.h"

namespace itw {

/// Line and column of a byte, both from 1, the column in code points.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// The text of one file with its line starts. A "\r\n" ends a line like "\n".
class SourceFile {
 public:
  SourceFile(std::string path, std::string text);

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  /// The line and column of a byte; one past the end is allowed.
  LineColumn place(std::uint32_t byte) const;
  /// The line alone, in logarithmic time, where `place` goes through the line.
  std::uint32_t lineOf(std::uint32_t byte) const;
  /// The line's text without its end, counting from 1.
  std::string_view line(std::uint32_t number) const;
  /// The byte at which a line begins.
  std::uint32_t lineStart(std::uint32_t number) const;
  std::uint32_t lineCount() const { return static_cast<std::uint32_t>(starts_.size()); }

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> starts_;
};

/// Owns the files of one compilation and hands out their ids; references stay valid.
class SourceMap {
 public:
  /// Takes a file over and gives the id that spans refer to.
  FileId add(std::string path, std::string text);
  const SourceFile& file(FileId id) const { return files_[id.index()]; }
  std::string_view text(Span span) const;
  std::size_t size() const { return files_.size(); }

 private:
  std::deque<SourceFile> files_;
};

/// The bytes that a program may have, so that reading one takes bounded memory.
inline constexpr std::size_t kLargestProgram = std::size_t{16} << 20;

/// The compiler's only way to the disk, so that tests and the language server are free of it.
class FileSystem {
 public:
  virtual ~FileSystem() = default;
  /// The bytes of a regular file. Errors: missing, a directory or device, over 16 MiB, unreadable.
  virtual Result<std::string> read(const std::string& path) const = 0;
  /// How many folders lie above a file; those above a relative path too, where there are any.
  virtual std::size_t depthOf(const std::string& path) const;
};

/// The real disk.
class DiskFileSystem final : public FileSystem {
 public:
  Result<std::string> read(const std::string& path) const override;
  std::size_t depthOf(const std::string& path) const override;
};

/// The byte offset of the first invalid UTF-8 sequence (RFC 3629), or npos.
std::size_t findInvalidUtf8(std::string_view text);

}  // namespace itw
