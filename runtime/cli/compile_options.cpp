#include "runtime/cli/compile_options.h"

#include "compiler/diag/render.h"
#include "runtime/cli/output.h"

namespace itw::cli {

void CompileOptions::declare(Options& options) {
  options.required("FILE", file, "the file to read, such as experiment.itw");
  declareLayers(options);
}

void CompileOptions::declareLayers(Options& options) {
  options.repeated("--set", sets, {"PATH=VALUE", "bind a param or a pipeline's argument"});
  options.text("--profile", profile, {"NAME", "take the values of a profile of the file"});
  options.text("--site", site, {"NAME", "plan for a site of the file"});
}

void CompileOptions::declareWithTarget(Options& options) {
  options.required("FILE", file, "the file to read, such as experiment.itw");
  options.optional("NAME", target, "a pipeline, sweep or study (default: the only pipeline)");
  declareLayers(options);
}

Result<CompileRequest> CompileOptions::request() const {
  CompileRequest request{file, target, {}, profile, site};
  for (const std::string& set : sets) {
    const std::size_t equals = set.find('=');
    if (equals == std::string::npos || equals == 0) {
      Error error = makeError(ErrorClass::Usage, "`--set " + set + "` binds nothing",
                              "write `--set path=value`, as in `--set lr=3e-4`");
      error.code = "R1001";
      return fail(std::move(error));
    }
    request.overrides.push_back({set.substr(0, equals), set.substr(equals + 1)});
  }
  return request;
}

void noteDiagnostics(Console& console, const Compilation& unit) {
  console.note(console.tellsShort()
                   ? renderShort(unit.sources, unit.diagnostics)
                   : renderHuman(unit.sources, unit.diagnostics, console.colour()));
}

int reportErrors(Console& console, bool json, std::string_view kind, const Compilation& unit) {
  if (json) {
    console.result(envelope(kind, false, renderJson(unit.sources, unit.diagnostics)));
  } else {
    noteDiagnostics(console, unit);
  }
  return unit.exitCode;
}

}  // namespace itw::cli
