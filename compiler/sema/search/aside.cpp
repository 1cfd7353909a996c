#include "compiler/sema/search/aside.h"

namespace itw::sema {

void setAside(Context& context, const std::string& search, std::size_t before) {
  const std::string& target = context.input.target;
  if (target == search) return;
  for (Diagnostic& each : context.sink.takeSince(before)) {
    const bool error = severityOf(each.kind) == Severity::Error;
    const bool aside = !each.setBy.empty() && (error || each.kind == DiagKind::DrawFixed);
    if (aside && !target.empty()) continue;
    if (aside && each.kind == DiagKind::OutOfRange) each.kind = DiagKind::SearchAgainstOverride;
    context.sink.add(std::move(each));
  }
}

}  // namespace itw::sema
