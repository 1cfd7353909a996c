#include "compiler/sema/pipeline/reach.h"

#include "compiler/sema/context.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/pipeline/search_result.h"

namespace itw::sema {
namespace {

const std::vector<syntax::Parameter>* parametersOf(const Symbol& symbol) {
  const auto& node = symbol.declaration->node;
  if (const auto* fn = std::get_if<syntax::FnDecl>(&node)) return &fn->parameters;
  if (const auto* model = std::get_if<syntax::ModelDecl>(&node)) return &model->parameters;
  if (const auto* step = std::get_if<syntax::StepDecl>(&node)) return &step->parameters;
  return nullptr;
}

// `lr` of `io.lr`.
std::string bareName(const std::string& name) { return name.substr(name.rfind('.') + 1); }

// What a sweep draws is not read by who uses its result.
std::unordered_set<std::string> drawnBy(const Symbol& symbol) {
  std::unordered_set<std::string> drawn;
  if (const auto* sweep = std::get_if<syntax::SweepDecl>(&symbol.declaration->node))
    for (const syntax::Binding* draw : drawsOf(*sweep)) drawn.insert(bareName(draw->name.text));
  return drawn;
}

bool holdsValue(const Symbol& symbol) {
  return symbol.kind == SymbolKind::Param || symbol.kind == SymbolKind::Let ||
         symbol.kind == SymbolKind::Type || symbol.kind == SymbolKind::Shape;
}

}  // namespace

Reach::Reach(const Context& context) : context_(context) {
  for (const Symbol& symbol : context.symbols.all()) {
    if (context.input.modules[symbol.module].isStandard) continue;
    std::vector<Use> uses = usesOf(symbol);
    if (holdsValue(symbol))
      for (const Use& use : uses) users_[use.symbol].push_back(&symbol);
    uses_.emplace(&symbol, std::move(uses));
  }
}

std::vector<Reach::Use> Reach::usesOf(const Symbol& symbol) const {
  std::unordered_set<std::string_view> own;
  if (const auto* parameters = parametersOf(symbol))
    for (const syntax::Parameter& parameter : *parameters) own.insert(parameter.name.text);
  std::vector<Use> uses;
  forEachName(*symbol.declaration, [&](const NameUse& use) {
    if (own.contains(use.name)) return;
    for (const Symbol* found : context_.symbols.find(symbol.module, use.name))
      if (!context_.input.modules[found->module].isStandard && found != &symbol)
        uses.push_back({found, use.with});
    if (const Import* import = context_.symbols.findAlias(symbol.module, use.name))
      if (!context_.input.modules[import->module].isStandard)
        for (const Symbol* found : context_.symbols.inModule(import->module, use.member))
          uses.push_back({found, use.with});
  });
  return uses;
}

void Reach::addCall(const Symbol& callee, const syntax::Clause* with, std::uint32_t module,
                    SymbolSet& reached) {
  reached.insert(&callee);
  std::unordered_set<std::string> bound;
  if (with != nullptr)
    for (std::string& name : namesBound(context_, module, *with)) bound.insert(std::move(name));
  for (const Symbol* each : of(callee))
    if (!bound.contains(each->name)) reached.insert(each);
}

const SymbolSet& Reach::of(const Symbol& pipeline) {
  auto [place, fresh] = pipelines_.emplace(&pipeline, SymbolSet{});
  if (!fresh) return place->second;
  SymbolSet own;
  SymbolSet reached;
  std::vector<const Symbol*> waiting{&pipeline};
  while (!waiting.empty()) {
    const Symbol* symbol = waiting.back();
    waiting.pop_back();
    auto uses = uses_.find(symbol);
    if (uses == uses_.end()) continue;
    const auto drawn = drawnBy(*symbol);
    for (const Use& use : uses->second) {
      if (use.symbol->kind != SymbolKind::Pipeline) {
        if (!drawn.contains(use.symbol->name) && own.insert(use.symbol).second)
          waiting.push_back(use.symbol);
        continue;
      }
      SymbolSet called;
      addCall(*use.symbol, use.with, symbol->module, called);
      for (const Symbol* each : called)
        if (!drawn.contains(each->name)) reached.insert(each);
    }
  }
  reached.insert(own.begin(), own.end());
  // The place above may have moved while others were added.
  return pipelines_[&pipeline] = std::move(reached);
}

bool Reach::isNamedInBodiesOnly(const Symbol& param, const Symbol& pipeline) {
  for (const Symbol* symbol : of(pipeline)) {
    auto uses = symbol->kind == SymbolKind::Pipeline ? uses_.end() : uses_.find(symbol);
    if (uses == uses_.end()) continue;
    for (const Use& use : uses->second)
      if (use.symbol == &param) return false;
  }
  return true;
}

SymbolSet Reach::dependents(const std::vector<const Symbol*>& roots) const {
  SymbolSet found(roots.begin(), roots.end());
  std::vector<const Symbol*> waiting = roots;
  while (!waiting.empty()) {
    auto users = users_.find(waiting.back());
    waiting.pop_back();
    if (users == users_.end()) continue;
    for (const Symbol* user : users->second)
      if (found.insert(user).second) waiting.push_back(user);
  }
  return found;
}

Reach& reachOf(Context& context) {
  if (!context.reach) context.reach = std::make_unique<Reach>(context);
  return *context.reach;
}

std::vector<std::string> namesBound(const Context& context, std::uint32_t module,
                                    const syntax::Clause& with) {
  std::vector<std::string> names;
  for (const syntax::Binding& binding : with.bindings) names.push_back(binding.name.text);
  if (with.value == nullptr) return names;
  forEachName(*with.value, [&](const NameUse& use) {
    for (const Symbol* symbol : context.symbols.find(module, use.name))
      if (const auto* sweep = std::get_if<syntax::SweepDecl>(&symbol->declaration->node))
        for (const syntax::Binding* draw : drawsOf(*sweep))
          names.push_back(bareName(draw->name.text));
  });
  return names;
}

}  // namespace itw::sema
