#include "compiler/driver/fix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "compiler/diag/apply_fixes.h"
#include "compiler/diag/render.h"
#include "tests/unit/corpus.h"

namespace itw {
namespace {

namespace fs = std::filesystem;

using test::OneFile;

/// The programs that golden cases find something in, and more.
std::vector<fs::path> corpus() { return test::goldenPrograms({"check", "parse", "plan", "fmt"}); }

std::unique_ptr<Compilation> check(const std::string& text) {
  return checkFile(OneFile(text), {.path = "a.itw"});
}

/// How often a kind was found with these words.
std::ptrdiff_t count(const Compilation& unit, const Diagnostic& wanted) {
  const auto& all = unit.diagnostics.all();
  return std::count_if(all.begin(), all.end(), [&](const Diagnostic& each) {
    return each.kind == wanted.kind && each.message == wanted.message;
  });
}

/// The text with one fix applied.
std::string applied(const Compilation& unit, const Diagnostic& diagnostic, const Fix& fix) {
  Diagnostic only = diagnostic;
  only.fixes = {fix};
  DiagnosticSink sink;
  sink.add(std::move(only));
  return applyFixes(unit.sources, FileId(0), sink, Applicability::Maybe).text;
}

TEST(Fix, eachAnswersItsDiagnostic) {
  std::size_t fixes = 0;
  for (const fs::path& path : corpus()) {
    const auto before = check(test::textOf(path));
    for (const Diagnostic& each : before->diagnostics.all()) {
      for (const Fix& fix : each.fixes) {
        if (fix.applicability == Applicability::Placeholders) continue;
        ++fixes;
        const std::string text = applied(*before, each, fix);
        EXPECT_NE(text, before->sources.file(FileId(0)).text()) << path << each.message;
        const auto after = check(text);
        EXPECT_LT(count(*after, each), count(*before, each))
            << path << ": " << each.message << ", " << fix.title << "\n"
            << renderHuman(after->sources, after->diagnostics, false);
      }
    }
  }
  EXPECT_GT(fixes, 60U);
}

TEST(Fix, aFixedFileIsBetterAndHasNothingLeftThatHelps) {
  for (const fs::path& path : corpus()) {
    const std::string text = test::textOf(path);
    const std::size_t before = check(text)->syntaxErrors;
    for (const Applicability least : {Applicability::Automatic, Applicability::Maybe}) {
      const FixedFile fixed = fixFile(OneFile(text), {.path = "a.itw"}, least);
      EXPECT_LE(fixed.rest->syntaxErrors, before) << path;
      EXPECT_EQ(fixed.text == text, fixed.applied.empty()) << path;
      const FixedFile again = fixFile(OneFile(fixed.text), {.path = "a.itw"}, least);
      EXPECT_EQ(again.text, fixed.text) << path;
    }
  }
}

TEST(Fix, whatBringsAnErrorToItsPlaceIsUndone) {
  // A list is no number: the tuple stays, and the other fix is done.
  const std::string text = "itw 1\nlet a == 1\nfn f(x: float): float = x\nlet b = f(x = (a, a))\n";
  const FixedFile fixed = fixFile(OneFile(text), {.path = "a.itw"}, Applicability::Maybe);
  EXPECT_EQ(fixed.text, "itw 1\nlet a = 1\nfn f(x: float): float = x\nlet b = f(x = (a, a))\n");
  EXPECT_EQ(fixed.applied.size(), 1U);
}

TEST(Fix, editsThatCollideWaitForTheNextRound) {
  SourceMap sources;
  const FileId file = sources.add("a.itw", "abcdef");
  const FileId other = sources.add("b.itw", "abcdef");
  const auto finding = [](std::vector<Edit> edits) {
    return Diagnostic{.kind = DiagKind::Syntax,
                      .fixes = {{"x", Applicability::Automatic, std::move(edits)}}};
  };
  DiagnosticSink found;
  found.add(finding({{{file, 1, 3}, "X"}}));
  found.add(finding({{{file, 2, 4}, "Y"}, {{file, 5, 5}, "Z"}}));
  found.add(finding({{{file, 4, 4}, "-"}, {{file, 6, 6}, "+"}}));
  found.add(finding({{{other, 0, 1}, "A"}}));
  found.add(finding({}));
  const FixedText fixed = applyFixes(sources, file, found, Applicability::Automatic);
  EXPECT_EQ(fixed.text, "aXd-ef+");
  EXPECT_EQ(fixed.applied, (std::vector<std::size_t>{0, 2}));
}

TEST(Fix, onlyWhatIsSafeEnoughIsApplied) {
  const std::string text = "itw 1\nlet a == 1\nlet b = True\n";
  const CompileRequest request{.path = "a.itw"};
  EXPECT_EQ(fixFile(OneFile(text), request, Applicability::Automatic).text,
            "itw 1\nlet a == 1\nlet b = true\n");
  const FixedFile all = fixFile(OneFile(text), request, Applicability::Maybe);
  EXPECT_EQ(all.text, "itw 1\nlet a = 1\nlet b = true\n");
  EXPECT_EQ(all.applied.size(), 2U);
  EXPECT_FALSE(all.rest->diagnostics.hasErrors());
}

}  // namespace
}  // namespace itw
