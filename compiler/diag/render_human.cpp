#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diag/display_text.h"
#include "compiler/diag/render.h"
#include "compiler/diag/snippet.h"

namespace itw {

namespace {

constexpr std::size_t kNarrowestGutter = 2;

const std::string& colourOf(const Palette& palette, Severity severity) {
  if (severity == Severity::Warning) return palette.warning;
  return severity == Severity::Note ? palette.note : palette.error;
}

/// Renders one diagnostic.
class Renderer {
 public:
  Renderer(const SourceMap& sources, const Diagnostic& diagnostic, const Palette& palette)
      : sources_(sources), diagnostic_(diagnostic), palette_(palette) {
    style_.palette = palette;
    style_.primaryColour = colourOf(palette, severityOf(diagnostic.kind));
    style_.gutterWidth = kNarrowestGutter;
  }

  std::string render() {
    std::vector<Annotation> annotations = annotationsOf(sources_, diagnostic_);
    for (const Annotation& each : annotations) {
      style_.gutterWidth = std::max(style_.gutterWidth, std::to_string(each.line).size());
    }
    std::string text = headline() + snippets(std::move(annotations));
    const std::string notes = footer();
    if (!notes.empty() && hasPlace_) text += bar();
    return text + notes;
  }

 private:
  std::string headline() const {
    return style_.primaryColour + std::string(wordOf(severityOf(diagnostic_.kind))) + "[" +
           std::string(codeOf(diagnostic_.kind)) + "]" + palette_.reset + palette_.bold + ": " +
           printable(diagnostic_.message) + palette_.reset + "\n";
  }

  std::string indent() const { return std::string(style_.gutterWidth, ' '); }

  std::string bar() const { return palette_.gutter + indent() + " |" + palette_.reset + "\n"; }

  std::string arrow(const Annotation& first, std::string_view sign) const {
    const SourceFile& file = sources_.file(first.file);
    const LineColumn place = file.place(file.lineStart(first.line) + first.begin);
    return palette_.gutter + indent() + std::string(sign) + palette_.reset + " " +
           printable(file.path()) + ":" + std::to_string(place.line) + ":" +
           std::to_string(place.column) + "\n";
  }

  /// File by file, that of the primary place first; inside a file line by line.
  std::string snippets(std::vector<Annotation> annotations) {
    std::string text;
    while (!annotations.empty()) {
      const FileId file = annotations.front().file;
      const auto rest =
          std::stable_partition(annotations.begin(), annotations.end(),
                                [&](const Annotation& each) { return each.file == file; });
      std::vector<Annotation> here(annotations.begin(), rest);
      annotations.erase(annotations.begin(), rest);
      text += arrow(here.front(), hasPlace_ ? ":::" : "-->") + bar() + lines(here);
      hasPlace_ = true;
    }
    return text;
  }

  std::string lines(const std::vector<Annotation>& annotations) const {
    std::map<std::uint32_t, std::vector<Annotation>> byLine;
    for (const Annotation& each : annotations) byLine[each.line].push_back(each);
    std::string text;
    for (auto& [number, here] : byLine) text += renderLine(sources_, std::move(here), style_);
    return text;
  }

  std::string footer() const {
    return note("set by", diagnostic_.setBy) + note("help", diagnostic_.help);
  }

  std::string note(std::string_view title, const std::string& content) const {
    if (content.empty()) return {};
    std::string text = printable(content);
    const std::string next = "\n" + indent() + "   " + std::string(title.size() + 2, ' ');
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) {
      text.replace(at, 1, next);
    }
    return palette_.gutter + indent() + " = " + palette_.reset + palette_.bold +
           std::string(title) + ":" + palette_.reset + " " + text + "\n";
  }

  const SourceMap& sources_;
  const Diagnostic& diagnostic_;
  const Palette& palette_;
  SnippetStyle style_;
  bool hasPlace_ = false;
};

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace

std::string summaryOf(const DiagnosticSink& diagnostics) {
  std::size_t warnings = 0;
  for (const Diagnostic& each : diagnostics.all()) {
    if (severityOf(each.kind) == Severity::Warning) ++warnings;
  }
  std::string text;
  if (diagnostics.errorCount() > 0) text = counted(diagnostics.errorCount(), "error");
  if (warnings > 0) text += (text.empty() ? "" : ", ") + counted(warnings, "warning");
  if (text.empty()) return {};
  if (diagnostics.all().size() > kMostShown) {
    text += " (the first " + std::to_string(kMostShown) + " are shown)";
  }
  return text + "\n";
}

std::string renderHuman(const SourceMap& sources, const DiagnosticSink& diagnostics, bool colour) {
  const Palette palette = colour ? Palette::ansi() : Palette::plain();
  std::string text;
  const std::size_t shown = std::min(diagnostics.all().size(), kMostShown);
  for (std::size_t i = 0; i < shown; ++i) {
    text += Renderer(sources, diagnostics.all()[i], palette).render() + "\n";
  }
  return text + summaryOf(diagnostics);
}

}  // namespace itw
