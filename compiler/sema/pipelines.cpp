#include <unordered_set>

#include "compiler/sema/definitions.h"
#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/overrides.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline/pipeline_info.h"
#include "compiler/sema/pipeline/reach.h"
#include "compiler/sema/pipeline_builder.h"

namespace itw::sema {
namespace {

// A pipeline on its own: its arguments as `run` would bind them, then its body.
class PipelineChecker {
 public:
  PipelineChecker(Context& context, const Symbol& symbol) : context_(context), symbol_(symbol) {}

  void bindArguments() {
    instance_.name = symbol_.name;
    instance_.span = symbol_.span;
    Scope scope{.module = symbol_.module, .locals = &locals_};
    for (const Parameter& parameter : signatureOf(context_, symbol_).parameters) {
      reportShadowing(context_, symbol_.module, parameter.syntax->name);
      std::string path = pathOf(parameter.name);
      ParameterValue value =
          evaluateParameter(context_, *parameter.syntax, path, scope, parameter.type);
      path = context_.symbols.qualified(symbol_) + "." + parameter.name;
      context_.arguments.push_back(
          {path, parameter.syntax, value.item, value.layer, std::move(value.layers)});
      if (!value.item.isError() && !value.item.known())
        instance_.missing.push_back({path, parameter.syntax->name.span});
      locals_[parameter.name] = std::move(value.item);
    }
  }

  PipelineInstance check() {
    PipelineInfo& info = pipelineInfoOf(context_, symbol_);
    info.checked = true;
    std::size_t before = context_.sink.errorCount();
    PipelineBuilder builder(symbol_.name);
    auto published = walkPipeline(
        context_, {.symbol = &symbol_, .builder = &builder, .locals = std::move(locals_)});
    info.valid = context_.sink.errorCount() == before;
    for (const PublishedOutput& output : published)
      info.published.push_back({output.name, output.item.type, output.span});
    const auto& body = std::get<syntax::PipelineDecl>(symbol_.declaration->node).body;
    if (info.valid && published.empty() && builder.size() == 0 && body.empty())
      context_.report(pipelineOfNothing(symbol_));
    noteEpochs(builder, info);
    addMissingParams();
    addSettings(builder);
    if (!instance_.missing.empty()) return std::move(instance_);
    instance_.nodes = builder.takeNodes();
    for (const PublishedOutput& output : published)
      if (!output.item.isError()) publish(builder, output.name, output.item, output.span);
    return std::move(instance_);
  }

  // Of a circle of pipelines: there is nothing to evaluate.
  PipelineInstance poisoned() {
    pipelineInfoOf(context_, symbol_).checked = true;
    return std::move(instance_);
  }

 private:
  // The elements of a list are published one by one: "models.0", "models.1".
  void publish(const PipelineBuilder& builder, const std::string& name, const Item& item,
               Span span) {
    if (item.items) {
      for (std::size_t i = 0; i < item.items->size(); ++i)
        publish(builder, name + "." + std::to_string(i), (*item.items)[i], span);
      return;
    }
    auto source = std::get<expr::OutputRef>(item.value->node);
    source.node = builder.renumbered(source.node);
    instance_.published.push_back({name, std::move(source), span});
  }

  // A pipeline's argument is set by its path, or by its bare name where no param has it.
  std::string pathOf(const std::string& name) const {
    for (const PendingOverride& pending : context_.overrides)
      if (pending.override->path == name && isTarget()) return name;
    return context_.symbols.qualified(symbol_) + "." + name;
  }

  // Whether a bare name speaks of this pipeline: it, or a search over it, is to be planned.
  bool isTarget() const {
    const std::string& target = context_.input.target;
    if (target.empty() || target == symbol_.name) return true;
    for (const Symbol* symbol : context_.symbols.inModule(0, target)) {
      const auto* sweep = std::get_if<syntax::SweepDecl>(&symbol->declaration->node);
      const auto* study = std::get_if<syntax::StudyDecl>(&symbol->declaration->node);
      if (sweep != nullptr && sweep->pipeline.text == symbol_.name) return true;
      if (study != nullptr && study->pipeline.text == symbol_.name) return true;
    }
    return false;
  }

  // File-level params without a value that this pipeline reads.
  void addMissingParams() {
    for (const auto& [symbol, definition] : context_.definitions) {
      bool open = symbol->kind == SymbolKind::Param && !definition.item.isError() &&
                  !definition.item.known();
      if (open && reachOf(context_).of(symbol_).contains(symbol))
        instance_.missing.push_back({context_.symbols.qualified(*symbol), symbol->span});
    }
  }

  // How long the trainings are, for the pruners of sweeps.
  static void noteEpochs(const PipelineBuilder& builder, PipelineInfo& info) {
    for (std::uint32_t i = 0; i < builder.size(); ++i)
      for (const TaskArgument& argument : builder.node(i).arguments)
        if (const auto number = expr::numberOf(argument.value); number && argument.name == "epochs")
          info.epochs.emplace(i, *number);
  }

  // What a called pipeline is always given is not set from outside.
  void addSettings(const PipelineBuilder& builder) {
    SymbolSet reached = reachOf(context_).of(symbol_);
    reached.insert(&symbol_);
    for (const Symbol* symbol : reached) {
      const std::string path = context_.symbols.qualified(*symbol);
      if (symbol->kind == SymbolKind::Param) instance_.settings.insert(path);
      if (symbol->kind != SymbolKind::Pipeline) continue;
      const auto* defaults = symbol == &symbol_ ? nullptr : builder.defaultsOf(*symbol);
      for (const Parameter& parameter : signatureOf(context_, *symbol).parameters)
        if (defaults == nullptr || defaults->contains(parameter.name))
          instance_.settings.insert(path + "." + parameter.name);
    }
  }

  Context& context_;
  const Symbol& symbol_;
  Locals locals_;
  PipelineInstance instance_;
};

// Pipelines, and the sweeps whose results they use.
struct CallOrder {
  std::vector<const Symbol*> symbols;
  std::vector<std::vector<std::size_t>> needs;
  DependencyOrder sorted;
};

// The names that a pipeline binds itself.
std::unordered_set<std::string_view> boundIn(const Symbol& symbol) {
  std::unordered_set<std::string_view> names;
  const auto* pipeline = std::get_if<syntax::PipelineDecl>(&symbol.declaration->node);
  if (pipeline == nullptr) return names;
  for (const syntax::Parameter& each : pipeline->parameters) names.insert(each.name.text);
  for (const syntax::PipelineStatement& each : pipeline->body)
    if (each.name && !each.published) names.insert(each.name->text);
  return names;
}

CallOrder sortPipelines(const Context& context) {
  CallOrder result;
  std::unordered_map<const Symbol*, std::size_t> places;
  for (const Symbol& symbol : context.symbols.all()) {
    bool calls = symbol.kind == SymbolKind::Pipeline || symbol.kind == SymbolKind::Sweep;
    if (context.input.modules[symbol.module].isStandard || !calls) continue;
    places.emplace(&symbol, result.symbols.size());
    result.symbols.push_back(&symbol);
  }
  result.needs.resize(result.symbols.size());
  for (std::size_t i = 0; i < result.symbols.size(); ++i) {
    const Symbol& symbol = *result.symbols[i];
    const auto* sweep = std::get_if<syntax::SweepDecl>(&symbol.declaration->node);
    const auto bound = boundIn(symbol);
    // `csv(digits.csv)` in the pipeline `digits` lacks quotes, no more.
    auto isPath = [&](const NameUse& use) {
      return !use.callee && !use.member.empty() && use.name == symbol.name;
    };
    auto needSymbol = [&](const Symbol* found) {
      auto place = places.find(found);
      bool itself = sweep != nullptr && found == &symbol;
      if (place != places.end() && !itself) result.needs[i].push_back(place->second);
    };
    auto need = [&](const NameUse& use) {
      if (use.operand || isPath(use) || (!use.callee && bound.contains(use.name))) return;
      for (const Symbol* found : context.symbols.find(symbol.module, use.name)) needSymbol(found);
      const Import* import = context.symbols.findAlias(symbol.module, use.name);
      if (import == nullptr) return;
      for (const Symbol* found : context.symbols.inModule(import->module, use.member))
        needSymbol(found);
    };
    if (sweep == nullptr) {
      forEachName(*symbol.declaration, need);
      continue;
    }
    for (const Symbol* found : context.symbols.findPath(symbol.module, sweep->pipeline.text))
      needSymbol(found);
  }
  result.sorted = sortByNeed(result.needs);
  return result;
}

std::unordered_set<const Symbol*> reportCircles(Context& context, const CallOrder& order) {
  std::unordered_set<const Symbol*> cyclic;
  for (const std::vector<std::size_t>& cycle : order.sorted.cycles) {
    std::vector<syntax::Name> names;
    for (std::size_t index : cycle) {
      names.push_back({order.symbols[index]->name, order.symbols[index]->span});
      cyclic.insert(order.symbols[index]);
    }
    context.report(cyclicDefinition(names));
  }
  return cyclic;
}

void noteDepth(Context& context, const CallOrder& order, std::size_t index) {
  std::uint32_t depth = 0;
  for (std::size_t need : order.needs[index])
    depth = std::max(depth, pipelineInfoOf(context, *order.symbols[need]).depth + 1);
  pipelineInfoOf(context, *order.symbols[index]).depth = depth;
}

// The pipelines of imported files that sweeps and studies of the user's file vary.
SymbolSet searchedElsewhere(const Context& context) {
  SymbolSet searched;
  for (const Symbol& symbol : context.symbols.all()) {
    if (symbol.module != 0) continue;
    const auto* sweep = std::get_if<syntax::SweepDecl>(&symbol.declaration->node);
    const auto* study = std::get_if<syntax::StudyDecl>(&symbol.declaration->node);
    if (sweep == nullptr && study == nullptr) continue;
    const syntax::Name& name = sweep != nullptr ? sweep->pipeline : study->pipeline;
    for (const Symbol* found : context.symbols.findPath(0, name.text))
      if (found->module != 0) searched.insert(found);
  }
  return searched;
}

}  // namespace

PipelineInfo& pipelineInfoOf(Context& context, const Symbol& symbol) {
  auto& slot = context.pipelines[&symbol];
  if (!slot) slot = std::make_unique<PipelineInfo>();
  return *slot;
}

CheckedPipelines checkPipelines(Context& context) {
  CallOrder order = sortPipelines(context);
  std::unordered_set<const Symbol*> cyclic = reportCircles(context, order);
  std::vector<PipelineChecker> checkers;
  for (const Symbol* symbol : order.symbols) {
    checkers.emplace_back(context, *symbol);
    if (symbol->kind == SymbolKind::Pipeline) checkers.back().bindArguments();
  }
  std::vector<PipelineInstance> all(order.symbols.size());
  for (std::size_t index : order.sorted.order) {
    noteDepth(context, order, index);
    const Symbol& symbol = *order.symbols[index];
    if (symbol.kind != SymbolKind::Pipeline) continue;
    bool deep = pipelineInfoOf(context, symbol).depth == kDeepestPipeline;
    if (deep) context.report(pipelinesTooDeep(symbol));
    bool poisoned =
        cyclic.contains(&symbol) || pipelineInfoOf(context, symbol).depth >= kDeepestPipeline;
    all[index] = poisoned ? checkers[index].poisoned() : checkers[index].check();
  }
  CheckedPipelines result;
  const SymbolSet searched = searchedElsewhere(context);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Symbol& symbol = *order.symbols[i];
    if (symbol.kind != SymbolKind::Pipeline) continue;
    if (symbol.module == 0) {
      result.own.push_back(std::move(all[i]));
    } else if (searched.contains(&symbol)) {
      all[i].name = context.symbols.qualified(symbol);
      result.searched.push_back(std::move(all[i]));
    }
  }
  return result;
}

}  // namespace itw::sema
