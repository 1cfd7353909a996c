#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/diag/diagnostic.h"
#include "compiler/parse/foreign_diagnostics.h"
#include "compiler/source/span.h"
#include "compiler/syntax/token.h"

namespace itw::parsing {

/// Cuts the text of a file into tokens: words (all of them `Name`), numbers, quantities, strings,
/// operators, brackets, comments and line ends. Looks at characters only; what depends on the
/// neighbours of a token is the layout's business. The text must be UTF-8.
class Lexer {
 public:
  Lexer(FileId file, std::string_view text, DiagnosticSink& diagnostics);

  syntax::Tokens lex();

 private:
  void lexOne();
  void lexNewline();
  void lexComment();
  void lexWord();
  void lexString();
  void lexStringBody();
  void lexEscape();
  void lexSingleQuoted();
  std::size_t endOnLaterLine() const;
  void lexOperator();
  void lexPercent();
  bool opensElement() const;
  void lexForeignOperator();
  void lexBackslash();
  void lexDollar();
  void lexAt();
  void lexUnknown();
  /// A look-alike of a character of the language, such as a typographic quote.
  bool lexLookalike();

  // lex_foreign.cpp
  bool lexForeignComment();
  std::string_view foreignCommentSign() const;
  void lexBlockComment(std::string_view sign);
  void noteComment(std::size_t begin, std::string_view sign, Edit edit);
  void lexTab();
  bool lexPrefixed(std::size_t begin);
  bool lexTripleQuoted();
  std::size_t closingQuote(std::size_t open, bool raw) const;
  void reportForeign();
  std::string_view restOfLine(std::size_t from) const;
  bool atLineStart() const;

  void lexNumber();
  bool lexClockTime(std::size_t begin);
  bool scanDigits();
  bool scanMantissa();
  void scanExponent();
  /// Takes the unit or percent sign behind a number; says what the token is.
  syntax::TokenKind scanUnit(std::size_t begin, bool& broken);
  syntax::TokenKind scanCompound(std::size_t begin, bool& broken);
  syntax::TokenKind refuseUnit(std::size_t begin, bool& broken);
  Diagnostic refusedUnit(std::size_t begin, std::size_t unit) const;
  bool percentTouches() const;
  bool isDistantPercent() const;
  std::size_t nextToken(std::size_t from) const;
  syntax::TokenKind scanDistantPercent(std::size_t begin, bool& broken);
  syntax::TokenKind scanDoubledPercent(std::size_t begin, bool& broken);
  bool lexPercentInFront(std::size_t begin);

  char at(std::size_t index) const { return index < text_.size() ? text_[index] : '\0'; }
  char here() const { return at(next_); }
  bool startsWith(std::string_view part) const { return text_.substr(next_).starts_with(part); }
  void push(syntax::TokenKind kind, std::size_t begin, bool broken = false);
  Span span(std::size_t begin, std::size_t end) const;

  FileId file_;
  std::string_view text_;
  DiagnosticSink& diagnostics_;
  std::size_t next_ = 0;
  /// How many `(` and `[` are open, as far as that can be told here.
  std::size_t parentheses_ = 0;
  Repeated comments_;
  /// A comment of several lines has no end, so that none behind it is looked for.
  bool openComments_ = false;
  Repeated tabs_;
  syntax::Tokens tokens_;
};

/// Bytes of the longest unit that starts at `begin` and ends at a word boundary; 0 without one.
/// Where `compound` is set a digit may follow, as behind the `h` of `6h30min`.
std::size_t unitLength(std::string_view text, std::size_t begin, bool compound);
/// Whether a unit measures time.
bool isDuration(std::string_view unit);
/// The unit that was probably meant, or nothing.
std::string_view nearestUnit(std::string_view written);

}  // namespace itw::parsing
