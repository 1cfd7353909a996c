#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "compiler/diag/render.h"

namespace itw {
namespace {

class RenderTest : public testing::Test {
 protected:
  Span find(FileId file, std::string_view part) const {
    const auto at = static_cast<std::uint32_t>(sources_.file(file).text().find(part));
    return {file, at, at + static_cast<std::uint32_t>(part.size())};
  }
  std::string render(Diagnostic diagnostic) {
    DiagnosticSink sink;
    sink.add(std::move(diagnostic));
    return renderHuman(sources_, sink, false);
  }

  SourceMap sources_;
};

TEST_F(RenderTest, showsTwoPlacesNotesAndHelp) {
  std::string text(11, '\n');
  text += "shape quad { nodes = 1, gpus = 4 }";
  text += std::string(29, '\n') + "  require batch % (8 * ranks) == 0\n";
  const FileId file = sources_.add("jets.itw", text);
  EXPECT_EQ(render({.kind = DiagKind::Syntax,
                    .span = find(file, "batch % (8 * ranks) == 0"),
                    .message = "batch 100 is not divisible by 8 * ranks",
                    .note = "100 % 32 is 4",
                    .labels = {{find(file, "gpus = 4"), "4 ranks come from here"}},
                    .setBy = "--set batch=100",
                    .help = "the nearest values that satisfy it are 96 and 128"}),
            R"(error[E0101]: batch 100 is not divisible by 8 * ranks
  --> jets.itw:41:11
   |
12 | shape quad { nodes = 1, gpus = 4 }
   |                         -------- 4 ranks come from here
41 |   require batch % (8 * ranks) == 0
   |           ^^^^^^^^^^^^^^^^^^^^^^^^ 100 % 32 is 4
   |
   = set by: --set batch=100
   = help: the nearest values that satisfy it are 96 and 128

1 error
)");
}

TEST_F(RenderTest, severalLabelsOfOneLineHangBelowBars) {
  const FileId file = sources_.add("a.itw", "fit = train(data = x, data = y)\n");
  Span second = find(file, "data = y");
  second.end = second.begin + 4;
  Span first = find(file, "data = x");
  first.end = first.begin + 4;
  EXPECT_EQ(render({.kind = DiagKind::Syntax,
                    .span = second,
                    .message = "`data` is given twice",
                    .note = "again here",
                    .labels = {{first, "first here"}, {find(file, "train"), "in this call"}}}),
            R"(error[E0101]: `data` is given twice
  --> a.itw:1:23
   |
 1 | fit = train(data = x, data = y)
   |       ----- ----      ^^^^ again here
   |       |     |
   |       |     first here
   |       in this call

1 error
)");
}

TEST_F(RenderTest, otherFilesFollowTheFirst) {
  const FileId file = sources_.add("a.itw", "import std.nn\n");
  const FileId other = sources_.add("std/nn.itw", "itw 1\n\nop linear()\n");
  EXPECT_EQ(render({.kind = DiagKind::Syntax,
                    .span = find(file, "std.nn"),
                    .message = "two origins of `linear`",
                    .labels = {{find(other, "linear"), "declared here"}}}),
            R"(error[E0101]: two origins of `linear`
  --> a.itw:1:8
   |
 1 | import std.nn
   |        ^^^^^^
  ::: std/nn.itw:3:4
   |
 3 | op linear()
   |    ------ declared here

1 error
)");
}

TEST_F(RenderTest, caretsStandBelowTabsWideAndAccentedCharacters) {
  const FileId file = sources_.add("a.itw", "\té = \"日本\" + x\n");
  EXPECT_EQ(render({.kind = DiagKind::Syntax, .span = find(file, "x"), .message = "m"}),
            "error[E0101]: m\n"
            "  --> a.itw:1:13\n"
            "   |\n"
            " 1 |     é = \"日本\" + x\n"
            "   |                  ^\n\n1 error\n");
}

TEST_F(RenderTest, longLinesAreCutAroundTheCaret) {
  const std::string text = std::string(500, 'a') + "?" + std::string(500, 'b');
  const FileId file = sources_.add("a.itw", text);
  EXPECT_EQ(render({.kind = DiagKind::Syntax, .span = find(file, "?"), .message = "m"}),
            "error[E0101]: m\n"
            "  --> a.itw:1:501\n"
            "   |\n"
            " 1 | ..." +
                std::string(30, 'a') + "?" + std::string(89, 'b') + "...\n" + "   | " +
                std::string(33, ' ') + "^\n\n1 error\n");
}

TEST_F(RenderTest, spansOfSeveralLinesAreUnderlinedToTheEndOfTheFirst) {
  const FileId file = sources_.add("a.itw", "x = f(\n  1\n)\r\n");
  EXPECT_EQ(render({.kind = DiagKind::Syntax, .span = find(file, "f(\n  1\n)"), .message = "m"}),
            "error[E0101]: m\n  --> a.itw:1:5\n   |\n 1 | x = f(\n   |     ^^\n\n1 error\n");
}

TEST_F(RenderTest, theEndOfAFileHasACaret) {
  const FileId file = sources_.add("a.itw", "x =");
  EXPECT_EQ(render({.kind = DiagKind::Syntax, .span = {file, 3, 3}, .message = "m"}),
            "error[E0101]: m\n  --> a.itw:1:4\n   |\n 1 | x =\n   |    ^\n\n1 error\n");
}

TEST_F(RenderTest, nothingFromAFileReachesTheTerminalRaw) {
  const FileId file = sources_.add("a\x1b[31m.itw", "x \x1b[2J\xFF y");
  const std::string text =
      render({.kind = DiagKind::Syntax, .span = find(file, "y"), .message = "a \x1b[2J b"});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\xFF'), std::string::npos);
  EXPECT_NE(text.find("x \xEF\xBF\xBD[2J\xEF\xBF\xBD y"), std::string::npos);
}

TEST_F(RenderTest, withoutAPlaceThereIsNoSnippet) {
  EXPECT_EQ(render({.kind = DiagKind::Syntax, .message = "no such file", .help = "look\nagain"}),
            "error[E0101]: no such file\n   = help: look\n           again\n\n1 error\n");
}

TEST_F(RenderTest, colourIsAddedOnlyWhenAskedFor) {
  DiagnosticSink sink;
  const FileId file = sources_.add("a.itw", "x");
  sink.add({.kind = DiagKind::Syntax, .span = {file, 0, 1}, .message = "m"});
  EXPECT_NE(renderHuman(sources_, sink, true).find("\x1b[1;31merror[E0101]"), std::string::npos);
  EXPECT_EQ(renderHuman(sources_, sink, false).find('\x1b'), std::string::npos);
}

TEST_F(RenderTest, atMostFiftyArePrintedAndAllAreCounted) {
  const FileId file = sources_.add("a.itw", std::string(60, 'x'));
  DiagnosticSink sink;
  for (std::uint32_t i = 0; i < 60; ++i) {
    sink.add({.kind = DiagKind::Syntax, .span = {file, i, i + 1}, .message = "m"});
  }
  const std::string text = renderHuman(sources_, sink, false);
  std::size_t shown = 0;
  for (std::size_t at = text.find("error["); at != std::string::npos;
       at = text.find("error[", at + 1)) {
    ++shown;
  }
  EXPECT_EQ(shown, 50U);
  EXPECT_TRUE(text.ends_with("60 errors (the first 50 are shown)\n"));
}

TEST_F(RenderTest, nothingToSayIsNothing) {
  EXPECT_EQ(renderHuman(sources_, DiagnosticSink(), true), "");
  EXPECT_EQ(renderJson(sources_, DiagnosticSink()), "[]");
}

TEST_F(RenderTest, jsonHasLinesColumnsAndBytes) {
  const FileId file = sources_.add("a.itw", "é = 1\nx = é?\n");
  DiagnosticSink sink;
  sink.add({.kind = DiagKind::Syntax,
            .span = find(file, "?"),
            .message = "m",
            .labels = {{find(file, "x"), "l"}},
            .help = "h",
            .fixes = {{.title = "t",
                       .applicability = Applicability::Automatic,
                       .edits = {{find(file, "?"), "!"}}}}});
  const auto json = nlohmann::json::parse(renderJson(sources_, sink));
  const auto& first = json.at(0);
  EXPECT_EQ(first.at("code"), "E0101");
  EXPECT_EQ(first.at("severity"), "error");
  EXPECT_EQ(first.at("file"), "a.itw");
  EXPECT_EQ(first.at("line"), 2);
  EXPECT_EQ(first.at("column"), 6);
  EXPECT_EQ(first.at("end_column"), 7);
  EXPECT_EQ(first.at("byte"), 13);
  EXPECT_EQ(first.at("end_byte"), 14);
  EXPECT_EQ(first.at("help"), "h");
  EXPECT_EQ(first.at("labels").at(0).at("message"), "l");
  EXPECT_EQ(first.at("labels").at(0).at("column"), 1);
  EXPECT_EQ(first.at("fixes").at(0).at("applicability"), "automatic");
  EXPECT_EQ(first.at("fixes").at(0).at("edits").at(0).at("replacement"), "!");
}

TEST(DiagnosticSink, sortsByPlaceAndDropsRepeats) {
  const FileId first(std::size_t{0});
  const FileId second(std::size_t{1});
  DiagnosticSink sink;
  sink.add({.kind = DiagKind::Syntax, .span = {second, 0, 1}, .message = "d"});
  sink.add({.kind = DiagKind::Syntax, .span = {first, 5, 6}, .message = "cause"});
  sink.add({.kind = DiagKind::Syntax, .span = {first, 5, 6}, .message = "a"});
  sink.add({.kind = DiagKind::Syntax, .span = {first, 5, 6}, .message = "cause"});
  sink.add({.kind = DiagKind::Syntax, .message = "no file"});
  EXPECT_EQ(sink.errorCount(), 5U);
  sink.sort();
  std::vector<std::string> messages;
  for (const Diagnostic& each : sink.all()) messages.push_back(each.message);
  EXPECT_EQ(messages, (std::vector<std::string>{"no file", "cause", "a", "d"}));
  EXPECT_EQ(sink.errorCount(), 4U);
}

TEST(Registry, codesAndTitlesComeFromTheList) {
  EXPECT_EQ(codeOf(DiagKind::Syntax), "E0101");
  EXPECT_FALSE(titleOf(DiagKind::Syntax).empty());
  EXPECT_EQ(severityOf(DiagKind::Syntax), Severity::Error);
}

}  // namespace
}  // namespace itw
