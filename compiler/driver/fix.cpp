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

/// Applies one round to the text; false when there was nothing to apply.
bool applyRound(FixedFile& fixed, Applicability atLeast) {
  const Compilation& unit = *fixed.rest;
  FixedText next = applyFixes(unit.sources, FileId(0), unit.diagnostics, atLeast);
  for (const std::size_t index : next.applied) {
    const Diagnostic& each = unit.diagnostics.all()[index];
    fixed.applied.push_back({each.kind, unit.sources.file(FileId(0)).place(each.span.begin),
                             fixOf(each, atLeast)->title});
  }
  fixed.text = std::move(next.text);
  return !next.applied.empty();
}

}  // namespace

FixedFile fixFile(const FileSystem& files, const CompileRequest& request, Applicability atLeast) {
  FixedFile fixed;
  fixed.rest = checkFile(files, request);
  // Without a source the file could not be read.
  if (fixed.rest->sources.size() == 0) return fixed;
  for (int round = 0; round < kMostRounds && applyRound(fixed, atLeast); ++round) {
    fixed.rest = checkFile(Overlay(files, request.path, fixed.text), request);
  }
  return fixed;
}

}  // namespace itw
