#include <unistd.h>

#include <algorithm>
#include <array>

#include "compiler/diag/render.h"
#include "compiler/driver/driver_diagnostics.h"
#include "compiler/parse/parser.h"
#include "compiler/plan/json_writer.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/output.h"
#include "runtime/cli/replace_file.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

constexpr std::string_view kStandardInput = "-";

Result<std::string> readStandardInput() {
  std::string text;
  std::array<char, 65536> buffer;
  ssize_t count = 0;
  while (text.size() <= kLargestProgram &&
         (count = ::read(STDIN_FILENO, buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  if (text.size() > kLargestProgram) {
    return fail(makeError(ErrorClass::Environment,
                          "read standard input: it has more than the 16 MiB that a program may "
                          "have"));
  }
  if (count == 0) return text;
  return fail(makeError(ErrorClass::Environment, "read standard input: it cannot be read"));
}

/// What became of one file.
struct Outcome {
  std::string file;
  bool changed = false;
  std::string text;
};

class FmtVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.rest("FILE", files_, "files to put into shape; - is standard input");
    options.flag("--check", check_, "change nothing; exit 11 when a file would change");
    format_.declare(options);
    options.examples("itwc fmt experiment.itw", "itwc fmt --check *.itw");
  }

  int run(Console& console) override {
    for (const std::string& file : files_) {
      if (auto failed = formatOne(file)) {
        return reportError(console, format_.json(), "fmt", *failed);
      }
    }
    unit_.exitCode = exitCodeFor(unit_.diagnostics);
    const bool changed = std::any_of(outcomes_.begin(), outcomes_.end(),
                                     [](const Outcome& outcome) { return outcome.changed; });
    if (unit_.exitCode == 0 && check_ && changed) unit_.exitCode = kWouldChange;
    format_.json() ? printJson(console) : print(console);
    return unit_.exitCode;
  }

 private:
  /// Formats one file in place; what is wrong with its text goes into the diagnostics, and what the
  /// world did is returned.
  std::optional<Error> formatOne(const std::string& path) {
    const bool isInput = path == kStandardInput;
    auto text = isInput ? readStandardInput() : DiskFileSystem().read(path);
    if (!text) {
      unit_.diagnostics.add(unreadableFile(text.error().message));
      return std::nullopt;
    }
    const FileId file = unit_.sources.add(isInput ? "<stdin>" : path, *text);
    auto formatted = itw::format(unit_.sources, file, unit_.diagnostics);
    if (!formatted) return std::nullopt;
    const bool changed = *formatted != *text;
    if (changed && !check_ && !isInput) {
      if (auto written = replaceFile(path, *formatted); !written) return written.error();
    }
    outcomes_.push_back({path, changed, *std::move(formatted)});
    return std::nullopt;
  }

  void print(Console& console) const {
    noteDiagnostics(console, unit_);
    for (const Outcome& outcome : outcomes_) {
      const bool isInput = outcome.file == kStandardInput;
      if (isInput && !check_) console.result(outcome.text);
      if (!outcome.changed || (isInput && !check_)) continue;
      console.result(check_ ? outcome.file + " would change\n"
                            : "formatted " + outcome.file + "\n");
    }
  }

  void printJson(Console& console) const {
    std::string text;
    plan::JsonWriter out(text);
    out.beginObject();
    out.key("diagnostics");
    out.raw(renderJson(unit_.sources, unit_.diagnostics));
    out.key("files");
    out.beginArray();
    for (const Outcome& outcome : outcomes_) {
      out.beginObject();
      out.key("changed");
      out.boolean(outcome.changed);
      out.key("file");
      out.string(outcome.file);
      if (outcome.file == kStandardInput) {
        out.key("text");
        out.string(outcome.text);
      }
      out.endObject();
    }
    out.endArray();
    out.key("itw");
    out.integer(1);
    out.key("kind");
    out.string("fmt");
    out.key("ok");
    out.boolean(unit_.exitCode == 0);
    out.endObject();
    console.result(text + "\n");
  }

  std::vector<std::string> files_;
  bool check_ = false;
  FormatOption format_;
  Compilation unit_;
  std::vector<Outcome> outcomes_;
};

}  // namespace

std::unique_ptr<Verb> makeFmtVerb() { return std::make_unique<FmtVerb>(); }

}  // namespace itw::cli
