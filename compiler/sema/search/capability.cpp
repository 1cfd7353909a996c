#include "compiler/sema/search/capability.h"

#include "compiler/sema/arguments.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/search/search_diagnostics.h"

namespace itw::sema {
namespace {

bool isContinuous(const expr::Value& value) {
  if (const auto* list = std::get_if<expr::List>(&value.node)) {
    for (const expr::Value& item : list->items)
      if (isContinuous(item)) return true;
    return false;
  }
  const auto* component = std::get_if<expr::Component>(&value.node);
  if (component == nullptr) return false;
  for (const char* name : {"uniform", "log_uniform", "normal", "log_normal"})
    if (component->name == std::string("std.search.") + name) return true;
  for (const expr::NamedValue& argument : component->arguments.fields)
    if (isContinuous(argument.value)) return true;
  return false;
}

// A task that counts epochs tells its metrics after each of them.
bool countsEpochs(Context& context, const std::string& task) {
  for (const Symbol* symbol : context.symbols.anywhere(task)) {
    if (symbol->kind != SymbolKind::Task) continue;
    for (const Parameter& parameter : signatureOf(context, *symbol).parameters)
      if (parameter.type->is(TypeKind::Count)) return true;
  }
  return false;
}

bool isSeries(Context& context, const syntax::Expr& objective, const Locals& bindings) {
  const auto* member = std::get_if<syntax::MemberExpr>(&objective.node);
  const std::string name = member == nullptr ? "" : member->member.text;
  if (name == "seconds" || name == "energy" || name == "peak_memory") return false;
  bool series = false;
  forEachName(objective, [&](const NameUse& use) {
    auto place = bindings.find(use.name);
    if (place == bindings.end()) return;
    const Item& item = place->second;
    // What is not an output of one task is not looked into.
    series = series || item.isError() || item.fields || !item.type->is(TypeKind::Outputs) ||
             countsEpochs(context, item.type->name);
  });
  return series;
}

}  // namespace

void checkCapability(Context& context, const SweepInfo& sweep, const SearchPlaces& places,
                     const Locals& bindings) {
  bool grid = sweep.search && sweep.search->name == "std.search.grid";
  for (const Draw& draw : sweep.space)
    if (grid && isContinuous(draw.distribution))
      context.report(gridWithoutEnd(draw.span, draw.path, places.search));
  if (!sweep.prune || places.objectives.empty()) return;
  if (places.objectives.size() > 1)
    context.report(pruneByMany(places.prune, places.objectives[1]->span));
  else if (!isSeries(context, *places.objectives[0], bindings))
    context.report(pruneWithoutSeries(places.prune, places.objectives[0]->span));
}

}  // namespace itw::sema
