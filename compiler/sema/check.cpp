#include "compiler/sema/arguments.h"
#include "compiler/sema/checked_program.h"
#include "compiler/sema/compiled_condition.h"
#include "compiler/sema/context.h"
#include "compiler/sema/declarations.h"
#include "compiler/sema/definitions.h"
#include "compiler/sema/effect_checks.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/function/function_info.h"
#include "compiler/sema/import_diagnostics.h"
#include "compiler/sema/model_info.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/observe/log_kinds.h"
#include "compiler/sema/observe/trackers.h"
#include "compiler/sema/op_rule.h"
#include "compiler/sema/overrides.h"
#include "compiler/sema/pipeline/pipeline_info.h"
#include "compiler/sema/pipeline/reach.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/place/place_layers.h"
#include "compiler/sema/place/profiles.h"
#include "compiler/sema/place/shapes.h"
#include "compiler/sema/place/sites.h"
#include "compiler/sema/search/measured.h"
#include "compiler/sema/search/sweeps.h"
#include "compiler/sema/step/manifest_check.h"
#include "compiler/sema/step/step_info.h"
#include "compiler/sema/test/tests.h"
#include "compiler/sema/unused_diagnostics.h"

namespace itw::sema {

Context::Context(const CheckInput& checkInput, DiagnosticSink& diagnostics)
    : input(checkInput), sink(diagnostics), symbols(checkInput.modules) {
  for (const Override& override : checkInput.overrides) overrides.push_back({&override});
}

Context::~Context() = default;

static bool isWithin(Span part, Span whole) {
  return part.file == whole.file && part.begin >= whole.begin && part.end <= whole.end;
}

void Context::report(Diagnostic diagnostic) {
  // Advice on how to write a program does not suit a command line.
  if (!settingBy.empty() && diagnostic.kind == DiagKind::TypeMismatch) diagnostic.help.clear();
  if (diagnostic.setBy.empty()) diagnostic.setBy = settingBy;
  const bool open = diagnostic.help.empty() || diagnostic.kind == DiagKind::OutOfRange;
  if (advice && open && isWithin(diagnostic.span, advice->within)) {
    diagnostic.help = advice->help;
    diagnostic.fixes = advice->fixes;
  }
  if (!calls.empty()) {
    // A pipeline's own warnings are told where it is declared.
    if (severityOf(diagnostic.kind) != Severity::Error) return;
    if (!(calls.back().call == diagnostic.span))
      diagnostic.labels.push_back(
          {calls.back().call, "in this call of `" + calls.back().pipeline + "`"});
  }
  sink.add(std::move(diagnostic));
}

Item Context::poisoned(Span span) const { return {.type = types.error(), .span = span}; }

const expr::Facts& Scope::knownFacts() const {
  static const expr::Facts kNothing;
  for (const Scope* scope = this; scope != nullptr; scope = scope->outer)
    if (scope->facts != nullptr) return *scope->facts;
  return kNothing;
}

namespace {

// Keeps the graphs that tasks refer to, in the order of the tasks.
std::vector<expr::ModelGraph> takeModels(Context& context, CheckedProgram& program) {
  std::vector<PipelineInstance*> pipelines;
  for (PipelineInstance& pipeline : program.pipelines) pipelines.push_back(&pipeline);
  for (PipelineInstance& pipeline : program.searched) pipelines.push_back(&pipeline);
  for (TestInstance& test : program.tests) pipelines.push_back(&test.run);
  constexpr std::uint32_t kUnused = UINT32_MAX;
  std::vector<std::uint32_t> places(context.graphs.size(), kUnused);
  std::vector<expr::ModelGraph> models;
  for (PipelineInstance* pipeline : pipelines)
    for (TaskNode& node : pipeline->nodes)
      for (TaskArgument& argument : node.arguments)
        forEachModelRef(argument.value, [&](expr::ModelRef& reference) {
          std::uint32_t& place = places[reference.model];
          if (place == kUnused) {
            place = static_cast<std::uint32_t>(models.size());
            models.push_back(std::move(context.graphs[reference.model]));
          }
          reference.model = place;
        });
  return models;
}

void checkModels(Context& context, std::uint32_t module) {
  std::vector<const Symbol*> models;
  std::unordered_map<std::string_view, std::size_t> places;
  for (const Symbol& symbol : context.symbols.all())
    if (symbol.module == module && symbol.kind == SymbolKind::Model &&
        places.emplace(symbol.name, models.size()).second)
      models.push_back(&symbol);
  std::vector<std::vector<std::size_t>> needs(models.size());
  for (std::size_t i = 0; i < models.size(); ++i) {
    const auto& model = std::get<syntax::ModelDecl>(models[i]->declaration->node);
    for (const syntax::ModelStatement& statement : model.body)
      forEachName(*statement.value, [&](const NameUse& use) {
        auto place = places.find(use.name);
        // A model with the name of an op is a clash, which its use reports.
        bool clash = context.symbols.find(module, use.name).size() > 1;
        if (place != places.end() && !clash) needs[i].push_back(place->second);
      });
  }
  DependencyOrder order = sortByNeed(needs);
  for (const std::vector<std::size_t>& cycle : order.cycles) {
    std::vector<syntax::Name> names;
    for (std::size_t index : cycle) {
      names.push_back({models[index]->name, models[index]->span});
      ModelInfo& info = modelInfoOf(context, *models[index]);
      info.checked = true;
      info.cyclic = true;
    }
    context.report(cyclicDefinition(names));
  }
  for (std::size_t index : order.order) checkModel(context, *models[index]);
}

void checkShapes(Context& context) {
  for (const Symbol& symbol : context.symbols.all())
    if (context.symbols.isUsers(symbol.module) && symbol.kind == SymbolKind::Shape)
      shapeOf(context, symbol);
}

void checkSteps(Context& context) {
  for (const Symbol& symbol : context.symbols.all())
    if (context.symbols.isUsers(symbol.module) && symbol.kind == SymbolKind::Step)
      stepInfoOf(context, symbol);
}

// Where something is wrong, what is not used may only look so.
void checkUnused(Context& context) {
  if (context.sink.hasErrors()) return;
  bool hasPipeline = false;
  for (const Symbol& symbol : context.symbols.all())
    hasPipeline = hasPipeline || (symbol.module == 0 && symbol.kind == SymbolKind::Pipeline);
  for (const Symbol& symbol : context.symbols.all()) {
    bool value = symbol.kind == SymbolKind::Param || symbol.kind == SymbolKind::Let ||
                 symbol.kind == SymbolKind::Type;
    // A file of models or shapes alone is there for others.
    bool part = symbol.kind == SymbolKind::Model || symbol.kind == SymbolKind::Shape ||
                symbol.kind == SymbolKind::Fn || symbol.kind == SymbolKind::Step;
    if (symbol.module != 0 || symbol.used || !(value || (part && hasPipeline))) continue;
    const Definition& definition = context.definitions[&symbol];
    if (definition.layer == Layer::Set)
      context.report(overrideWithoutEffect(
          symbol, definition.item.provenance ? definition.item.provenance->setBy : ""));
    else
      context.report(unusedDeclaration(symbol));
  }
  for (const Import& import : context.symbols.imports())
    if (!import.used)
      context.report(unusedImport(import, context.symbols.moduleName(import.module)));
}

}  // namespace

CheckedProgram check(const CheckInput& input, DiagnosticSink& diagnostics) {
  Context context(input, diagnostics);
  CheckedProgram program;
  resolveImports(context);
  checkDuplicates(context);
  reportNative(context);
  chooseProfile(context);
  const std::vector<std::uint32_t> files = filesInOrder(context);
  for (std::uint32_t module : files) checkDefinitions(context, module);
  checkConditions(context);
  checkShapes(context);
  checkSteps(context);
  checkManifest(context, program.pythonUses);
  for (std::uint32_t module : files) checkModels(context, module);
  for (std::uint32_t module : files) completeDefinitions(context, module);
  CheckedPipelines pipelines = checkPipelines(context);
  program.pipelines = std::move(pipelines.own);
  program.searched = std::move(pipelines.searched);
  program.sites = checkSites(context);
  program.sweeps = checkSweeps(context);
  program.studies = checkStudies(context);
  markMeasured(context, program);
  program.trackers = checkTrackers(context);
  program.tests = checkTests(context);
  checkLogKinds(context, program);
  checkProfiles(context);
  reportUntakenOverrides(context);
  checkUnused(context);
  program.models = takeModels(context, program);
  program.params = listParams(context);
  program.places = listPlaces(context);
  program.profile = context.profile == nullptr ? "" : context.profile->name;
  program.site = context.site == nullptr ? "" : context.site->name;
  return program;
}

std::vector<Declared> listDeclared(const std::vector<Module>& modules) {
  CheckInput input{.modules = modules};
  DiagnosticSink ignored;
  Context context(input, ignored);
  std::vector<Declared> all;
  for (const Symbol& symbol : context.symbols.all()) {
    bool native = symbol.kind == SymbolKind::Op || symbol.kind == SymbolKind::Task ||
                  symbol.kind == SymbolKind::Component;
    if (!native) continue;
    Declared declared{context.symbols.qualified(symbol), describe(symbol), {}};
    for (const Parameter& parameter : signatureOf(context, symbol).parameters)
      if (!parameter.port) declared.parameters.push_back(parameter.name);
    all.push_back(std::move(declared));
  }
  return all;
}

}  // namespace itw::sema
