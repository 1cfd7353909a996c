#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "compiler/diag/render.h"
#include "compiler/parse/parser.h"
#include "compiler/syntax/tree_binary.h"
#include "compiler/syntax/tree_compare.h"
#include "compiler/syntax/tree_dump.h"

namespace itw {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The programs of tests/golden/parse and the standard library.
std::vector<fs::path> corpus() {
  std::vector<fs::path> paths;
  for (const char* folder : {ITW_SOURCE_DIR "/tests/golden/parse", ITW_SOURCE_DIR "/stdlib",
                             ITW_SOURCE_DIR "/examples/digits"}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".itw") paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

struct Parsed {
  explicit Parsed(std::string text, std::string path = "a.itw") {
    const FileId id = sources.add(std::move(path), std::move(text));
    file = parse(sources, id, diagnostics);
    diagnostics.sort();
  }

  std::string report() const { return renderHuman(sources, diagnostics, false); }
  std::string tree() const { return syntax::dumpTree(file, false); }

  SourceMap sources;
  DiagnosticSink diagnostics;
  syntax::File file;
};

/// What stands beside a golden program: its tree, or its diagnostics where it has any.
class GoldenTest : public testing::TestWithParam<fs::path> {};

TEST_P(GoldenTest, theTreeOrTheDiagnosticsAreAsBefore) {
  const fs::path& path = GetParam();
  const std::string name = path.filename().string();
  const Parsed parsed(read(path), name);
  EXPECT_EQ(name.starts_with("fail_"), parsed.diagnostics.hasErrors()) << parsed.report();
  const bool silent = parsed.diagnostics.all().empty();
  const std::string seen = silent ? parsed.tree() : parsed.report();
  fs::path golden = path;
  golden.replace_extension(silent ? ".tree" : ".out");
  if (std::getenv("ITW_BLESS") != nullptr) {
    std::ofstream(golden, std::ios::binary) << seen;
    return;
  }
  ASSERT_TRUE(fs::exists(golden)) << golden << " is missing; ITW_BLESS=1 writes it";
  EXPECT_EQ(seen, read(golden));
}

std::vector<fs::path> goldenPrograms() {
  std::vector<fs::path> paths = corpus();
  std::erase_if(paths,
                [](const fs::path& each) { return each.parent_path().filename() != "parse"; });
  return paths;
}

struct StemOf {
  std::string operator()(const testing::TestParamInfo<fs::path>& program) const {
    return program.param.stem().string();
  }
};

INSTANTIATE_TEST_SUITE_P(Parse, GoldenTest, testing::ValuesIn(goldenPrograms()), StemOf());

TEST(Parse, theStandardLibraryIsClean) {
  for (const fs::path& path : corpus()) {
    if (path.parent_path().filename() == "parse") continue;
    EXPECT_EQ(Parsed(read(path)).report(), "") << path;
  }
}

TEST(Parse, spansAreTheBytesOfWhatTheyName) {
  const Parsed parsed("itw 1\n# é\nlet a = \"é\" + f(x.y)\n");
  const auto& let = std::get<syntax::LetDecl>(parsed.file.declarations.at(0).node);
  const auto text = [&](Span span) { return std::string(parsed.sources.text(span)); };
  EXPECT_EQ(text(parsed.file.declarations.at(0).span), "let a = \"é\" + f(x.y)");
  EXPECT_EQ(text(parsed.file.declarations.at(0).keyword), "let");
  EXPECT_EQ(text(let.name.span), "a");
  const auto& sum = std::get<syntax::BinaryExpr>(let.value->node);
  EXPECT_EQ(text(sum.operatorSpan), "+");
  EXPECT_EQ(text(sum.left->span), "\"é\"");
  EXPECT_EQ(text(sum.right->span), "f(x.y)");
  const auto& argument = std::get<syntax::CallExpr>(sum.right->node).arguments.at(0);
  EXPECT_EQ(text(std::get<syntax::MemberExpr>(argument.value->node).member.span), "y");
}

TEST(Parse, namesInStringsHaveSpans) {
  const Parsed parsed("itw 1\nlet a = \"\\n {x.y}\"\n");
  const auto& let = std::get<syntax::LetDecl>(parsed.file.declarations.at(0).node);
  const auto& pieces = std::get<syntax::StringLiteral>(let.value->node).pieces;
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(parsed.sources.text(pieces[1].path.at(0).span), "x");
  EXPECT_EQ(parsed.sources.text(pieces[1].path.at(1).span), "y");
}

TEST(Parse, carriageReturnsChangeNothing) {
  for (const fs::path& path : corpus()) {
    std::string text = read(path);
    const Parsed plain(text);
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) {
      text.insert(at, "\r");
    }
    const Parsed parsed(text);
    EXPECT_EQ(parsed.tree(), plain.tree()) << path;
    EXPECT_EQ(parsed.diagnostics.all().size(), plain.diagnostics.all().size()) << path;
  }
}

TEST(Parse, anErrorLeavesTheRestOfTheFileAlone) {
  const Parsed parsed(
      "itw 1\nlet a = f(1 2)\npipeline p {\n  x = g(\n  y = )\n  z = h(1)\n}\nlet b = 3\n");
  EXPECT_TRUE(parsed.diagnostics.hasErrors());
  ASSERT_EQ(parsed.file.declarations.size(), 3U);
  const auto& pipeline = std::get<syntax::PipelineDecl>(parsed.file.declarations.at(1).node);
  EXPECT_EQ(pipeline.body.back().name->text, "z");
  EXPECT_EQ(std::get<syntax::LetDecl>(parsed.file.declarations.at(2).node).name.text, "b");
}

TEST(Parse, emptyFilesLackTheirEdition) {
  for (const char* text : {"", "\n", "# only a comment", "## doc"}) {
    const Parsed parsed(text);
    ASSERT_EQ(parsed.diagnostics.errorCount(), 1U) << text;
    EXPECT_EQ(parsed.diagnostics.all().at(0).kind, DiagKind::Edition);
  }
  EXPECT_EQ(Parsed("itw 1").report(), "");
}

TEST(Parse, aBinaryFormGivesTheSameTree) {
  for (const fs::path& path : corpus()) {
    const Parsed parsed(read(path));
    const std::string bytes = syntax::writeTree(parsed.file);
    const auto again = syntax::readTree(bytes, parsed.file.id);
    ASSERT_TRUE(again.has_value()) << path;
    EXPECT_EQ(syntax::dumpTree(*again, true), syntax::dumpTree(parsed.file, true)) << path;
    EXPECT_TRUE(syntax::sameTree(*again, parsed.file)) << path;
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
      EXPECT_FALSE(syntax::readTree(bytes.substr(0, size), parsed.file.id).has_value());
    }
  }
}

TEST(Parse, treesThatDifferAreNotTheSame) {
  const Parsed first("itw 1\nlet a = 1\n");
  EXPECT_TRUE(syntax::sameTree(first.file, Parsed("itw 1\n\n\nlet   a = 1 # x\n").file));
  for (const char* other : {"itw 1\nlet a = 2\n", "itw 1\nlet b = 1\n", "itw 1\nlet a = -1\n",
                            "itw 1\n\n## Doc.\n\nlet a = 1\n", "itw 1\nlet a = 1\nlet b = 2\n"}) {
    EXPECT_FALSE(syntax::sameTree(first.file, Parsed(other).file)) << other;
  }
}

// ANTLR takes a hundred times as long under the sanitizers.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kPrefixesOfAFile = 5;
#else
constexpr std::size_t kPrefixesOfAFile = 200;
#endif

TEST(Parse, prefixesOfTheCorpusAreTaken) {
  for (const fs::path& path : corpus()) {
    const std::string text = read(path);
    const std::size_t stride = text.size() / kPrefixesOfAFile + 1;
    for (std::size_t size = 0; size < text.size(); size += stride) {
      Parsed(text.substr(0, size)).report();
    }
  }
}

TEST(Parse, theDecisionsOfTheGrammarTakeOneToken) {
  const std::string generated = read(ITW_GENERATED_PARSER);
  ASSERT_NE(generated.find("ItwParser::declaration()"), std::string::npos);
  EXPECT_EQ(generated.find("adaptivePredict"), std::string::npos);
}

}  // namespace
}  // namespace itw
