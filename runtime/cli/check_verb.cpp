#include <algorithm>

#include "compiler/diag/render.h"
#include "compiler/plan/json_writer.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/output.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

std::string summaryOf(const std::string& file, const sema::CheckedProgram& program) {
  std::size_t tasks = 0;
  for (const auto& pipeline : program.pipelines) tasks += pipeline.nodes.size();
  const auto counted = [](std::size_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
  };
  std::string text = file + " is correct: " + counted(program.pipelines.size(), "pipeline") + ", " +
                     counted(tasks, "task") + "\n";
  const sema::Edges edges = sema::countEdges(program);
  if (edges.checked < edges.all)
    text += std::to_string(edges.checked) + " of " + counted(edges.all, "edge") +
            " between tasks are checked: the others are `opaque`\n";
  for (const auto& pipeline : program.pipelines) {
    for (const sema::MissingValue& value : pipeline.missing) {
      text += "`" + pipeline.name + "` needs `--set " + value.path + "=...` to be planned\n";
    }
  }
  return text;
}

bool hasWarnings(const Compilation& unit) {
  const std::vector<Diagnostic>& all = unit.diagnostics.all();
  return std::any_of(all.begin(), all.end(), [](const Diagnostic& each) {
    return severityOf(each.kind) == Severity::Warning;
  });
}

std::string document(const Compilation& unit, bool good) {
  const sema::Edges edges = sema::countEdges(*unit.program);
  std::string text;
  plan::JsonWriter out(text);
  out.beginObject();
  out.key("diagnostics");
  out.raw(renderJson(unit.sources, unit.diagnostics));
  out.key("edges");
  out.beginObject();
  out.key("all");
  out.integer(static_cast<std::int64_t>(edges.all));
  out.key("checked");
  out.integer(static_cast<std::int64_t>(edges.checked));
  out.endObject();
  out.key("itw");
  out.integer(1);
  out.key("kind");
  out.string("check");
  out.key("ok");
  out.boolean(good);
  out.endObject();
  return text + "\n";
}

class CheckVerb final : public Verb {
 public:
  void declare(Options& options) override {
    compile_.declare(options);
    options.flag("--deny-warnings", denyWarnings_, "exit with 1 where there are warnings, too");
    format_.declare(options);
    options.examples("itwc check experiment.itw", "itwc check experiment.itw --set lr=3e-4");
  }

  int run(Console& console) override {
    const auto request = compile_.request();
    if (!request) return reportError(console, format_.json(), "check", request.error());
    const auto unit = checkFile(DiskFileSystem(), *request);
    if (!unit->program) return reportErrors(console, format_.json(), "check", *unit);
    const bool denied = denyWarnings_ && hasWarnings(*unit);
    if (format_.json()) {
      console.result(document(*unit, !denied));
    } else {
      noteDiagnostics(console, *unit);
      console.result(denied ? compile_.file + " has warnings, and `--deny-warnings` is given\n"
                            : summaryOf(compile_.file, *unit->program));
    }
    return denied ? 1 : 0;
  }

 private:
  CompileOptions compile_;
  FormatOption format_;
  bool denyWarnings_ = false;
};

}  // namespace

std::unique_ptr<Verb> makeCheckVerb() { return std::make_unique<CheckVerb>(); }

}  // namespace itw::cli
