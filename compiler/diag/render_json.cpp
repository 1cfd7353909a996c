#include <nlohmann/json.hpp>
#include <string>

#include "compiler/diag/render.h"

namespace itw {

namespace {

using Json = nlohmann::ordered_json;

std::string_view wordOf(Applicability applicability) {
  switch (applicability) {
    case Applicability::Automatic:
      return "automatic";
    case Applicability::Maybe:
      return "maybe";
    case Applicability::Placeholders:
      return "placeholders";
  }
  return "maybe";
}

/// Adds file, lines, columns and bytes; a span without a file gives null and zeros.
void addPlace(Json& object, const SourceMap& sources, Span span) {
  const SourceFile* file = span.valid() ? &sources.file(span.file) : nullptr;
  const LineColumn begin = file ? file->place(span.begin) : LineColumn{0, 0};
  const LineColumn end = file ? file->place(span.end) : LineColumn{0, 0};
  object["file"] = file ? Json(file->path()) : Json(nullptr);
  object["line"] = begin.line;
  object["column"] = begin.column;
  object["end_line"] = end.line;
  object["end_column"] = end.column;
  object["byte"] = file ? span.begin : 0;
  object["end_byte"] = file ? span.end : 0;
}

Json labelJson(const SourceMap& sources, const Label& label) {
  Json object;
  addPlace(object, sources, label.span);
  object["message"] = label.message;
  return object;
}

Json fixJson(const SourceMap& sources, const Fix& fix) {
  Json edits = Json::array();
  for (const Edit& edit : fix.edits) {
    Json object;
    addPlace(object, sources, edit.span);
    object["replacement"] = edit.replacement;
    edits.push_back(std::move(object));
  }
  return {{"title", fix.title}, {"applicability", wordOf(fix.applicability)}, {"edits", edits}};
}

Json diagnosticJson(const SourceMap& sources, const Diagnostic& diagnostic) {
  Json object;
  object["code"] = codeOf(diagnostic.kind);
  object["severity"] = wordOf(severityOf(diagnostic.kind));
  object["message"] = diagnostic.message;
  addPlace(object, sources, diagnostic.span);
  if (!diagnostic.note.empty()) object["note"] = diagnostic.note;
  object["labels"] = Json::array();
  for (const Label& label : diagnostic.labels) {
    object["labels"].push_back(labelJson(sources, label));
  }
  if (!diagnostic.setBy.empty()) object["set_by"] = diagnostic.setBy;
  object["help"] = diagnostic.help;
  object["fixes"] = Json::array();
  for (const Fix& fix : diagnostic.fixes) object["fixes"].push_back(fixJson(sources, fix));
  return object;
}

}  // namespace

std::string renderJson(const SourceMap& sources, const DiagnosticSink& diagnostics) {
  Json array = Json::array();
  for (const Diagnostic& each : diagnostics.all()) array.push_back(diagnosticJson(sources, each));
  // A message may quote bytes of a file that is not UTF-8.
  return array.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace itw
