#include <fmt/format.h>

#include <string>
#include <utility>

#include "compiler/parse/foreign_diagnostics.h"

namespace itw::parsing {

namespace {

/// How much of a text a fix repeats.
constexpr std::size_t kLongestFix = 10000;

Fix fixOf(std::string title, Applicability applicability, std::vector<Edit> edits) {
  return {std::move(title), applicability, std::move(edits)};
}

std::string_view trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

/// Lines behind a sign; empty ones at the start are left out.
std::string behindSign(std::string_view content, std::string_view sign, bool stars) {
  std::string result;
  for (std::string_view line : linesOf(content)) {
    if (stars && line.starts_with('*')) line = trimmed(line.substr(1));
    if (result.empty() && line.empty()) continue;
    if (!result.empty()) result += '\n';
    result += sign;
    if (!line.empty()) result += fmt::format(" {}", line);
  }
  return result;
}

std::string_view helpOfPrefix(std::string_view prefix) {
  if (prefix.find_first_of("fF") != std::string_view::npos)
    return "leave it out: every string puts in the value of a `{name}`";
  if (prefix.find_first_of("rR") != std::string_view::npos)
    return "leave it out and write each backslash as `\\\\`";
  return "leave it out: every string is UTF-8 text";
}

}  // namespace

std::string quotedText(std::string_view content) {
  std::string result = "\"";
  for (const char each : content) {
    if (each == '\r') continue;
    if (each == '"') result += '\\';
    result += each == '\n' ? std::string("\\n") : std::string(1, each);
  }
  return result + "\"";
}

std::string hashComment(std::string_view content) { return behindSign(content, "#", true); }

Diagnostic foreignComments(const Repeated& comments) {
  Diagnostic result{.kind = DiagKind::ForeignComment, .span = comments.first};
  result.message = fmt::format("`{}` does not begin a comment", comments.sign);
  if (comments.count > 1) {
    result.note = fmt::format("the first of {} comments like this", comments.count);
  }
  result.help = "a comment begins with `#` and ends with its line";
  if (!comments.edits.empty()) {
    result.fixes = {fixOf("write `#`", Applicability::Automatic, comments.edits)};
  }
  return result;
}

Diagnostic tabs(const Repeated& places) {
  return {.kind = DiagKind::Tab,
          .span = places.first,
          .message = places.count == 1
                         ? "a tab stands here"
                         : fmt::format("the file has {} tabs, the first here", places.count),
          .help = "write blanks, two for each level of indentation; `itwc fmt` does that",
          .fixes = {fixOf("write blanks", Applicability::Automatic, places.edits)}};
}

Diagnostic stringPrefix(const PrefixedString& string) {
  Diagnostic result{.kind = DiagKind::ForeignString, .span = string.prefix};
  result.message = fmt::format("a string has no prefix `{}`", string.written);
  result.help = helpOfPrefix(string.written);
  std::string content(string.content);
  if (string.written.find_first_of("rR") != std::string_view::npos) {
    for (std::size_t at = content.find('\\'); at != std::string::npos; at = content.find('\\', at))
      at += content.replace(at, 1, "\\\\").size() > 0 ? 2 : 0;
  }
  if (content.size() <= kLongestFix) {
    const bool escaped = content.find("\\\"") != std::string::npos;
    std::string written = escaped ? "\"" + content + "\"" : quotedText(content);
    result.fixes = {fixOf("write a plain string", Applicability::Automatic,
                          {{string.whole, std::move(written)}})};
  }
  return result;
}

Diagnostic tripleQuotes(Span whole, std::string_view content, bool documents) {
  const Span opening{whole.file, whole.begin, whole.begin + 3};
  Diagnostic result{.kind = DiagKind::ForeignString, .span = opening};
  result.message = "three quotes begin no string";
  const bool lines = content.find('\n') != std::string_view::npos;
  result.help = documents ? "what documents a declaration stands above it, behind `##`"
                : lines   ? "a string stands in `\"` on one line; a line end inside is `\\n`"
                          : "a string stands in one `\"` on each side";
  if (content.size() > kLongestFix) return result;
  std::string written =
      documents ? behindSign(content, documents ? "#" : "", false) : quotedText(content);
  result.fixes = {fixOf(documents ? "make it a comment" : "write a string in `\"`",
                        Applicability::Automatic, {{whole, std::move(written)}})};
  return result;
}

Diagnostic stringOverLines(Span quote, Span whole, std::string_view content) {
  Diagnostic result{.kind = DiagKind::UnterminatedString,
                    .span = quote,
                    .message = "this string goes on over several lines",
                    .labels = {{{whole.file, whole.end - 1, whole.end}, "it ends here"}},
                    .help = "a string stands on one line; a line end inside is written `\\n`"};
  if (content.size() <= kLongestFix) {
    result.fixes = {fixOf("write the line ends as `\\n`", Applicability::Automatic,
                          {{whole, quotedText(content)}})};
  }
  return result;
}

Diagnostic shellVariable(Span at, std::string_view name) {
  return {
      .kind = DiagKind::UnknownCharacter,
      .span = at,
      .message = fmt::format("`${}` is a variable of the shell", name),
      .help = fmt::format("a param or binding is named without `$`; `env(\"{}\")` is read where "
                          "a setting of the environment is taken",
                          name)};
}

Diagnostic lineContinuation(Span at) {
  return {.kind = DiagKind::UnknownCharacter,
          .span = at,
          .message = "a `\\` stands at the end of the line",
          .help =
              "leave it out: a line goes on behind an operator or a comma, and inside "
              "parentheses",
          .fixes = {fixOf("leave it out", Applicability::Automatic, {{at, ""}})}};
}

Diagnostic decorator(Span at) {
  return {.kind = DiagKind::UnknownCharacter,
          .span = at,
          .message = "a decorator stands in front of a declaration",
          .help = "there are none; `cache(...)`, `retry(...)` and `on` stand behind a call"};
}

Diagnostic clockTime(Span at, std::string_view written, const std::string& quantity) {
  return {.kind = DiagKind::MalformedNumber,
          .span = at,
          .message = fmt::format("`{}` is not a number", written),
          .help = fmt::format("a duration is written with its units: `{}`", quantity),
          .fixes = {
              fixOf(fmt::format("write `{}`", quantity), Applicability::Maybe, {{at, quantity}})}};
}

}  // namespace itw::parsing
