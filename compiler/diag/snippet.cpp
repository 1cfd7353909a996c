#include "compiler/diag/snippet.h"

#include <algorithm>
#include <utility>

#include "compiler/diag/display_text.h"

namespace itw {

namespace {

constexpr std::size_t kWidestLine = 120;
constexpr std::size_t kContextBefore = 30;
constexpr std::string_view kCut = "...";

/// The display columns of a line that are shown.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// An annotation in columns of what is shown.
struct Mark {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool primary = false;
  std::string message;
};

Annotation annotate(const SourceMap& sources, Span span, const std::string& message) {
  const SourceFile& file = sources.file(span.file);
  const LineColumn place = file.place(span.begin);
  const std::uint32_t start = file.lineStart(place.line);
  const auto length = static_cast<std::uint32_t>(file.line(place.line).size());
  Annotation result;
  result.file = span.file;
  result.line = place.line;
  result.begin = std::min(span.begin - start, length);
  result.end = std::max(result.begin, std::min(span.end - start, length));
  result.message = printable(message);
  return result;
}

Window windowOf(const DisplayLine& line, const std::vector<Annotation>& annotations) {
  if (line.width() <= kWidestLine) return {0, line.width()};
  const auto primary = std::find_if(annotations.begin(), annotations.end(),
                                    [](const Annotation& each) { return each.primary; });
  const Annotation& centre = primary != annotations.end() ? *primary : annotations.front();
  const std::size_t column = line.columnOf(centre.begin);
  const std::size_t begin = column > kContextBefore ? column - kContextBefore : 0;
  return {begin, std::min(line.width(), begin + kWidestLine)};
}

std::string shown(const DisplayLine& line, Window window) {
  std::string text = line.slice(window.begin, window.end);
  if (window.begin > 0) text.insert(0, kCut);
  if (window.end < line.width()) text += kCut;
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

Mark markOf(const DisplayLine& line, Window window, const Annotation& annotation) {
  const auto clip = [&](std::size_t column) {
    return std::clamp(column, window.begin, window.end) - window.begin +
           (window.begin > 0 ? kCut.size() : 0);
  };
  Mark mark;
  mark.begin = clip(line.columnOf(annotation.begin));
  mark.end = std::max(mark.begin + 1, clip(line.columnOf(annotation.end)));
  mark.primary = annotation.primary;
  mark.message = annotation.message;
  return mark;
}

void extend(std::string& row, std::size_t column) {
  if (row.size() < column) row.resize(column, ' ');
}

/// The row of underlines; where two overlap the primary one is seen.
std::string underline(const std::vector<Mark>& marks) {
  std::string row;
  for (const bool primary : {false, true}) {
    for (const Mark& mark : marks) {
      if (mark.primary != primary) continue;
      extend(row, mark.end);
      std::fill(row.begin() + static_cast<std::ptrdiff_t>(mark.begin),
                row.begin() + static_cast<std::ptrdiff_t>(mark.end), primary ? '^' : '-');
    }
  }
  return row;
}

/// A row with a bar below each of the first `count` marks, which are sorted.
std::string bars(const std::vector<Mark>& marks, std::size_t count) {
  std::string row;
  for (std::size_t i = 0; i < count; ++i) {
    if (marks[i].message.empty()) continue;
    extend(row, marks[i].begin + 1);
    row[marks[i].begin] = '|';
  }
  return row;
}

/// Rows below the source line: the rightmost message stands behind the underlines, the others
/// follow from right to left below bars.
std::vector<std::string> rowsBelow(const std::vector<Mark>& marks) {
  std::vector<std::string> rows{underline(marks)};
  const Mark& last = marks.back();
  if (!last.message.empty()) {
    extend(rows[0], last.end);
    rows[0] += " " + last.message;
  }
  for (std::size_t i = marks.size() - 1; i-- > 0;) {
    if (marks[i].message.empty()) continue;
    if (rows.size() == 1) rows.push_back(bars(marks, i + 1));
    std::string row = bars(marks, i);
    extend(row, marks[i].begin);
    row.resize(marks[i].begin);
    rows.push_back(row + marks[i].message);
  }
  return rows;
}

}  // namespace

Palette Palette::ansi() {
  return {.error = "\x1b[1;31m",
          .warning = "\x1b[1;33m",
          .note = "\x1b[1;36m",
          .gutter = "\x1b[1;34m",
          .label = "\x1b[1;34m",
          .bold = "\x1b[1m",
          .reset = "\x1b[0m"};
}

std::vector<Annotation> annotationsOf(const SourceMap& sources, const Diagnostic& diagnostic) {
  std::vector<Annotation> result;
  if (diagnostic.span.valid()) {
    result.push_back(annotate(sources, diagnostic.span, diagnostic.note));
    result.back().primary = true;
  }
  for (const Label& label : diagnostic.labels) {
    if (label.span.valid()) result.push_back(annotate(sources, label.span, label.message));
  }
  return result;
}

std::string renderLine(const SourceMap& sources, std::vector<Annotation> annotations,
                       const SnippetStyle& style) {
  const std::uint32_t number = annotations.front().line;
  const DisplayLine line(sources.file(annotations.front().file).line(number));
  const Window window = windowOf(line, annotations);
  std::vector<Mark> marks;
  for (const Annotation& each : annotations) marks.push_back(markOf(line, window, each));
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.begin < b.begin; });

  const Palette& colours = style.palette;
  const std::string digits = std::to_string(number);
  const std::string padding(style.gutterWidth - std::min(style.gutterWidth, digits.size()), ' ');
  std::string text = colours.gutter + padding + digits + " |" + colours.reset;
  if (const std::string source = shown(line, window); !source.empty()) text += " " + source;
  text += "\n";
  const bool primary =
      std::any_of(marks.begin(), marks.end(), [](const Mark& each) { return each.primary; });
  for (const std::string& row : rowsBelow(marks)) {
    text += colours.gutter + std::string(style.gutterWidth, ' ') + " | " + colours.reset +
            (primary ? style.primaryColour : colours.label) + row + colours.reset + "\n";
  }
  return text;
}

}  // namespace itw
