#include "compiler/driver/driver.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/driver/driver_diagnostics.h"
#include "compiler/driver/echoes.h"
#include "compiler/driver/import_loader.h"
#include "compiler/driver/manifest_file.h"
#include "compiler/driver/search_template.h"
#include "compiler/driver/standard_library.h"
#include "compiler/lower/lower.h"
#include "compiler/lower/search_value.h"
#include "compiler/parse/parser.h"
#include "compiler/passes/dead_tasks.h"
#include "compiler/plan/references.h"
#include "compiler/syntax/tree_binary.h"

namespace itw {
namespace {

void addModule(Compilation& unit, Front& front, FileId file, const std::string& name) {
  front.trees.push_back(parse(unit.sources, file, unit.diagnostics));
  front.input.modules.push_back({name, &front.trees.back(), !name.empty(), false});
}

void addStandardLibrary(Compilation& unit, Front& front) {
  for (const StandardModule& module : standardModules()) {
    const FileId file = unit.sources.add(module.path, std::string(module.text));
    auto tree = syntax::readTree(module.tree, file);
    ITW_CHECK(tree.has_value(), "the tree of a standard module is of another build");
    front.trees.push_back(*std::move(tree));
    front.input.modules.push_back({module.name, &front.trees.back(), true, module.isPrelude});
  }
}

bool hasPythonSteps(const Front& front) {
  for (const syntax::File& file : front.trees)
    for (const syntax::Declaration& declaration : file.declarations) {
      const auto* step = std::get_if<syntax::StepDecl>(&declaration.node);
      if (step != nullptr && step->implementation != nullptr) return true;
    }
  return false;
}

/// What is no error in a package is for its authors.
bool isForAuthors(const Front& front, const Diagnostic& diagnostic) {
  return severityOf(diagnostic.kind) != Severity::Error && diagnostic.span.valid() &&
         front.packageFiles.contains(diagnostic.span.file.index());
}

void checkTrees(Compilation& unit, const Front& front) {
  DiagnosticSink found;
  unit.syntaxErrors = unit.diagnostics.errorCount();
  unit.program = sema::check(front.input, found);
  Echoes echoes(unit.sources, front, unit.diagnostics, found);
  for (const Diagnostic& diagnostic : found.all()) {
    if (!echoes.has(diagnostic) && !isForAuthors(front, diagnostic))
      unit.diagnostics.add(diagnostic);
  }
}

/// Whether the command line is to blame, not the file.
bool isUsageError(const Diagnostic& diagnostic) {
  return diagnostic.setBy.starts_with("--") || diagnostic.setBy.starts_with("the command line") ||
         diagnostic.kind == DiagKind::UnreadableFile ||
         diagnostic.kind == DiagKind::UnknownPipeline || diagnostic.kind == DiagKind::WhichPipeline;
}

void finish(Compilation& unit) {
  unit.diagnostics.sort();
  unit.exitCode = exitCodeFor(unit.diagnostics);
  if (unit.exitCode == 0) return;
  unit.program.reset();
  unit.plan.reset();
}

/// The first byte of the user's file, where complaints about the file as a whole stand.
Span wholeFile() { return {FileId(0), 0, 0}; }

/// What a plan is made of: a pipeline, and the sweep or study that varies it.
struct Target {
  const sema::PipelineInstance* pipeline = nullptr;
  std::optional<expr::Value> search;
};

const sema::PipelineInstance* pipelineNamed(const Compilation& unit, const std::string& name) {
  for (const auto* pipelines : {&unit.program->pipelines, &unit.program->searched})
    for (const sema::PipelineInstance& pipeline : *pipelines)
      if (pipeline.name == name) return &pipeline;
  return nullptr;
}

/// The sweep or study of that name.
Target findSearch(const Compilation& unit, const std::string& name) {
  for (const sema::SweepInfo& sweep : unit.program->sweeps)
    if (sweep.name == name) return {pipelineNamed(unit, sweep.pipeline), lower::searchValue(sweep)};
  for (const sema::StudyInfo& study : unit.program->studies)
    if (study.name == name) return {pipelineNamed(unit, study.pipeline), lower::searchValue(study)};
  return {};
}

Target findTarget(Compilation& unit, const std::string& target) {
  const auto& pipelines = unit.program->pipelines;
  if (pipelines.empty() && (target.empty() || unit.program->searched.empty())) {
    unit.diagnostics.add(noPipeline(wholeFile()));
    return {};
  }
  if (target.empty() && pipelines.size() == 1) return {&pipelines.front(), {}};
  std::vector<std::string> names;
  for (const auto& pipeline : pipelines) names.push_back(pipeline.name);
  if (target.empty()) {
    unit.diagnostics.add(whichPipeline(wholeFile(), names));
    return {};
  }
  if (const auto* pipeline = pipelineNamed(unit, target)) return {pipeline, {}};
  Target search = findSearch(unit, target);
  if (search.pipeline != nullptr) return search;
  for (const auto& sweep : unit.program->sweeps) names.push_back(sweep.name);
  for (const auto& study : unit.program->studies) names.push_back(study.name);
  unit.diagnostics.add(unknownPipeline(wholeFile(), target, names));
  return {};
}

/// What the whole file says of every run: who watches, and where it runs.
void addSurroundings(plan::Plan& plan, const sema::CheckedProgram& program) {
  plan.trackers = program.trackers;
  plan.site = program.site;
  for (const sema::SiteInfo& site : program.sites)
    if (site.name == program.site) plan.scheduler = site.scheduler;
}

using PlaceKey = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;

PlaceKey keyOf(Span span) { return {span.file.value, span.begin, span.end}; }

/// What only the dataflow of whole pipelines shows.
void checkPipelines(Compilation& unit) {
  std::vector<const sema::TaskNode*> dead;
  std::set<PlaceKey> kept;
  for (const sema::PipelineInstance& pipeline : unit.program->pipelines) {
    if (!pipeline.missing.empty()) continue;
    const plan::Plan plan = lower::lower(*unit.program, pipeline, unit.sources);
    std::set<std::size_t> ends;
    for (const plan::TaskId task : passes::findDeadEnds(plan)) ends.insert(task.index());
    for (std::size_t i = 0; i < pipeline.nodes.size(); ++i) {
      const sema::TaskNode& node = pipeline.nodes[i];
      if (ends.contains(i) && !node.mentioned)
        dead.push_back(&node);
      else
        kept.insert(keyOf(node.span));
    }
  }
  // One call can make many tasks, by fan-out or in a pipeline that is called. Where another call of
  // that pipeline keeps it, this call is for nothing.
  std::set<PlaceKey> told;
  for (const sema::TaskNode* node : dead) {
    const bool blamesCall = node->outermost.valid() && kept.contains(keyOf(node->span));
    const Span place = blamesCall ? node->outermost : node->span;
    if (told.insert(keyOf(place)).second) unit.diagnostics.add(deadTask(*node, place));
  }
}

}  // namespace

int exitCodeFor(const DiagnosticSink& diagnostics) {
  if (!diagnostics.hasErrors()) return 0;
  bool program = false;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (severityOf(diagnostic.kind) != Severity::Error) continue;
    if (isUsageError(diagnostic)) return 2;
    program = program || !codeOf(diagnostic.kind).starts_with("E06");
  }
  return program ? 1 : 4;
}

std::unique_ptr<Compilation> checkFile(const FileSystem& files, const CompileRequest& request) {
  auto unit = std::make_unique<Compilation>();
  auto text = files.read(request.path);
  if (!text) {
    unit->diagnostics.add(unreadableFile(text.error().message));
    finish(*unit);
    return unit;
  }
  Front front;
  front.input.sources = &unit->sources;
  front.input.overrides = request.overrides;
  front.input.profile = request.profile;
  front.input.site = request.site;
  front.input.target = request.target;
  addModule(*unit, front, unit->sources.add(request.path, *std::move(text)), "");
  ImportLoader(*unit, front, files).loadAll();
  if (request.checksManifest && hasPythonSteps(front))
    front.input.manifest = loadManifest(files, request.path);
  addStandardLibrary(*unit, front);
  checkTrees(*unit, front);
  if (!unit->diagnostics.hasErrors()) checkPipelines(*unit);
  finish(*unit);
  return unit;
}

namespace {

/// Gives the tasks that stand for sweeps what they search, and the digest of the whole source, as
/// what is searched over and what is computed from the results stand there: no key outlives them.
void describeSearches(const Compilation& unit, plan::Plan& plan) {
  std::string digest;
  for (plan::Task& task : plan.tasks) {
    if (task.component != plan::kSweepComponent) continue;
    const expr::Value* name = task.arguments.find("name");
    const auto& sweeps = unit.program->sweeps;
    const auto sweep = std::find_if(sweeps.begin(), sweeps.end(), [name](const auto& each) {
      return name != nullptr && *name == expr::Value{each.name};
    });
    if (sweep != sweeps.end())
      task.arguments.fields.push_back({"search", lower::searchValue(*sweep)});
    std::string text;
    for (std::size_t i = 0; digest.empty() && i < unit.sources.size(); ++i)
      text.append(unit.sources.file(FileId(i)).text()).append(1, '\0');
    if (digest.empty()) digest = digestText(sha256(text));
    task.arguments.fields.push_back({"source", expr::Value{digest}});
  }
}

}  // namespace

plan::Plan planOf(const Compilation& unit, const sema::PipelineInstance& pipeline) {
  plan::Plan plan = lower::lower(*unit.program, pipeline, unit.sources);
  describeSearches(unit, plan);
  plan.stdlib = standardLibraryDigest();
  plan::computeKeys(plan);
  return plan;
}

namespace {

/// What `--set` binds and the pipeline does not read.
void checkSettings(Compilation& unit, const sema::PipelineInstance& pipeline) {
  for (const sema::ParamValue& param : unit.program->params) {
    if (param.layer != sema::Layer::Set || pipeline.settings.contains(param.path)) continue;
    unit.diagnostics.add(
        setButNotRead(param.declared, param.path, pipeline.name, param.layers.back().setBy));
  }
}

/// The pipeline as the template of the trials of a search that varies params without a value; the
/// plan is missing when others have none either.
void planTrials(const FileSystem& files, const CompileRequest& request, Compilation& unit,
                Target& target) {
  CompileRequest sampled = request;
  for (sema::Override& value : firstValues(*target.search, target.pipeline->missing))
    sampled.overrides.push_back(std::move(value));
  const auto again = checkFile(files, sampled);
  const auto* pipeline =
      again->program ? pipelineNamed(*again, target.pipeline->name) : target.pipeline;
  if (again->program && pipeline->missing.empty()) {
    unit.plan = planOf(*again, *pipeline);
    return;
  }
  for (const sema::MissingValue& value : pipeline->missing)
    unit.diagnostics.add(valueMissing(value.declared, pipeline->name, value.path));
}

}  // namespace

std::unique_ptr<Compilation> planFile(const FileSystem& files, const CompileRequest& request) {
  auto unit = checkFile(files, request);
  if (!unit->program) return unit;
  Target target = findTarget(*unit, request.target);
  if (target.pipeline != nullptr) checkSettings(*unit, *target.pipeline);
  if (target.pipeline != nullptr && target.search && !target.pipeline->missing.empty()) {
    planTrials(files, request, *unit, target);
  } else if (target.pipeline != nullptr) {
    for (const sema::MissingValue& value : target.pipeline->missing)
      unit->diagnostics.add(valueMissing(value.declared, target.pipeline->name, value.path));
    if (target.pipeline->missing.empty()) unit->plan = planOf(*unit, *target.pipeline);
  }
  if (unit->plan) {
    unit->plan->search = std::move(target.search);
    addSurroundings(*unit->plan, *unit->program);
  }
  finish(*unit);
  return unit;
}

}  // namespace itw
