#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "compiler/parse/parser.h"
#include "compiler/syntax/tree_compare.h"
#include "tests/unit/program_generator.h"

namespace itw {
namespace {

namespace fs = std::filesystem;

/// The formatted text, or nothing for a text with errors. The formatter itself ends the process
/// when it changes a token, a comment or the tree.
std::optional<std::string> formatted(const std::string& text) {
  SourceMap sources;
  DiagnosticSink diagnostics;
  const FileId file = sources.add("a.itw", text);
  return format(sources, file, diagnostics);
}

std::vector<std::string> corpus() {
  std::vector<std::string> texts;
  for (const char* folder :
       {ITW_SOURCE_DIR "/tests/golden", ITW_SOURCE_DIR "/stdlib", ITW_SOURCE_DIR "/examples"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".itw") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  return texts;
}

struct Case {
  std::string before;
  std::string after;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    EXPECT_EQ(formatted("itw 1\n" + each.before), "itw 1\n" + each.after) << each.before;
  }
}

TEST(Format, blanksBetweenTokensAreUniform) {
  check({
      {"let a=f( x,y = 1 )", "let a = f(x, y = 1)\n"},
      {"let a=-1+-b*- c", "let a = -1 + -b * -c\n"},
      {"let a = 1 ..= 3", "let a = 1..=3\n"},
      {"let a = - 1 .. - 3", "let a = -1..-3\n"},
      {"let a = [ 1 , 2 ]", "let a = [1, 2]\n"},
      {"let a={x=1}", "let a = { x = 1 }\n"},
      {"let a={ }", "let a = {}\n"},
      {"let a=f({x=1},[{y=2}])", "let a = f({ x = 1 }, [{ y = 2 }])\n"},
      {"let a = if(b)then(c)else(d)", "let a = if (b) then (c) else (d)\n"},
      {"let a = not(b) and x in[1]", "let a = not (b) and x in [1]\n"},
      {"let a = b . c (1) . d", "let a = b.c(1).d\n"},
      {"let a = 10GB/x", "let a = 10GB / x\n"},
      {"let a = x|>f|>g(1)", "let a = x |> f |> g(1)\n"},
      {"let a = x<y", "let a = x < y\n"},
      {"let a = x // y % z", "let a = x // y % z\n"},
      {"type a = list < int >?", "type a = list<int>?\n"},
      {"type a = model<f32[ N ]->{x:int}>", "type a = model<f32[N] -> { x: int }>\n"},
      {"type a = \"x\"|\"y\"", "type a = \"x\" | \"y\"\n"},
      {"op o (a:int):f[ .. B,I]->f[..B]", "op o(a: int): f[..B, I] -> f[..B]\n"},
      {"param a:int in 1..=2=1 where a>0", "param a: int in 1..=2 = 1 where a > 0\n"},
      {"let a = f()retry (1)cache(x)", "let a = f() retry(1) cache(x)\n"},
      {"let a = f()with{x~1}on y", "let a = f() with { x ~ 1 } on y\n"},
      {"task t < A,B > (x:A)->B", "task t<A, B>(x: A) -> B\n"},
      // Nobody means these, but they parse, and without the blank they would not.
      {"let a = 80% (b)", "let a = 80% (b)\n"},
      {"let a = 1 .b", "let a = 1 .b\n"},
      {"let aligned   = 1\nlet b         = 2", "let aligned = 1\nlet b = 2\n"},
  });
}

TEST(Format, linesStayAndAreIndentedByBrackets) {
  check({
      {"let a = f(\nx,\n  [\n1,\n],\n)", "let a = f(\n  x,\n  [\n    1,\n  ],\n)\n"},
      {"let a = f([\n1,\n])", "let a = f([\n  1,\n])\n"},
      {"let a =\nb\n|> c", "let a =\n  b\n  |> c\n"},
      {"pipeline p {\na = b\n|> c(\n1)\n}", "pipeline p {\n  a = b\n    |> c(\n      1)\n}\n"},
      {"model m(): a -> b\nwhere c\n{\nd\n}", "model m(): a -> b\n  where c\n{\n  d\n}\n"},
      {"model m(): a -> b\nwhere c {\nd\n}", "model m(): a -> b\n  where c {\n  d\n}\n"},
      {"shape s { a = 1 } or {\nb = 2\n}", "shape s { a = 1 } or {\n  b = 2\n}\n"},
      {"sweep s of p {\nwhen a {\nb ~ c\n}\n}", "sweep s of p {\n  when a {\n    b ~ c\n  }\n}\n"},
  });
}

TEST(Format, atMostOneBlankLineStays) {
  check({
      {"\n\n\nlet a = 1\n\n\nlet b = 2\n\n\n", "\nlet a = 1\n\nlet b = 2\n"},
      {"pipeline p {\n\n  a = b\n\n\n  c = d\n\n}", "pipeline p {\n  a = b\n\n  c = d\n}\n"},
      {"let a = [\n\n1,\n\n2,\n\n]", "let a = [\n  1,\n\n  2,\n]\n"},
  });
  EXPECT_EQ(formatted("\n\nitw 1"), "itw 1\n");
}

TEST(Format, commentsKeepTheirPlace) {
  check({
      {"# a   \nlet a = 1# b\n#c", "# a\nlet a = 1  # b\n#c\n"},
      {"pipeline p {\n# a\nb = c # d\n# e\n}\n# f",
       "pipeline p {\n  # a\n  b = c  # d\n  # e\n}\n# f\n"},
      {"let a = b\n# c\n|> d", "let a = b\n  # c\n  |> d\n"},
      {"let a = f( # b\n# c\n1, # d\n# e\n)", "let a = f(  # b\n  # c\n  1,  # d\n  # e\n)\n"},
      {"\n## A.\n\n## B.\nlet a = 1", "\n## A.\n\n## B.\nlet a = 1\n"},
  });
  EXPECT_EQ(formatted("# first\nitw 1 # second\n"), "# first\nitw 1  # second\n");
}

TEST(Format, carriageReturnsAndTabsGo) {
  check({{"let a = f(\r\n\tx,\r\n)\r\n", "let a = f(\n  x,\n)\n"}});
}

TEST(Format, aTextWithErrorsIsRefused) {
  for (const char* text : {"itw 1\nlet a = (", "let a = 1", "itw 1\nlet a = 1 +", "itw 1\nlet = 5m",
                           "itw 1\nlet a = \"x", "\xFF"}) {
    EXPECT_EQ(formatted(text), std::nullopt) << text;
  }
}

TEST(Format, formattingAgainChangesNothing) {
  std::size_t count = 0;
  for (const std::string& text : corpus()) {
    const auto once = formatted(text);
    if (!once) continue;
    ++count;
    EXPECT_EQ(formatted(*once), once);
  }
  EXPECT_GT(count, 12U);
}

/// Blanks added and taken away at random between the characters of a text; comments and strings
/// stay, as do the blanks that tell two words apart.
std::string shaken(const std::string& text, std::mt19937& random) {
  std::string result;
  bool quoted = false;
  bool comment = false;
  for (const char each : text) {
    if (each == '\n') comment = false;
    if (each == '"' && !comment && (result.empty() || result.back() != '\\')) quoted = !quoted;
    if (each == '#' && !quoted) comment = true;
    const bool movable = !quoted && !comment;
    if (movable && each == '\n' && random() % 8 == 0) result += random() % 2 == 0 ? "\n" : " # c";
    result += each;
    if (movable && each == ' ' && random() % 3 == 0) result += random() % 2 == 0 ? " " : "\t";
    if (movable && (each == ',' || each == '(' || each == '=') && random() % 6 == 0) result += '\n';
    if (each == '\n' && random() % 3 == 0) result += "   ";
  }
  return result;
}

TEST(Format, shakenProgramsComeToRest) {
  std::mt19937 random(1);
  std::size_t count = 0;
  for (const std::string& text : corpus()) {
    for (int round = 0; round < 5; ++round) {
      const auto once = formatted(shaken(text, random));
      if (!once) continue;
      ++count;
      ASSERT_EQ(formatted(*once), once) << *once;
    }
  }
  EXPECT_GT(count, 100U);
}

/// Comments at all places, in the order in which they stand.
std::vector<std::string> commentsOf(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = text.find("# c"); at != std::string::npos; at = text.find("# c", at + 1)) {
    const std::size_t end = text.find_first_of(" \n", at + 3);
    if (end > at + 3) found.push_back(text.substr(at, end - at));
  }
  return found;
}

TEST(Format, generatedProgramsKeepTheirCommentsAndComeToRest) {
  std::size_t formattedCount = 0;
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    test::ProgramGenerator generator(seed);
    const std::string text = generator.program();
    const auto once = formatted(text);
    if (!once) continue;
    ++formattedCount;
    ASSERT_EQ(commentsOf(*once), commentsOf(text)) << text;
    ASSERT_EQ(commentsOf(text).size(), static_cast<std::size_t>(generator.comments())) << text;
    ASSERT_EQ(formatted(*once), once) << *once;
  }
  EXPECT_GT(formattedCount, 2000U) << "the generator's programs are mostly refused";
}

/// Tokens of the corpus dropped, doubled and swapped, to reach trees that nobody writes.
TEST(Format, mutatedProgramsAreRefusedOrComeToRest) {
  std::mt19937 random(2);
  std::size_t formattedCount = 0;
  for (const std::string& text : corpus()) {
    for (int round = 0; round < 12; ++round) {
      std::string mutated = text;
      for (int edit = 0; edit < 2; ++edit) {
        if (mutated.empty()) break;
        const std::size_t at = random() % mutated.size();
        const std::size_t length = random() % 12;
        const std::size_t from = random() % mutated.size();
        if (random() % 2 == 0) mutated.erase(at, length);
        mutated.insert(std::min(at, mutated.size()),
                       mutated.substr(std::min(from, mutated.size()), length));
      }
      const auto once = formatted(mutated);
      if (!once) continue;
      ++formattedCount;
      ASSERT_EQ(formatted(*once), once) << *once;
    }
  }
  EXPECT_GT(formattedCount, 50U);
}

}  // namespace
}  // namespace itw
