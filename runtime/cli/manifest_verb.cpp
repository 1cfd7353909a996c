#include <unistd.h>

#include <array>
#include <map>
#include <set>

#include "compiler/base/embedded.h"
#include "compiler/diag/render.h"
#include "compiler/driver/driver_diagnostics.h"
#include "compiler/driver/manifest_file.h"
#include "compiler/plan/json_reader.h"
#include "compiler/plan/json_writer.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/output.h"
#include "runtime/cli/replace_file.h"
#include "runtime/cli/verbs.h"
#include "runtime/process/collect.h"

namespace itw {

/// Defined by the build: signatures.py.
std::span<const EmbeddedFile> pythonScripts();

namespace cli {
namespace {

/// What the script answers.
struct Answer {
  std::string manifest;
  std::map<std::string, std::string> failures;
};

Error pythonFailed(const std::string& python, std::string errors) {
  while (!errors.empty() && errors.back() == '\n') errors.pop_back();
  const std::string last = errors.substr(errors.rfind('\n') + 1);
  Error error =
      makeError(ErrorClass::Environment, "the interpreter `" + python + "` gives no signatures",
                "name another one with `--python`; it needs Python 3.10 or later");
  error.code = "R0801";
  if (!last.empty()) error.causes.push_back(last);
  return error;
}

std::string folderOf(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  return slash == std::string::npos ? "" : file.substr(0, slash + 1);
}

class ManifestVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.required("FILE", file_, "the file whose Python steps to look up");
    options.text("--python", python_, {"PROGRAM", "the interpreter (default: python3)"});
    options.flag("--check", check_, "change nothing; exit 11 when the manifest would change");
    format_.declare(options);
    options.examples("itwc manifest experiment.itw",
                     "itwc manifest experiment.itw --python .venv/bin/python");
  }

  int run(Console& console) override {
    const DiskFileSystem files;
    const auto unit = checkFile(files, {.path = file_, .checksManifest = false});
    if (!unit->program) return reportErrors(console, format_.json(), "manifest", *unit);
    std::set<std::string> names;
    for (const sema::PythonUse& use : unit->program->pythonUses) names.insert(use.function);
    if (names.empty())
      return tell(console, "no step of " + file_ + " is a Python function\n", false);
    auto answer = ask(names);
    if (!answer) return reportError(console, format_.json(), "manifest", answer.error());
    if (!answer->failures.empty()) return reportFailures(console, *unit, answer->failures);
    return write(console, files, answer->manifest, names.size());
  }

 private:
  Result<Answer> ask(const std::set<std::string>& names) const {
    process::Command command{
        .program = "/usr/bin/env",
        .arguments = {absolutePython(), "-B", "-c", std::string(pythonScripts()[0].bytes)},
        .directory = folderOf(file_)};
    command.arguments.insert(command.arguments.end(), names.begin(), names.end());
    auto child = process::Child::spawn(command);
    if (!child) return fail(std::move(child.error()));
    const process::Collected written = process::collect(*child);
    if (!written.status.succeeded()) return fail(pythonFailed(python_, written.errors));
    return read(written);
  }

  Result<Answer> read(const process::Collected& written) const {
    Answer answer;
    plan::JsonReader in(written.output);
    auto readFailures = [&] {
      in.object([&](const std::string& name) { answer.failures[name] = in.string(); });
    };
    readObject(in, "the answer", plan::RequiredField{"failures", readFailures},
               plan::RequiredField{"manifest", [&] { answer.manifest = in.string(); }});
    in.finish();
    if (in.failed() || !readManifest(answer.manifest)) return fail(pythonFailed(python_, ""));
    return answer;
  }

  // The interpreter runs in the folder of the program, and its path is meant from here.
  std::string absolutePython() const {
    if (python_.find('/') == std::string::npos || python_.starts_with('/')) return python_;
    std::array<char, 4096> here;
    const char* folder = getcwd(here.data(), here.size());
    return folder == nullptr ? python_ : std::string(folder) + "/" + python_;
  }

  int reportFailures(Console& console, Compilation& unit,
                     const std::map<std::string, std::string>& failures) const {
    for (const sema::PythonUse& use : unit.program->pythonUses) {
      auto failure = failures.find(use.function);
      if (failure == failures.end()) continue;
      unit.diagnostics.add(functionUnreadable(use.span, use.function, failure->second));
    }
    unit.diagnostics.sort();
    unit.exitCode = exitCodeFor(unit.diagnostics);
    return reportErrors(console, format_.json(), "manifest", unit);
  }

  int write(Console& console, const FileSystem& files, const std::string& text,
            std::size_t count) const {
    const std::string path = manifestPathOf(file_);
    const auto old = files.read(path);
    const std::string functions = std::to_string(count) + (count == 1 ? " function" : " functions");
    if (old && *old == text) return tell(console, path + " is as it should be\n", false);
    if (check_) return tell(console, path + " would change\n", true);
    if (auto written = putFile(path, text); !written)
      return reportError(console, format_.json(), "manifest", written.error());
    return tell(console, "wrote " + path + ": " + functions + "\n", true);
  }

  int tell(Console& console, const std::string& text, bool changed) const {
    if (!format_.json()) {
      console.result(text);
    } else {
      std::string json;
      plan::JsonWriter out(json);
      out.beginObject();
      out.key("changed");
      out.boolean(changed);
      out.key("diagnostics");
      out.raw("[]");
      out.key("file");
      out.string(manifestPathOf(file_));
      out.key("itw");
      out.integer(1);
      out.key("kind");
      out.string("manifest");
      out.key("ok");
      out.boolean(!(check_ && changed));
      out.endObject();
      console.result(json + "\n");
    }
    return check_ && changed ? kWouldChange : 0;
  }

  std::string file_;
  std::string python_ = "python3";
  bool check_ = false;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeManifestVerb() { return std::make_unique<ManifestVerb>(); }

}  // namespace cli
}  // namespace itw
