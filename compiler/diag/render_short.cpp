#include <algorithm>
#include <string>

#include "compiler/diag/display_text.h"
#include "compiler/diag/render.h"

namespace itw {

namespace {

std::string oneLine(std::string_view message) {
  std::string text = printable(message);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string place(const SourceMap& sources, Span span) {
  if (!span.valid()) return {};
  const SourceFile& file = sources.file(span.file);
  const LineColumn begin = file.place(span.begin);
  return oneLine(file.path()) + ":" + std::to_string(begin.line) + ":" +
         std::to_string(begin.column) + ": ";
}

}  // namespace

std::string renderShort(const SourceMap& sources, const DiagnosticSink& diagnostics) {
  std::string text;
  const std::size_t shown = std::min(diagnostics.all().size(), kMostShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Diagnostic& each = diagnostics.all()[i];
    text += place(sources, each.span) + std::string(wordOf(severityOf(each.kind))) + "[" +
            std::string(codeOf(each.kind)) + "]: " + oneLine(each.message) + "\n";
  }
  return text + summaryOf(diagnostics);
}

}  // namespace itw
