#include "compiler/parse/parser.h"

#include <algorithm>
#include <memory>

#include "compiler/parse/error_strategy.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/lexer.h"
#include "compiler/parse/lost_words.h"
#include "compiler/parse/parse_diagnostics.h"
#include "compiler/parse/parsed_file.h"
#include "compiler/parse/syntax_errors.h"
#include "compiler/parse/tree_builder.h"

namespace itw {

namespace parsing {
namespace {

using grammar::ItwParser;

/// Runs ANTLR over one declaration after the other: first as fast as it can, and where that fails a
/// second time in a way that finds and reports every mistake.
class DeclarationParser {
 public:
  DeclarationParser(const Program& program, SyntaxErrors& errors)
      : program_(program), stream_(program.tokens), parser_(&stream_), errors_(errors) {
    parser_.removeErrorListeners();
  }

  /// The context lives until the next call.
  ItwParser::DeclarationContext* parse(std::size_t declaration) {
    try {
      return attempt(declaration, std::make_shared<antlr4::BailErrorStrategy>());
    } catch (const antlr4::ParseCancellationException&) {
      return attempt(declaration, std::make_shared<RecoveringStrategy>(errors_));
    }
  }

 private:
  ItwParser::DeclarationContext* attempt(
      std::size_t declaration, const std::shared_ptr<antlr4::ANTLRErrorStrategy>& strategy) {
    parser_.reset();
    parser_.setErrorHandler(strategy);
    stream_.seek(program_.declarations[declaration]);
    return parser_.declaration();
  }

  const Program& program_;
  GrammarStream stream_;
  ItwParser parser_;
  SyntaxErrors& errors_;
};

/// Reports what keeps a text from being cut into tokens. False when nothing can be made of it.
bool checkText(FileId file, std::string_view text, DiagnosticSink& diagnostics) {
  const std::size_t invalid = findInvalidUtf8(text);
  if (invalid != std::string_view::npos) {
    const auto at = static_cast<std::uint32_t>(invalid);
    diagnostics.add(notUtf8({file, at, at + 1}, static_cast<unsigned char>(text[invalid])));
    return false;
  }
  if (text.starts_with("\xEF\xBB\xBF")) diagnostics.add(byteOrderMark({file, 0, 3}));
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    const auto count = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0'));
    const auto at = static_cast<std::uint32_t>(nul);
    diagnostics.add(nulBytes({file, at, at + 1}, count));
  }
  return true;
}

bool beginsDeclaration(std::string_view text, const syntax::Token& first) {
  const bool name =
      first.kind == syntax::TokenKind::Name || first.kind == syntax::TokenKind::Binder;
  return (!name && declarationKeyword(first.text(text))) ||
         !nearestDeclaration(first.text(text)).empty();
}

/// Whether a line is no declaration behind another one that is none: what brought one of them to
/// the top of the file, such as a block that lost its head, brought all.
bool followsFromLastLine(std::string_view text, const Program& program, std::size_t declaration) {
  const syntax::Token& first = program.tokens[program.declarations[declaration]];
  // Of a file of another kind its lack of an edition says enough.
  if (declaration == 0) return program.edition == 0 && !beginsDeclaration(text, first);
  const syntax::Token& before = program.tokens[program.declarations[declaration - 1]];
  return !beginsDeclaration(text, first) && !beginsDeclaration(text, before) &&
         first.text(text) != "itw";
}

void parseDeclarations(FileId file, std::string_view text, ParsedFile& parsed,
                       DiagnosticSink& diagnostics) {
  const std::size_t errors = diagnostics.errorCount();
  SyntaxErrors reporter(file, text, parsed.program, diagnostics);
  DeclarationParser parser(parsed.program, reporter);
  TreeBuilder builder(file, text, parsed.program, diagnostics);
  for (std::size_t i = 0; i < parsed.program.declarations.size(); ++i) {
    if (followsFromLastLine(text, parsed.program, i)) continue;
    if (auto declaration = builder.declaration(parser.parse(i))) {
      parsed.tree.declarations.push_back(*std::move(declaration));
    }
  }
  parsed.angles = builder.takeAngles();
  if (diagnostics.errorCount() == errors) builder.reportDetachedDocs();
}

}  // namespace

ParsedFile parseFile(FileId file, std::string_view text, DiagnosticSink& diagnostics) {
  ParsedFile parsed;
  parsed.tree.id = file;
  if (!checkText(file, text, diagnostics)) return parsed;
  parsed.lexed = Lexer(file, text, diagnostics).lex();
  parsed.program = Layout(file, text, diagnostics).layOut(separateCode(file, text, parsed.lexed));
  parsed.tree.doc = parsed.program.fileDoc;
  parsed.tree.edition = parsed.program.edition;
  parsed.tree.head = parsed.program.head;
  if (!parsed.program.declarations.empty()) parseDeclarations(file, text, parsed, diagnostics);
  noteLostWords(text, parsed.program, diagnostics, parsed.tree);
  return parsed;
}

}  // namespace parsing

syntax::File parse(const SourceMap& sources, FileId file, DiagnosticSink& diagnostics) {
  return parsing::parseFile(file, sources.file(file).text(), diagnostics).tree;
}

}  // namespace itw
