#include "compiler/sema/observe/trackers.h"

#include "compiler/sema/elaborate.h"
#include "compiler/sema/observe/observe_diagnostics.h"

namespace itw::sema {
namespace {

struct Seen {
  expr::Value value;
  Span span;
};

// A tracker that stands twice with the same arguments would write everything twice.
void readTracker(Context& context, const syntax::Expr& written, std::vector<Seen>& seen) {
  Item item = elaborateAs(context, {}, written, context.types.component("tracker"));
  if (item.isError() || !item.value) return;
  for (const Seen& earlier : seen)
    if (earlier.value == *item.value) {
      context.report(repeatedTracker(written.span, earlier.span));
      return;
    }
  seen.push_back({*item.value, written.span});
}

}  // namespace

std::vector<expr::Component> checkTrackers(Context& context) {
  std::vector<expr::Component> trackers;
  if (context.input.modules.empty()) return trackers;
  std::vector<Seen> seen;
  Span first;
  for (const syntax::Declaration& declaration : context.input.modules[0].file->declarations) {
    const auto* observe = std::get_if<syntax::ObserveDecl>(&declaration.node);
    if (observe == nullptr) continue;
    if (first.valid()) context.report(repeatedObserve(declaration.keyword, first));
    if (!first.valid()) first = declaration.keyword;
    if (observe->trackers.empty()) context.report(emptyObserve(declaration.keyword));
    for (const syntax::ExprPtr& tracker : observe->trackers) readTracker(context, *tracker, seen);
  }
  for (Seen& each : seen) trackers.push_back(std::get<expr::Component>(std::move(each.value.node)));
  return trackers;
}

}  // namespace itw::sema
