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

/// Nobody reads more, and a file can have millions; the others are only counted.
constexpr std::size_t kMostKept = 20'000;
/// A message repeats names, and a name can be as long as a file.
constexpr std::size_t kLongestText = 1000;
constexpr std::size_t kShownInFront = 300;
constexpr std::size_t kShownBehind = 100;

bool isInsideCharacter(char each) { return (static_cast<unsigned char>(each) & 0xC0U) == 0x80U; }

/// The beginning and the end of a text that is too long to read.
void shorten(std::string& text) {
  if (text.size() <= kLongestText) return;
  std::size_t front = kShownInFront;
  std::size_t behind = text.size() - kShownBehind;
  while (front > 0 && isInsideCharacter(text[front])) --front;
  while (behind < text.size() && isInsideCharacter(text[behind])) ++behind;
  text = text.substr(0, front) + "..." + text.substr(behind);
}

std::size_t errorsIn(const std::vector<Diagnostic>& diagnostics) {
  return static_cast<std::size_t>(std::count_if(
      diagnostics.begin(), diagnostics.end(),
      [](const Diagnostic& each) { return severityOf(each.kind) == Severity::Error; }));
}

}  // namespace

void DiagnosticSink::add(Diagnostic diagnostic) {
  if (severityOf(diagnostic.kind) == Severity::Error) ++errors_;
  if (diagnostics_.size() >= kMostKept) return;
  for (std::string* text : {&diagnostic.message, &diagnostic.note, &diagnostic.help})
    shorten(*text);
  for (Label& label : diagnostic.labels) shorten(label.message);
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
  const std::size_t counted = errors_ - std::min(errors_, errorsIn(diagnostics_));
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
  errors_ = errorsIn(diagnostics_) + counted;
}

}  // namespace itw
