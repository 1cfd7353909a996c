#include "runtime/cli/output.h"

#include "compiler/plan/json_writer.h"

namespace itw::cli {

void FormatOption::declare(Options& options) {
  options.choice("--format", word, {"human", "short", "json"},
                 "how to print: human, short (errors a line each), json");
}

std::string diagnosticJson(const Error& error) {
  std::string text;
  plan::JsonWriter out(text);
  out.beginObject();
  out.key("causes");
  out.beginArray();
  for (const std::string& cause : error.causes) out.string(cause);
  out.endArray();
  out.key("code");
  out.string(error.code);
  if (error.place && error.place->column > 0) {
    out.key("column");
    out.integer(error.place->column);
  }
  if (error.place) {
    out.key("file");
    out.string(error.place->file);
  }
  out.key("help");
  out.string(error.help);
  if (error.place && error.place->line > 0) {
    out.key("line");
    out.integer(error.place->line);
  }
  out.key("message");
  out.string(error.message);
  out.key("severity");
  out.string("error");
  if (!error.task.empty()) {
    out.key("task");
    out.string(error.task);
  }
  out.endObject();
  return text;
}

std::string envelope(std::string_view kind, bool ok, std::string_view diagnostics) {
  std::string text;
  plan::JsonWriter out(text);
  out.beginObject();
  out.key("diagnostics");
  out.raw(diagnostics);
  out.key("itw");
  out.integer(1);
  out.key("kind");
  out.string(kind);
  out.key("ok");
  out.boolean(ok);
  out.endObject();
  return text + "\n";
}

int reportError(Console& console, bool json, std::string_view kind, const Error& error) {
  if (json) {
    console.result(envelope(kind, false, "[" + diagnosticJson(error) + "]"));
  } else {
    console.error(error);
  }
  return exitCodeOf(error.kind);
}

}  // namespace itw::cli
