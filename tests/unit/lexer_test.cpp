#include "compiler/parse/lexer.h"

#include <gtest/gtest.h>

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/parse/layout.h"

namespace itw::parsing {
namespace {

using syntax::Token;
using syntax::TokenKind;

/// The tokens as "text" or "text!" for broken ones, and the codes of what was reported.
struct Lexed {
  explicit Lexed(std::string_view source) : text(source) {
    tokens = Lexer(FileId(0), text, diagnostics).lex();
  }

  std::string spelled() const {
    std::string result;
    for (const Token& token : tokens) {
      if (!result.empty()) result += ' ';
      result += token.kind == TokenKind::Newline ? "\\n" : std::string(token.text(text));
      if (token.broken) result += '!';
    }
    return result;
  }
  std::string codes() const {
    std::string result;
    for (const Diagnostic& each : diagnostics.all()) {
      result += (result.empty() ? "" : " ") + std::string(codeOf(each.kind));
    }
    return result;
  }

  std::string text;
  DiagnosticSink diagnostics;
  syntax::Tokens tokens;
};

struct Case {
  std::string source;
  std::string tokens;
  std::string codes;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    const Lexed lexed(each.source);
    EXPECT_EQ(lexed.spelled(), each.tokens) << each.source;
    EXPECT_EQ(lexed.codes(), each.codes) << each.source;
  }
}

TEST(Lexer, takesTheLongestUnitThatEndsAtAWord) {
  check({
      {"2h", "2h", ""},
      {"6h30min", "6h30min", ""},
      {"6h30min5", "6h30min5!", "E0109"},
      {"3 epochs", "3 epochs", ""},
      {"3\tepochs", "3\tepochs", ""},
      {"3  epochs", "3 epochs", ""},
      {"3\nepochs", "3 \\n epochs", ""},
      {"3 epochs2", "3 epochs2", ""},
      {"600GB/s", "600GB/s", ""},
      {"600GB/sec", "600GB / sec", ""},
      {"10GB / s", "10GB / s", ""},
      {"10GB/2", "10GB / 2", ""},
      {"380g/kWh", "380g/kWh", ""},
      {"500 gpu_h", "500 gpu_h", ""},
      {"500 gpu_hours", "500 gpu_hours", ""},
      {"1_000.5e-3GiB", "1_000.5e-3GiB", ""},
      {"5m", "5m!", "E0109"},
      {"5 m", "5 m!", "E0109"},
      {"5 mm", "5 mm", ""},
      {"5min", "5min", ""},
      {"5foo", "5foo!", "E0109"},
      {"5GB30MB", "5GB30MB!", "E0109"},
      {"30min5GB", "30min5GB!", "E0109"},
      {"0x1F", "0x1F!", "E0108"},
      {"2e", "2e!", "E0108"},
      {"2epochs", "2epochs", ""},
  });
}

TEST(Lexer, numbersHaveDigitsOnBothSidesOfThePoint) {
  check({
      {"1..=200", "1 ..= 200", ""},
      {"1..2", "1 .. 2", ""},
      {"1e-5..=1e-1", "1e-5 ..= 1e-1", ""},
      {"0.5..1.5", "0.5 .. 1.5", ""},
      {"1.", "1.!", "E0108"},
      {".5", ".5!", "E0108"},
      {"1.x", "1.x!", "E0108"},
      {"x.5", "x .5!", "E0108"},
      {"1_000", "1_000", ""},
      {"1__0", "1__0!", "E0108"},
      {"1_", "1_!", "E0108"},
      {"_1", "_1", ""},
      {"1...2", "1 ...! 2", "E0111"},
      {"02:00:00", "02:00:00!", "E0108"},
      {"1:2", "1 : 2", ""},
  });
}

TEST(Lexer, percentTouchesItsNumberAndRemainderHasBlanks) {
  check({
      {"80%", "80%", ""},
      {"80% ", "80%", ""},
      {"80%,", "80% ,", ""},
      {"80%..90%", "80% .. 90%", ""},
      {"80%)", "80% )", ""},
      {"80%x", "80 % x", "E0110"},
      {"80%5", "80 % 5", "E0110"},
      {"80%_", "80 % _", "E0110"},
      {"80%(", "80 % (", "E0110"},
      {"80 % x", "80 % x", ""},
      {"a % b", "a % b", ""},
      {"a %\nb", "a % \\n b", ""},
      {"a\t%\tb", "a % b", "W0102"},
      {"a %b", "a % b", "E0110"},
      {"a% b", "a % b", "E0110"},
      {"a%b", "a % b", "E0110"},
      {"2h% 3", "2h % 3", "E0110"},
  });
}

TEST(Lexer, stringsStandOnOneLine) {
  check({
      {R"("a")", R"("a")", ""},
      {R"("")", R"("")", ""},
      {R"(f"a")", R"(f"a"!)", "E0130"},
      {R"(x"a")", R"(x "a")", ""},
      {"\"\"\"a\"\"\"", "\"\"\"a\"\"\"", "E0130"},
      {R"("a\"b\\")", R"("a\"b\\")", ""},
      {R"("\n\t")", R"("\n\t")", ""},
      {R"("\r")", R"("\r"!)", "E0106"},
      {"\"a\nb", "\"a! \\n b", "E0105"},
      {"\"a", "\"a!", "E0105"},
      {"\"a\\", "\"a\\!", "E0105"},
      {"\"a\\\nb", "\"a\\! \\n b", "E0105"},
      {"\"a\r\nb", "\"a! \\n b", "E0105"},
      {"\"# x\" # y", "\"# x\" # y", ""},
      {"'a'", "'a'!", "E0112"},
      {"'a", "'! a", "E0112"},
  });
}

TEST(Lexer, commentsReachToTheEndOfTheirLine) {
  check({
      {"# a \"b", "# a \"b", ""},
      {"## a", "## a", ""},
      {"a ## b", "a ## b", "E0118"},
      {"a #### b", "a #### b", ""},
      {"# a\r\nb", "# a \\n b", ""},
      {"a # b\n## c", "a # b \\n ## c", ""},
  });
}

TEST(Lexer, operatorsOfOtherLanguagesAreNamed) {
  check({
      {"a ** b", "a **! b", "E0111"},
      {"a && b || !c", "a &&! b ||! !! c", "E0111 E0111 E0111"},
      {"a != b", "a != b", ""},
      {"a => b", "a => b", ""},
      {"a := b", "a :=! b", "E0111"},
      {"a += b", "a +=! b", "E0111"},
      {"a; b", "a \\n! b", "E0111"},
      {"a <= -1", "a <= - 1", ""},
      {"a->b", "a -> b", ""},
      {"a|>b|c", "a |> b | c", ""},
      {"a @ b", "a @! b", "E0104"},
      {"\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9!", "E0104"},
      {"a\xc2\xa0+ b", "a + b", "E0104"},
      {"\r", "\r!", "E0104"},
      {"\f", "\f!", "E0104"},
  });
}

/// The kinds that the layout makes of a program behind `itw 1`.
std::string kindsOf(const std::string& source) {
  const Lexed lexed("itw 1\n" + source);
  DiagnosticSink diagnostics;
  const Program program = Layout(FileId(0), lexed.text, diagnostics)
                              .layOut(separateCode(FileId(0), lexed.text, lexed.tokens));
  std::string result;
  for (const Token& token : program.tokens) {
    if (!result.empty()) result += ' ';
    const std::string text(token.text(lexed.text));
    switch (token.kind) {
      case TokenKind::End:
        result += ";";
        break;
      case TokenKind::Separator:
        result += text.empty() ? "/" : "/,";
        break;
      case TokenKind::Binder:
        result += text + "=";
        break;
      case TokenKind::Name:
        result += text + "'";
        break;
      case TokenKind::TypeOpen:
        result += "{:";
        break;
      default:
        result += text.empty() ? "mended" + std::string(syntax::textOf(token.kind)) : text;
    }
  }
  for (const Diagnostic& each : diagnostics.all()) result += " " + std::string(codeOf(each.kind));
  return result;
}

TEST(Layout, newlinesEndStatementsWhereTheyCount) {
  EXPECT_EQ(kindsOf("let a = 1\nlet b = 2"), "let a' = 1 ; let b' = 2 ;");
  EXPECT_EQ(kindsOf("let a = f(1,\n2\n)"), "let a' = f' ( 1 , 2 ) ;");
  EXPECT_EQ(kindsOf("let a = f({\nx = 1\ny = 2\n})"), "let a' = f' ( { x= = 1 / y= = 2 } ) ;");
  EXPECT_EQ(kindsOf("let a = {x = [1\n,2],}"), "let a' = { x= = [ 1 , 2 ] } ;");
  EXPECT_EQ(kindsOf("let a = b\n|> c\n\n# d\n|> e"), "let a' = b' |> c' |> e' ;");
  EXPECT_EQ(kindsOf("let a = b >\nc"), "let a' = b' > ; c' ;");
  EXPECT_EQ(kindsOf("let a = b\n> c"), "let a' = b' > c' ; E0115");
  EXPECT_EQ(kindsOf("let a =\nb = 1"), "let a' = ; b= = 1 ;");
}

TEST(Layout, wordsAreKeywordsWhereNamesCannotStand) {
  EXPECT_EQ(kindsOf("let a = f(in = 1, b.in)"), "let a' = f' ( in= = 1 , b' . in' ) ;");
  EXPECT_EQ(kindsOf("let a = f(x in y)"), "let a' = f' ( x' in y' ) ;");
  EXPECT_EQ(kindsOf("let a = [in = 1]"), "let a' = [ in= = 1 ] ; E0131");
  EXPECT_EQ(kindsOf("let a = { in: int }"), "let a' = {: in' : int' } ;");
  EXPECT_EQ(kindsOf("let a = { in = 1, or ~ 2 }"), "let a' = { in= = 1 /, or= ~ 2 } ;");
  EXPECT_EQ(kindsOf("pipeline p { publish = 1\npublish a as \"b\" }"),
            "pipeline p' { publish= = 1 / publish a' as \"b\" } ;");
  EXPECT_EQ(kindsOf("let publish = layer"), "let publish' = layer' ;");
  EXPECT_EQ(kindsOf("let a = f(x) retry(1)"), "let a' = f' ( x' ) retry ( 1 ) ;");
  EXPECT_EQ(kindsOf("let a = retry(1)"), "let a' = retry' ( 1 ) ;");
}

TEST(Layout, bracketsAlwaysMatchBehindIt) {
  EXPECT_EQ(kindsOf("let a = f(x"), "let a' = f' ( x' mended`)` ; E0113");
  EXPECT_EQ(kindsOf("let a = (b]"), "let a' = ( b' ] ; E0114");
  EXPECT_EQ(kindsOf("let a = b)"), "let a' = b' ; E0114");
  EXPECT_EQ(kindsOf("pipeline p {\n a = (\n}\nlet b = 1"),
            "pipeline p' { a= = ( mended`)` } ; let b' = 1 ; E0113");
  EXPECT_EQ(kindsOf("pipeline p {\n a = b\nlet c = 1"),
            "pipeline p' { a= = b' mended`}` ; let c' = 1 ; E0113");
}

}  // namespace
}  // namespace itw::parsing
