#include "compiler/sema/shapes.h"

#include "compiler/sema/arguments.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

struct Entry {
  std::string_view name;
  TypeKind kind;
  std::string_view dimension;
  std::int64_t least;
};

// What a shape may say, per node.
constexpr Entry kEntries[] = {
    {"nodes", TypeKind::Int, "", 1},
    {"ranks", TypeKind::Int, "", 1},
    {"cpus", TypeKind::Int, "", 1},
    {"gpus", TypeKind::Int, "", 0},
    {"gpu", TypeKind::String, "", 0},
    {"gpu_memory", TypeKind::Measure, "bytes", 1},
    {"memory", TypeKind::Measure, "bytes", 1},
    {"walltime", TypeKind::Measure, "duration", 1},
};

const Entry* findEntry(const std::string& name) {
  for (const Entry& entry : kEntries)
    if (entry.name == name) return &entry;
  return nullptr;
}

std::vector<std::string_view> entryNames() {
  std::vector<std::string_view> names;
  for (const Entry& entry : kEntries) names.push_back(entry.name);
  return names;
}

TypeRef typeOf(Context& context, const Entry& entry) {
  if (entry.kind != TypeKind::Measure) return context.types.simple(entry.kind);
  return context.types.make(
      {.kind = TypeKind::Measure, .dimension = expr::findDimension(entry.dimension)->dimension});
}

std::int64_t wholeOf(const expr::Scalar& value) {
  if (const std::int64_t* integer = value.integer()) return *integer;
  double amount = expr::realOf(value).toDouble();
  return amount >= 9.2e18 ? INT64_MAX : static_cast<std::int64_t>(amount);
}

void store(expr::Resources& resources, std::string_view name, const expr::Scalar& value) {
  if (name == "nodes") resources.nodes = wholeOf(value);
  if (name == "ranks") resources.ranks = wholeOf(value);
  if (name == "cpus") resources.cpus = wholeOf(value);
  if (name == "gpus") resources.gpus = wholeOf(value);
  if (name == "memory") resources.memoryBytes = wholeOf(value);
  if (name == "walltime") resources.walltimeSeconds = expr::realOf(value).toDouble();
}

bool readEntry(Context& context, const Symbol& symbol, const syntax::Binding& binding,
               expr::Resources& resources) {
  const std::string& name = binding.name.text;
  const Entry* entry = findEntry(name);
  if (entry == nullptr) {
    context.report(unknownShapeEntry(binding.name.span, symbol.name, name,
                                     nearest(name, entryNames()), entryNames()));
    return false;
  }
  if (binding.drawn) {
    context.report(drawOutsideSweep(binding.span));
    return false;
  }
  Scope scope{.module = symbol.module};
  Item item = elaborateAs(context, scope, *binding.value, typeOf(context, *entry));
  if (item.isError()) return false;
  if (!item.scalar.value) return true;
  bool number = entry->kind != TypeKind::String;
  if (number && expr::realOf(*item.scalar.value).toDouble() < static_cast<double>(entry->least)) {
    context.report(shapeEntryTooSmall(item, name, entry->least));
    return false;
  }
  store(resources, name, *item.scalar.value);
  return true;
}

bool readAlternative(Context& context, const Symbol& symbol, const syntax::RecordExpr& record,
                     expr::Resources& resources) {
  bool good = true;
  resources.shape = symbol.name;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    bool repeated = false;
    for (std::size_t j = 0; j < i; ++j) {
      if (record.fields[j].name.text != record.fields[i].name.text) continue;
      context.report(repeatedArgument(record.fields[i].name.span, record.fields[i].name.text,
                                      record.fields[j].span));
      repeated = true;
      break;
    }
    good = !repeated && readEntry(context, symbol, record.fields[i], resources) && good;
  }
  return good;
}

// The reason why this version cannot place a task there, or an empty text.
std::string obstacle(const expr::Resources& resources) {
  if (resources.gpus > 0) return "running tasks on GPUs";
  if (resources.nodes > 1) return "running tasks on several nodes";
  if (resources.ranks > 1) return "running tasks with several ranks";
  return "";
}

}  // namespace

const ShapeInfo& shapeOf(Context& context, const Symbol& symbol) {
  auto [place, fresh] = context.shapes.emplace(&symbol, ShapeInfo{});
  if (!fresh) return place->second;
  ShapeInfo info;
  info.valid = true;
  const auto& shape = std::get<syntax::ShapeDecl>(symbol.declaration->node);
  for (const syntax::ExprPtr& alternative : shape.alternatives) {
    const auto* record = std::get_if<syntax::RecordExpr>(&alternative->node);
    expr::Resources resources;
    info.valid =
        record != nullptr && readAlternative(context, symbol, *record, resources) && info.valid;
    info.alternatives.push_back(std::move(resources));
  }
  context.shapes[&symbol] = std::move(info);
  return context.shapes[&symbol];
}

std::optional<expr::Resources> chooseResources(Context& context, const std::string& name,
                                               Span use) {
  for (const Symbol* symbol : context.symbols.find(0, name)) {
    if (symbol->kind != SymbolKind::Shape) continue;
    const ShapeInfo& info = shapeOf(context, *symbol);
    if (!info.valid || info.alternatives.empty()) return std::nullopt;
    for (const expr::Resources& resources : info.alternatives)
      if (obstacle(resources).empty()) return resources;
    context.report(shapeNotSupported(use, name, obstacle(info.alternatives.front()), symbol->span));
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace itw::sema
