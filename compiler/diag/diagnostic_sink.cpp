#include <algorithm>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <utility>

#include "compiler/diag/diagnostic.h"

namespace itw {

namespace {

/// Without a place first, then by file and position.
auto placeOf(const Diagnostic& diagnostic) {
  const Span& span = diagnostic.span;
  return std::tuple(span.valid(), span.file.value, span.begin);
}

bool isRepeat(const Diagnostic& first, const Diagnostic& second) {
  return first.kind == second.kind && first.span == second.span && first.message == second.message;
}

}  // namespace

void DiagnosticSink::add(Diagnostic diagnostic) {
  if (severityOf(diagnostic.kind) == Severity::Error) ++errors_;
  diagnostics_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> DiagnosticSink::takeSince(std::size_t count) {
  const auto first = diagnostics_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Diagnostic> taken(std::make_move_iterator(first),
                                std::make_move_iterator(diagnostics_.end()));
  diagnostics_.erase(first, diagnostics_.end());
  for (const Diagnostic& each : taken)
    if (severityOf(each.kind) == Severity::Error) --errors_;
  return taken;
}

void DiagnosticSink::sort() {
  std::stable_sort(
      diagnostics_.begin(), diagnostics_.end(),
      [](const Diagnostic& a, const Diagnostic& b) { return placeOf(a) < placeOf(b); });
  std::vector<Diagnostic> kept;
  for (Diagnostic& each : diagnostics_) {
    const auto samePlace = std::find_if(kept.rbegin(), kept.rend(), [&](const Diagnostic& old) {
      return placeOf(old) != placeOf(each);
    });
    if (std::any_of(kept.rbegin(), samePlace,
                    [&](const Diagnostic& old) { return isRepeat(old, each); })) {
      continue;
    }
    kept.push_back(std::move(each));
  }
  diagnostics_ = std::move(kept);
  errors_ = static_cast<std::size_t>(std::count_if(
      diagnostics_.begin(), diagnostics_.end(),
      [](const Diagnostic& each) { return severityOf(each.kind) == Severity::Error; }));
}

}  // namespace itw
