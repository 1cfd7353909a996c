#include "compiler/driver/fix.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diag/apply_fixes.h"

namespace itw {
namespace {

/// One fix can bring another one to light, but not for ever.
constexpr int kMostRounds = 16;

/// The disk with one file replaced.
class Overlay final : public FileSystem {
 public:
  Overlay(const FileSystem& below, const std::string& path, const std::string& text)
      : below_(below), path_(path), text_(text) {}

  Result<std::string> read(const std::string& path) const override {
    return path == path_ ? Result<std::string>(text_) : below_.read(path);
  }

 private:
  const FileSystem& below_;
  const std::string& path_;
  const std::string& text_;
};

/// An edit that was made: what it replaced, and where its text is now.
struct Made {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t newBegin = 0;
  std::uint32_t newEnd = 0;
};

bool isError(const Diagnostic& diagnostic) {
  return severityOf(diagnostic.kind) == Severity::Error;
}

bool isHere(const Diagnostic& diagnostic) {
  return diagnostic.span.valid() && diagnostic.span.file == FileId(0);
}

/// The edits of the fixes in `next`, in the order of the text.
std::vector<Made> editsMade(const DiagnosticSink& found, const FixedText& next,
                            Applicability atLeast) {
  std::vector<Made> made;
  for (const std::size_t index : next.applied) {
    for (const Edit& edit : fixOf(found.all()[index], atLeast)->edits) {
      const auto length = static_cast<std::uint32_t>(edit.replacement.size());
      made.push_back({edit.span.begin, edit.span.end, 0, length});
    }
  }
  std::sort(made.begin(), made.end(),
            [](const Made& a, const Made& b) { return a.begin < b.begin; });
  std::uint32_t at = 0;
  std::uint32_t newAt = 0;
  for (Made& each : made) {
    each.newBegin = newAt + (each.begin - at);
    each.newEnd += each.newBegin;
    at = each.end;
    newAt = each.newEnd;
  }
  return made;
}

/// Where a byte of the old text is now.
std::uint32_t moved(const std::vector<Made>& made, std::uint32_t place) {
  const auto next =
      std::upper_bound(made.begin(), made.end(), place,
                       [](std::uint32_t at, const Made& each) { return at < each.begin; });
  if (next == made.begin()) return place;
  const Made& before = *std::prev(next);
  return place < before.end ? before.newBegin : before.newEnd + (place - before.end);
}

/// Whether something new is told of the text that an edit left, or of its neighbours. What it is
/// part of, such as the call around an argument, is not meant.
bool touches(std::string_view text, const Made& edit, Span span) {
  std::uint32_t begin = edit.newBegin;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\n')) --begin;
  std::uint32_t end = edit.newEnd;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\n')) ++end;
  const bool around = span.begin < begin && span.end > end;
  return !around && span.begin <= end && span.end >= begin;
}

/// What a check says of a text, held against what it said before some edits.
class Comparison {
 public:
  Comparison(const DiagnosticSink& before, const std::vector<Made>& made) : made_(made) {
    for (const Diagnostic& each : before.all())
      if (isHere(each)) known_.emplace(each.kind, moved(made, each.span.begin));
  }

  /// Whether one of the edits brought an error to the place where it was made.
  bool harms(std::string_view text, const DiagnosticSink& after) const {
    return std::any_of(after.all().begin(), after.all().end(), [&](const Diagnostic& each) {
      if (!isError(each) || !isHere(each) || known_.contains({each.kind, each.span.begin}))
        return false;
      return std::any_of(made_.begin(), made_.end(),
                         [&](const Made& edit) { return touches(text, edit, each.span); });
    });
  }

  /// Whether the same is still told at the same place.
  bool isStillThere(const Diagnostic& answered, const DiagnosticSink& after) const {
    const std::uint32_t place = moved(made_, answered.span.begin);
    return std::any_of(after.all().begin(), after.all().end(), [&](const Diagnostic& each) {
      return isHere(each) && each.span.begin == place && each.kind == answered.kind &&
             each.message == answered.message;
    });
  }

 private:
  const std::vector<Made>& made_;
  std::set<std::pair<DiagKind, std::uint32_t>> known_;
};

/// Rounds of fixes on one file. A fix that leaves the file no better than before is none.
class Fixing {
 public:
  Fixing(const FileSystem& files, const CompileRequest& request, Applicability atLeast)
      : files_(files), request_(request), atLeast_(atLeast) {}

  /// Applies what can be applied at once; false when nothing was.
  bool round(FixedFile& fixed) {
    if (tryAll(fixed, fixed.rest->diagnostics)) return true;
    // One of them does harm; each alone shows which.
    DiagnosticSink helpful;
    for (const Diagnostic& each : fixed.rest->diagnostics.all()) {
      if (auto better = helpfulOf(fixed, each)) helpful.add(*std::move(better));
    }
    for (std::size_t count = helpful.all().size(); count > 0; count /= 2)
      if (tryAll(fixed, firstOf(helpful, count))) return true;
    return false;
  }

 private:
  /// How often a file is checked at most.
  static constexpr int kMostChecks = 256;

  /// A text with some fixes and what is found in it.
  struct Trial {
    FixedText next;
    std::unique_ptr<Compilation> rest;
  };

  static DiagnosticSink only(const Diagnostic& diagnostic) {
    DiagnosticSink sink;
    sink.add(diagnostic);
    return sink;
  }

  static DiagnosticSink firstOf(const DiagnosticSink& all, std::size_t count) {
    DiagnosticSink sink;
    for (std::size_t i = 0; i < count; ++i) sink.add(all.all()[i]);
    return sink;
  }

  /// The diagnostic with the first of its fixes that helps alone; nothing where none does.
  std::optional<Diagnostic> helpfulOf(const FixedFile& fixed, const Diagnostic& diagnostic) {
    for (const Fix& fix : diagnostic.fixes) {
      Diagnostic alone = diagnostic;
      alone.fixes = {fix};
      if (attempt(fixed, only(alone))) return alone;
    }
    return std::nullopt;
  }

  /// Applies the fixes of `found` to the file; nothing where there are none or they do not help.
  std::optional<Trial> attempt(const FixedFile& fixed, const DiagnosticSink& found) {
    Trial trial{applyFixes(fixed.rest->sources, FileId(0), found, atLeast_), nullptr};
    if (trial.next.applied.empty() || checks_++ >= kMostChecks) return std::nullopt;
    trial.rest = checkFile(Overlay(files_, request_.path, trial.next.text), request_);
    if (!helps(*fixed.rest, found, trial)) return std::nullopt;
    return trial;
  }

  bool helps(const Compilation& before, const DiagnosticSink& found, const Trial& trial) const {
    const DiagnosticSink& after = trial.rest->diagnostics;
    if (trial.rest->syntaxErrors > before.syntaxErrors) return false;
    const bool more = after.errorCount() > before.diagnostics.errorCount();
    // Text that was not understood hides what is wrong with it.
    if (more && trial.rest->syntaxErrors == before.syntaxErrors) return false;
    const std::vector<Made> made = editsMade(found, trial.next, atLeast_);
    const Comparison comparison(before.diagnostics, made);
    if (comparison.harms(trial.next.text, after)) return false;
    return std::none_of(trial.next.applied.begin(), trial.next.applied.end(), [&](std::size_t i) {
      return comparison.isStillThere(found.all()[i], after);
    });
  }

  bool tryAll(FixedFile& fixed, const DiagnosticSink& found) {
    auto trial = attempt(fixed, found);
    if (!trial) return false;
    const SourceMap& sources = fixed.rest->sources;
    for (const std::size_t index : trial->next.applied) {
      const Diagnostic& each = found.all()[index];
      fixed.applied.push_back({each.kind, sources.file(FileId(0)).place(each.span.begin),
                               fixOf(each, atLeast_)->title});
    }
    fixed.text = std::move(trial->next.text);
    fixed.rest = std::move(trial->rest);
    return true;
  }

  const FileSystem& files_;
  const CompileRequest& request_;
  Applicability atLeast_;
  int checks_ = 0;
};

}  // namespace

FixedFile fixFile(const FileSystem& files, const CompileRequest& request, Applicability atLeast) {
  FixedFile fixed;
  fixed.rest = checkFile(files, request);
  // Without a source the file could not be read.
  if (fixed.rest->sources.size() == 0) return fixed;
  fixed.text = fixed.rest->sources.file(FileId(0)).text();
  Fixing fixing(files, request, atLeast);
  for (int round = 0; round < kMostRounds && fixing.round(fixed); ++round) {
  }
  return fixed;
}

}  // namespace itw
