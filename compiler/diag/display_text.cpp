#include "compiler/diag/display_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "compiler/base/utf8.h"

namespace itw {

namespace {

constexpr std::size_t kTabWidth = 4;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Interval {
  std::uint32_t first;
  std::uint32_t last;
};

/// What takes two columns in a terminal: the wide blocks of East Asian scripts and emoji.
constexpr std::array kWide = {
    Interval{0x1100, 0x115F},   Interval{0x2E80, 0xA4CF},   Interval{0xAC00, 0xD7A3},
    Interval{0xF900, 0xFAFF},   Interval{0xFE30, 0xFE6F},   Interval{0xFF00, 0xFF60},
    Interval{0xFFE0, 0xFFE6},   Interval{0x1F300, 0x1F64F}, Interval{0x1F900, 0x1F9FF},
    Interval{0x20000, 0x3FFFD},
};

/// What takes none: combining marks, joiners, variation selectors.
constexpr std::array kZero = {
    Interval{0x0300, 0x036F}, Interval{0x1AB0, 0x1AFF}, Interval{0x200B, 0x200D},
    Interval{0x20D0, 0x20FF}, Interval{0xFE00, 0xFE0F}, Interval{0xFE20, 0xFE2F},
};

/// What must not reach a terminal: C0 and C1 controls, DEL, marks that turn the writing direction.
constexpr std::array kUnsafe = {
    Interval{0x00, 0x1F},     Interval{0x7F, 0x9F},     Interval{0x200E, 0x200F},
    Interval{0x2028, 0x202E}, Interval{0x2066, 0x2069}, Interval{0xFEFF, 0xFEFF},
};

template <std::size_t N>
bool contains(const std::array<Interval, N>& intervals, std::uint32_t value) {
  return std::any_of(intervals.begin(), intervals.end(), [value](const Interval& each) {
    return each.first <= value && value <= each.last;
  });
}

/// The code point there; U+FFFD of one byte where the text is not UTF-8.
CodePoint decode(std::string_view text, std::size_t at) {
  const CodePoint point = decodeUtf8(text, at);
  return point.bytes > 0 ? point : CodePoint{0xFFFD, 1};
}

std::size_t widthOf(std::uint32_t value) {
  if (value < 0x300) return 1;
  if (contains(kZero, value)) return 0;
  return contains(kWide, value) ? 2 : 1;
}

}  // namespace

DisplayLine::DisplayLine(std::string_view line) {
  std::size_t column = 0;
  for (std::size_t at = 0; at < line.size();) {
    const CodePoint point = decode(line, at);
    Cell cell{column, widthOf(point.value), std::string(line.substr(at, point.bytes))};
    if (point.value == '\t') {
      cell.width = kTabWidth - column % kTabWidth;
      cell.text = std::string(cell.width, ' ');
    } else if (point.value == 0xFFFD || contains(kUnsafe, point.value)) {
      cell.width = 1;
      cell.text = kReplacement;
    }
    columns_.insert(columns_.end(), point.bytes, column);
    column += cell.width;
    at += point.bytes;
    cells_.push_back(std::move(cell));
  }
  columns_.push_back(column);
}

std::size_t DisplayLine::columnOf(std::size_t byte) const {
  return columns_[std::min(byte, columns_.size() - 1)];
}

std::string DisplayLine::slice(std::size_t begin, std::size_t end) const {
  std::string text;
  for (const Cell& cell : cells_) {
    if (cell.column >= begin && cell.column + cell.width <= end) text += cell.text;
  }
  return text;
}

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    const bool unsafe =
        point.value == 0xFFFD || (contains(kUnsafe, point.value) && text[at] != '\n');
    result += unsafe ? kReplacement : text.substr(at, point.bytes);
    at += point.bytes;
  }
  return result;
}

}  // namespace itw
