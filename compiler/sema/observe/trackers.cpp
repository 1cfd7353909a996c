#include "compiler/sema/observe/trackers.h"

#include <unordered_map>

#include "compiler/expr/value_text.h"
#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/observe/observe_diagnostics.h"

namespace itw::sema {
namespace {

// A tracker that stands twice with the same arguments would write everything twice.
void readTracker(Context& context, const syntax::Expr& written,
                 std::unordered_map<std::string, Span>& seen,
                 std::vector<expr::Component>& trackers) {
  Item item = elaborateAs(context, {}, written, context.types.component("tracker"));
  if (item.isError() || !item.value) return;
  checkTracker(context, item, written);
  auto [place, fresh] = seen.emplace(expr::textOf(*item.value), written.span);
  if (!fresh) return context.report(repeatedTracker(written.span, place->second));
  trackers.push_back(std::get<expr::Component>(item.value->node));
}

}  // namespace

std::vector<expr::Component> checkTrackers(Context& context) {
  std::vector<expr::Component> trackers;
  if (context.input.modules.empty()) return trackers;
  std::unordered_map<std::string, Span> seen;
  Span first;
  for (const syntax::Declaration& declaration : context.input.modules[0].file->declarations) {
    const auto* observe = std::get_if<syntax::ObserveDecl>(&declaration.node);
    if (observe == nullptr) continue;
    if (first.valid()) context.report(repeatedObserve(declaration.keyword, first));
    if (!first.valid()) first = declaration.keyword;
    if (observe->trackers.empty()) context.report(emptyObserve(declaration.keyword));
    for (const syntax::ExprPtr& tracker : observe->trackers)
      readTracker(context, *tracker, seen, trackers);
  }
  return trackers;
}

}  // namespace itw::sema
