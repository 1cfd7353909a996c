#include "compiler/source/source_map.h"

#include <algorithm>
#include <utility>

#include "compiler/base/check.h"

namespace itw {

namespace {

bool isContinuationByte(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

std::vector<std::uint32_t> lineStarts(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n', end + 1)) {
    starts.push_back(static_cast<std::uint32_t>(end + 1));
  }
  return starts;
}

}  // namespace

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)), starts_(lineStarts(text_)) {}

LineColumn SourceFile::place(std::uint32_t byte) const {
  const auto position = std::min<std::size_t>(byte, text_.size());
  const std::uint32_t line = lineOf(byte);
  const std::size_t start = lineStart(line);
  const auto before = std::string_view(text_).substr(start, position - start);
  const auto columns = std::count_if(before.begin(), before.end(),
                                     [](char each) { return !isContinuationByte(each); });
  return {.line = line, .column = static_cast<std::uint32_t>(columns) + 1};
}

std::uint32_t SourceFile::lineOf(std::uint32_t byte) const {
  const auto position = std::min<std::size_t>(byte, text_.size());
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), position);
  return static_cast<std::uint32_t>(after - starts_.begin());
}

std::string_view SourceFile::line(std::uint32_t number) const {
  ITW_CHECK(number >= 1 && number <= starts_.size(), "line out of range");
  const std::size_t start = starts_[number - 1];
  const std::size_t end = number < starts_.size() ? starts_[number] - 1 : text_.size();
  std::string_view line = std::string_view(text_).substr(start, end - start);
  if (number < starts_.size() && line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::uint32_t SourceFile::lineStart(std::uint32_t number) const {
  ITW_CHECK(number >= 1 && number <= starts_.size(), "line out of range");
  return starts_[number - 1];
}

FileId SourceMap::add(std::string path, std::string text) {
  files_.emplace_back(std::move(path), std::move(text));
  return FileId(files_.size() - 1);
}

std::string_view SourceMap::text(Span span) const {
  const std::string_view text = file(span.file).text();
  ITW_CHECK(span.begin <= span.end && span.end <= text.size(), "span outside of its file");
  return text.substr(span.begin, span.end - span.begin);
}

}  // namespace itw
