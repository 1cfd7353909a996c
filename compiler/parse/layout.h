#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/parse/code_tokens.h"
#include "compiler/parse/nesting.h"
#include "compiler/source/span.h"
#include "compiler/syntax/token.h"

namespace itw::parsing {

/// What the parser reads: the program as the grammar knows it.
struct Program {
  /// Declarations one behind the other, each with an `End`.
  syntax::Tokens tokens;
  /// Index of the first token of each declaration.
  std::vector<std::size_t> declarations;
  /// Where documentation stands: `code` is the index of the token behind it, in `tokens`.
  std::vector<DocBlock> docs;
  std::string fileDoc;
  /// The edition line and that documentation.
  Span head;
  int edition = 0;
  /// Text in which a bracket was mended; whatever else is wrong there follows from that.
  std::vector<Span> mended;
};

/// Applies the layout rules: which line ends count, which words are keywords, which commas
/// separate, which bracket belongs to which. Reports what breaks them and mends it, so that
/// brackets match.
class Layout {
 public:
  Layout(FileId file, std::string_view text, DiagnosticSink& diagnostics);

  Program layOut(Code code);

 private:
  /// An open bracket, or the top of the file.
  struct Level {
    syntax::Token opener;
    std::uint32_t indent = 0;
    /// Opened by the `:` of a block that ends with its indentation.
    bool byIndent = false;
    /// A string on its line has no end, which may have taken the closing bracket.
    bool broken = false;
    /// The dimensions of a tensor.
    bool dims = false;
    /// The declaration whose statements stand here; Unknown inside plain brackets.
    syntax::TokenKind block = syntax::TokenKind::Unknown;
    /// The first token of the present statement.
    syntax::TokenKind statement = syntax::TokenKind::Unknown;
  };

  // layout_edition.cpp
  void takeEdition();
  std::optional<std::size_t> endOfEditionLine() const;
  void reportNoEdition();
  void takeDocs();

  // layout.cpp
  void place(const CodeToken& code);
  void placeComma(const CodeToken& code);
  void placeOpener(const CodeToken& code);
  void emit(syntax::Token token);
  void emitMark(syntax::TokenKind kind);
  void endDeclaration();
  void leaveOutDeclaration();
  bool startsDeclaration(const CodeToken& code) const;

  // layout_lines.cpp
  void breakLine(const CodeToken& code);
  bool continuesLine(const CodeToken& code);
  bool beginsBinding() const;
  bool givesType(const CodeToken& code) const;
  void refuseLineStart(const CodeToken& code);

  // layout_words.cpp
  syntax::TokenKind classify(const CodeToken& code) const;
  std::optional<syntax::TokenKind> softKeyword(std::string_view word) const;
  bool isTypeOpener() const;
  syntax::TokenKind blockOf(const CodeToken& code) const;

  // layout_brackets.cpp
  void placeCloser(const CodeToken& code);
  bool isClosedLater(syntax::TokenKind closer) const;
  void closeUpTo(std::size_t level, Span noticed);
  void closeTop(syntax::Token closer);
  bool declarationInsideBrackets(const CodeToken& code) const;
  bool declares(const CodeToken& code) const;
  void reportUnclosed(Span noticed, std::string_view what);

  // layout_foreign.cpp
  bool takeForeign(const CodeToken& code);
  bool takeForeignSign(const CodeToken& code);
  bool takeForeignBracket(const CodeToken& code);
  bool takeForeignWord(const CodeToken& code);
  bool beginsForeignStatement(std::string_view word) const;
  bool takeForeignStatement(const CodeToken& code);
  std::size_t endOfLogicalLine(std::size_t first) const;
  std::size_t endOfForeign(std::size_t first) const;
  void leaveOutUpTo(std::size_t end);
  bool takeForeignOperator(const CodeToken& code);
  void takeIdentity(syntax::Token& token);
  bool takeForeignPrefix(const CodeToken& code);
  void takeLambda();
  bool takeYamlList(const CodeToken& code);

  // layout_arguments.cpp
  struct Pair {
    Span opener;
    Span closer;
  };
  syntax::TokenKind kindBefore(std::size_t count) const;
  bool isKindAt(std::size_t at, syntax::TokenKind kind) const;
  bool holdsNames(std::size_t open, syntax::TokenKind sign) const;
  Pair turnBrackets(std::size_t open, std::size_t close, syntax::TokenKind opener,
                    syntax::TokenKind closer);
  std::optional<std::size_t> closerAt(std::size_t open) const;
  bool followsCallee() const;
  bool holdsArguments(std::size_t open, std::size_t close) const;
  void mendArguments();
  void mendRecord();
  bool takeLoopInBrackets();
  void mendMissingWith();
  bool takeNameInBraces();
  void mendHeadBrackets();
  void mendTypeAsCall(std::size_t close);
  std::optional<std::size_t> angleAt(std::size_t open) const;
  void mendTypeBrackets();
  void unquote(std::size_t at, std::size_t close);
  bool takeOpenDimension();
  bool takeFunctionPath();
  bool takeBracket();

  // layout_heads.cpp
  void attachDocs();
  bool takeHead(const CodeToken& code);
  bool takeKeywordWithColon(const CodeToken& code);
  std::string_view meantDeclaration(const CodeToken& code) const;
  bool hasTypedParameters() const;
  bool takeForeignHead(const CodeToken& code);
  bool takeSignBeforeBlock(const CodeToken& code);
  bool takeNameInQuotes(const CodeToken& code);
  bool takeModuleInQuotes(const CodeToken& code);
  bool takeSignOfModule(const CodeToken& code);
  bool takeAlternative();
  bool takeCommaBehindDeclaration(const CodeToken& code);
  bool takeCondition(const CodeToken& code);
  void emitAs(syntax::TokenKind kind, const CodeToken& code);

  // layout_statements.cpp
  bool takeNearStatement(const CodeToken& code);
  bool takeWordBeforeBinding(const CodeToken& code);
  bool takeWordBeforeTracker(const CodeToken& code);
  bool takeFatArrow(const CodeToken& code);
  bool takeChainOfForeignPipes(const CodeToken& code);

  // layout_choice.cpp
  bool isWordAt(std::size_t at, std::string_view word) const;
  std::size_t endOfCondition(std::size_t first) const;
  bool endsBranch(std::size_t at) const;
  std::size_t endOfBranch(std::size_t first) const;
  bool takeChoice();
  std::size_t followChoice(std::size_t sign, std::vector<Edit>& edits) const;
  bool takeChoiceBehind();
  std::uint32_t startOfValue() const;
  void emitBroken(std::size_t last);

  // layout_forms.cpp
  struct Tuple {
    std::size_t comma;
    std::size_t closer;
  };
  bool declarationHas(syntax::TokenKind sign) const;
  Tuple tupleAt(std::size_t open) const;
  bool takeTuple();
  bool takePublishCall();
  bool takeUnpacking();
  bool isOneLine(std::size_t opener, std::size_t closer) const;
  bool takeFunctionForm(const CodeToken& code);
  bool takeCommaOfDeclaration(const CodeToken& code);
  bool takeGroupedDigits(const CodeToken& code);
  bool takeForeignPipe(const CodeToken& code);
  bool takeUnpackingStar(const CodeToken& code);

  // layout_imports.cpp
  bool takeFromImport(const CodeToken& code);
  bool takeImportOfModules(Span whole, std::size_t word, std::size_t end);
  std::size_t nextImported(std::size_t name, std::size_t end, bool standard);
  bool takePath(const CodeToken& code);

  // layout_blocks.cpp
  enum class Dict : std::uint8_t { None, Values, Types, Equals, Set };
  bool takeBlockColon(const CodeToken& code);
  void closeByIndent(const CodeToken& code);
  Dict dictAt(std::size_t at) const;
  void matchBrackets();
  std::size_t closerOfBrace(std::size_t at) const;
  void mendDict();
  void mendFields(std::size_t end, std::vector<Edit>& edits);
  bool mendKey(std::size_t at, Dict dict, std::vector<Edit>& edits);

  const CodeToken* codeAt(std::size_t index) const;
  syntax::TokenKind nextKind() const;
  std::string_view textOf(const CodeToken& code) const { return code.token.text(text_); }
  syntax::TokenKind previous() const;
  bool inBraces() const;
  bool insideParentheses() const;
  Span spanOf(const syntax::Token& token) const { return {file_, token.begin, token.end}; }

  FileId file_;
  std::string_view text_;
  DiagnosticSink& diagnostics_;
  std::vector<std::size_t> closers_;  // Of each bracket, by the numbers of the tokens.
  Code code_;
  Program program_;
  std::size_t at_ = 0;
  std::size_t nextDoc_ = 0;
  std::vector<Level> levels_ = std::vector<Level>(1);
  Nesting nesting_;
  syntax::TokenKind declaration_ = syntax::TokenKind::Unknown;
  std::uint32_t declarationIndent_ = 0;
  /// The head of the declaration has a `->`.
  bool arrow_ = false;
  bool statementStart_ = true;
  /// A limit of nesting was passed: the present declaration is left out.
  bool tooDeep_ = false;
  syntax::Token last_;
};

}  // namespace itw::parsing
