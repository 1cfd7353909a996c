#include "compiler/diag/apply_fixes.h"

#include <algorithm>

namespace itw {

namespace {

/// An edit and the diagnostic whose fix it belongs to.
struct Change {
  Edit edit;
  std::size_t diagnostic = 0;
};

/// Whether two edits cannot both be done: they overlap, or insert at one place.
bool collide(const Edit& first, const Edit& second) {
  if (first.span.begin == second.span.begin) return true;
  return first.span.begin < second.span.end && second.span.begin < first.span.end;
}

/// The edits chosen so far, sorted by place.
class Changes {
 public:
  Changes(FileId file, std::size_t size) : file_(file), size_(size) {}

  /// Takes all edits of a fix or none.
  bool take(const Fix& fix, std::size_t diagnostic) {
    const bool fits = std::all_of(fix.edits.begin(), fix.edits.end(), [this](const Edit& edit) {
      return edit.span.valid() && edit.span.file == file_ && isWithin(edit.span) && isFree(edit);
    });
    if (!fits || fix.edits.empty()) return false;
    for (const Edit& edit : fix.edits) changes_.insert(behind(edit), {edit, diagnostic});
    return true;
  }

  std::string appliedTo(std::string_view text) const {
    std::string result;
    std::size_t at = 0;
    for (const Change& each : changes_) {
      result += text.substr(at, each.edit.span.begin - at);
      result += each.edit.replacement;
      at = each.edit.span.end;
    }
    return result + std::string(text.substr(at));
  }

 private:
  std::vector<Change>::const_iterator behind(const Edit& edit) const {
    return std::upper_bound(
        changes_.begin(), changes_.end(), edit.span.begin,
        [](std::uint32_t begin, const Change& each) { return begin < each.edit.span.begin; });
  }

  // A fix that speaks of what is not there is none.
  bool isWithin(Span span) const { return span.begin <= span.end && span.end <= size_; }

  bool isFree(const Edit& edit) const {
    const auto next = behind(edit);
    if (next != changes_.end() && collide(next->edit, edit)) return false;
    return next == changes_.begin() || !collide(std::prev(next)->edit, edit);
  }

  FileId file_;
  std::size_t size_;
  std::vector<Change> changes_;
};

}  // namespace

const Fix* fixOf(const Diagnostic& diagnostic, Applicability atLeast) {
  const auto found =
      std::find_if(diagnostic.fixes.begin(), diagnostic.fixes.end(), [atLeast](const Fix& fix) {
        return fix.applicability <= atLeast && fix.applicability != Applicability::Placeholders;
      });
  return found == diagnostic.fixes.end() ? nullptr : &*found;
}

FixedText applyFixes(const SourceMap& sources, FileId file, const DiagnosticSink& diagnostics,
                     Applicability atLeast) {
  Changes changes(file, sources.file(file).text().size());
  FixedText result;
  for (std::size_t i = 0; i < diagnostics.all().size(); ++i) {
    const Fix* fix = fixOf(diagnostics.all()[i], atLeast);
    if (fix != nullptr && changes.take(*fix, i)) result.applied.push_back(i);
  }
  result.text = changes.appliedTo(sources.file(file).text());
  return result;
}

}  // namespace itw
