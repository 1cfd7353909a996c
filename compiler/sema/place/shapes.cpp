#include "compiler/sema/place/shapes.h"

#include <algorithm>

#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/place/entries.h"
#include "compiler/sema/place/place_diagnostics.h"
#include "compiler/sema/place/profiles.h"

namespace itw::sema {
namespace {

// What a shape may say, per node.
constexpr EntryRule kRules[] = {
    {"nodes", TypeKind::Int, "", 1},
    {"ranks", TypeKind::Int, "", 1},
    {"cpus", TypeKind::Int, "", 1},
    {"gpus", TypeKind::Int, "", 0},
    {"gpu", TypeKind::String, "", 0},
    {"gpu_memory", TypeKind::Measure, "bytes", 1},
    {"memory", TypeKind::Measure, "bytes", 1},
    {"walltime", TypeKind::Measure, "duration", 1},
};

std::int64_t wholeOf(const expr::Scalar& value) {
  if (const std::int64_t* integer = value.integer()) return *integer;
  double amount = expr::realOf(value).toDouble();
  return amount >= 9.2e18 ? INT64_MAX : static_cast<std::int64_t>(amount);
}

void store(expr::Resources& resources, const Entry& entry) {
  if (!entry.item.scalar.value) return;
  const expr::Scalar& value = *entry.item.scalar.value;
  const std::string& name = entry.name->text;
  if (name == "nodes") resources.nodes = wholeOf(value);
  if (name == "ranks") resources.ranks = wholeOf(value);
  if (name == "cpus") resources.cpus = wholeOf(value);
  if (name == "gpus") resources.gpus = wholeOf(value);
  if (name == "gpu") resources.gpu = *value.string();
  if (name == "gpu_memory") resources.gpuMemoryBytes = wholeOf(value);
  if (name == "memory") resources.memoryBytes = wholeOf(value);
  if (name == "walltime") resources.walltimeSeconds = expr::realOf(value).toDouble();
}

// What one entry makes of another.
void reportMeaningless(Context& context, const Entries& entries) {
  bool open = entries.find("gpus") != nullptr && !entries.number("gpus");
  bool hasGpus = open || entries.number("gpus").value_or(0) > 0;
  for (const char* name : {"gpu", "gpu_memory"}) {
    const Entry* entry = entries.find(name);
    if (entry != nullptr && !hasGpus)
      context.report(entryWithoutEffect(*entry, "the shape asks for no `gpus`"));
  }
  const Entry* ranks = entries.find("ranks");
  if (ranks != nullptr && hasGpus && !open)
    context.report(entryWithoutEffect(*ranks, "with `gpus` a node has one rank for each of them"));
}

// Nobody writes more alternatives than these; beyond them each is compared with the first ones.
constexpr std::size_t kMostCompared = 32;

bool asksForNoMore(const expr::Resources& less, const expr::Resources& more) {
  bool card = less.gpu.empty() || less.gpu == more.gpu;
  return card && less.nodes <= more.nodes && less.cpus <= more.cpus && less.gpus <= more.gpus &&
         less.ranks <= more.ranks &&
         less.gpuMemoryBytes.value_or(0) <= more.gpuMemoryBytes.value_or(0) &&
         less.memoryBytes.value_or(0) <= more.memoryBytes.value_or(0) &&
         less.walltimeSeconds.value_or(0) <= more.walltimeSeconds.value_or(0);
}

// A shape's entries as its profile leaves them.
void reportUnreachable(Context& context, const Symbol& symbol, const syntax::ShapeDecl& shape,
                       const ShapeInfo& info) {
  for (std::size_t later = 1; later < info.alternatives.size(); ++later)
    for (std::size_t earlier = 0; earlier < std::min(later, kMostCompared); ++earlier) {
      if (!asksForNoMore(info.alternatives[earlier], info.alternatives[later])) continue;
      context.report(unreachableAlternative(shape.alternatives[later]->span, symbol.name,
                                            shape.alternatives[earlier]->span));
      break;
    }
}

bool runsHere(const expr::Resources& resources) {
  return resources.gpus == 0 && resources.nodes == 1 && resources.ranks == 1;
}

ShapeInfo readShape(Context& context, const Symbol& symbol, const syntax::ShapeDecl& shape) {
  ShapeInfo info;
  info.valid = true;
  const std::vector<Entry> overriding = profileEntriesOf(context, symbol);
  for (const syntax::ExprPtr& alternative : shape.alternatives) {
    const auto* record = std::get_if<syntax::RecordExpr>(&alternative->node);
    expr::Resources resources;
    resources.shape = symbol.name;
    Entries entries;
    if (record != nullptr && record->fields.empty() && overriding.empty())
      context.report(shapeOfNothing(symbol.span, symbol.name));
    if (record != nullptr)
      entries = readEntries(context, entriesOf(*record), kRules, {"shape", symbol.name});
    info.valid = info.valid && record != nullptr && entries.valid;
    for (const Entry& entry : entries.all) store(resources, entry);
    for (const Entry& entry : overriding) store(resources, entry);
    // With cards a node has one rank for each of them.
    if (resources.gpus > 0) resources.ranks = resources.gpus;
    if (entries.valid) reportMeaningless(context, entries);
    info.alternatives.push_back(std::move(resources));
  }
  return info;
}

}  // namespace

std::span<const EntryRule> shapeRules() { return kRules; }

const ShapeInfo& shapeOf(Context& context, const Symbol& symbol) {
  auto [place, fresh] = context.shapes.emplace(&symbol, ShapeInfo{});
  if (!fresh) return place->second;
  const auto& shape = std::get<syntax::ShapeDecl>(symbol.declaration->node);
  ShapeInfo info = readShape(context, symbol, shape);
  if (info.valid) reportUnreachable(context, symbol, shape, info);
  context.shapes[&symbol] = std::move(info);
  return context.shapes[&symbol];
}

std::optional<expr::Resources> chooseResources(Context& context, const std::string& name) {
  for (const Symbol* symbol : context.symbols.byQualifiedName(name)) {
    if (symbol->kind != SymbolKind::Shape) continue;
    const ShapeInfo& info = shapeOf(context, *symbol);
    if (!info.valid || info.alternatives.empty()) return std::nullopt;
    std::vector<expr::Resources> others = info.alternatives;
    // At a site the order of the shape counts.
    auto here = context.site == nullptr ? std::find_if(others.begin(), others.end(), runsHere)
                                        : others.begin();
    if (here == others.end()) here = others.begin();
    expr::Resources chosen = *here;
    others.erase(here);
    chosen.alternatives = std::move(others);
    return chosen;
  }
  return std::nullopt;
}

}  // namespace itw::sema
