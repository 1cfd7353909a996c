#include "runtime/cli/plan_source.h"

#include "compiler/diag/render.h"
#include "runtime/cli/output.h"

namespace itw::cli {
namespace {

bool isFrozen(const std::string& file) {
  constexpr std::string_view kEnding = ".json";
  return file.size() > kEnding.size() && file.substr(file.size() - kEnding.size()) == kEnding;
}

Error refused(std::string message, std::string help) {
  Error error = makeError(ErrorClass::Usage, std::move(message), std::move(help));
  error.code = "R1001";
  return error;
}

Result<LoadedPlan> readFrozen(const CompileOptions& options) {
  if (!options.sets.empty() || !options.profile.empty() || !options.site.empty()) {
    const char* layer = !options.sets.empty()      ? "--set"
                        : !options.profile.empty() ? "--profile"
                                                   : "--site";
    return fail(refused("`" + std::string(layer) + "` cannot change a frozen plan",
                        "freeze another one: `itwc plan FILE --set ... --format json`"));
  }
  auto text = DiskFileSystem().read(options.file);
  if (!text) return fail(refused(text.error().message, ""));
  auto plan = plan::fromJson(*text);
  if (!plan) {
    plan.error().place = SourcePlace{options.file};
    return fail(std::move(plan.error()));
  }
  const std::string target = plan::targetOf(*plan);
  if (!options.target.empty() && options.target != target) {
    return fail(refused("the plan is of `" + target + "`, not `" + options.target + "`",
                        "a frozen plan holds one pipeline, sweep or study; leave the name away"));
  }
  return LoadedPlan{*std::move(plan)};
}

}  // namespace

std::optional<LoadedPlan> loadPlan(Console& console, const CompileOptions& options, bool json,
                                   std::string_view kind, int& exitCode) {
  if (isFrozen(options.file)) {
    auto frozen = readFrozen(options);
    if (frozen) return *std::move(frozen);
    exitCode = reportError(console, json, kind, frozen.error());
    return std::nullopt;
  }
  const auto request = options.request();
  if (!request) {
    exitCode = reportError(console, json, kind, request.error());
    return std::nullopt;
  }
  const auto unit = planFile(DiskFileSystem(), *request);
  if (!unit->plan) {
    exitCode = reportErrors(console, json, kind, *unit);
    return std::nullopt;
  }
  if (!json) noteDiagnostics(console, *unit);
  return LoadedPlan{*std::move(unit->plan), renderJson(unit->sources, unit->diagnostics)};
}

}  // namespace itw::cli
