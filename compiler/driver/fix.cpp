#include "compiler/driver/fix.h"

#include <utility>

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

/// Rounds of fixes on one file. A fix that leaves less of the text understood than before is none.
class Fixing {
 public:
  Fixing(const FileSystem& files, const CompileRequest& request, Applicability atLeast)
      : files_(files), request_(request), atLeast_(atLeast) {}

  /// Applies what can be applied at once; false when nothing was.
  bool round(FixedFile& fixed) {
    const DiagnosticSink& found = fixed.rest->diagnostics;
    if (tryAll(fixed, found)) return true;
    bool any = false;
    // One of them does harm; each alone shows which.
    for (int i = 0; i < kMostSingle && !any && i < static_cast<int>(found.all().size()); ++i)
      any = tryOne(fixed, found.all()[static_cast<std::size_t>(i)]);
    return any;
  }

 private:
  static constexpr int kMostSingle = 64;

  bool tryOne(FixedFile& fixed, const Diagnostic& diagnostic) {
    DiagnosticSink only;
    only.add(diagnostic);
    return tryAll(fixed, only);
  }

  bool tryAll(FixedFile& fixed, const DiagnosticSink& found) {
    const SourceMap& sources = fixed.rest->sources;
    FixedText next = applyFixes(sources, FileId(0), found, atLeast_);
    if (next.applied.empty()) return false;
    auto rest = checkFile(Overlay(files_, request_.path, next.text), request_);
    if (rest->syntaxErrors > fixed.rest->syntaxErrors) return false;
    for (const std::size_t index : next.applied) {
      const Diagnostic& each = found.all()[index];
      fixed.applied.push_back({each.kind, sources.file(FileId(0)).place(each.span.begin),
                               fixOf(each, atLeast_)->title});
    }
    fixed.text = std::move(next.text);
    fixed.rest = std::move(rest);
    return true;
  }

  const FileSystem& files_;
  const CompileRequest& request_;
  Applicability atLeast_;
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
