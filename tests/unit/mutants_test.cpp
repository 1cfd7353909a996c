// Programs of the golden cases with one thing left out, doubled or cut off: what a person sends in
// the middle of typing. Checking them must end, and fixing them must not make them worse.

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "compiler/driver/fix.h"
#include "tests/unit/corpus.h"

namespace itw {
namespace {

namespace fs = std::filesystem;

using test::OneFile;

/// The programs that golden cases find something in, and more.
std::vector<fs::path> corpus() { return test::goldenPrograms({"check", "plan", "fix", "parse"}); }

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

struct Piece {
  std::size_t begin;
  std::size_t end;
};

/// Words and signs, without blanks.
std::vector<Piece> piecesOf(const std::string& text) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    if (isWord(text[at]))
      while (end < text.size() && isWord(text[end])) ++end;
    if (text[at] != ' ' && text[at] != '\n') pieces.push_back({at, end});
    at = end;
  }
  return pieces;
}

std::ptrdiff_t wordsIn(const std::string& text) {
  const std::vector<Piece> pieces = piecesOf(text);
  return std::count_if(pieces.begin(), pieces.end(),
                       [&](const Piece& piece) { return isWord(text[piece.begin]); });
}

/// The text without a piece, with it twice, without the rest of its line, or without all behind it.
std::vector<std::string> mutantsOf(const std::string& text, const Piece& piece) {
  const std::size_t line = std::min(text.find('\n', piece.begin), text.size());
  const std::string before = text.substr(0, piece.begin);
  return {before + text.substr(piece.end), text.substr(0, piece.end) + text.substr(piece.begin),
          before + text.substr(line), before};
}

/// Of half a million mutants, those that one test has time for; ITW_MUTANTS=1 takes all.
std::size_t stride() {
  const char* given = std::getenv("ITW_MUTANTS");
  return given == nullptr ? 151 : std::max<std::size_t>(std::strtoul(given, nullptr, 10), 1);
}

template <class F>
void forEachMutant(F&& visit) {
  const std::size_t step = stride();
  std::size_t number = 0;
  for (const fs::path& path : corpus()) {
    const std::string text = test::textOf(path);
    for (const Piece& piece : piecesOf(text))
      for (const std::string& mutant : mutantsOf(text, piece))
        if (number++ % step == 0) visit(path.filename().string(), mutant);
  }
}

TEST(Mutants, endInDiagnosticsAndAreNotMadeWorseByFixes) {
  std::size_t fixes = 0;
  forEachMutant([&](const std::string& name, const std::string& text) {
    const auto before = checkFile(OneFile(text), {.path = "a.itw"});
    const FixedFile fixed = fixFile(OneFile(text), {.path = "a.itw"}, Applicability::Automatic);
    if (fixed.applied.empty()) return;
    ++fixes;
    EXPECT_LE(fixed.rest->syntaxErrors, before->syntaxErrors) << name << "\n" << text;
    const auto count = static_cast<std::ptrdiff_t>(fixed.applied.size());
    EXPECT_GE(wordsIn(fixed.text), wordsIn(text) - 6 * count)
        << name << " " << fixed.applied[0].title << " " << fixed.applied[0].place.line << "\n"
        << text << "\n---\n"
        << fixed.text;
    EXPECT_LE(fixed.text.size(), text.size() + 80 * fixed.applied.size()) << name << "\n" << text;
  });
  EXPECT_GT(fixes, 50U);
}

}  // namespace
}  // namespace itw
