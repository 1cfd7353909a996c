#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace itw {

/// A line as a terminal shows it: tabs are blanks up to the next multiple of four, control and
/// direction-changing characters (which could rewrite the terminal) and broken UTF-8 are U+FFFD.
class DisplayLine {
 public:
  explicit DisplayLine(std::string_view line);

  /// The display column, from 0, at which a byte of the line stands.
  std::size_t columnOf(std::size_t byte) const;
  std::size_t width() const { return columns_.back(); }
  /// The part between two display columns; a wide character on an edge is left out.
  std::string slice(std::size_t begin, std::size_t end) const;

 private:
  struct Cell {
    std::size_t column = 0;
    std::size_t width = 0;
    std::string text;
  };
  std::vector<Cell> cells_;
  std::vector<std::size_t> columns_;  // Per byte, and one for the end.
};

/// A text without what could rewrite a terminal; line ends stay.
std::string printable(std::string_view text);

}  // namespace itw
