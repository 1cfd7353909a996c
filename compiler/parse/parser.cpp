#include "compiler/parse/parser.h"

#include <algorithm>
#include <memory>

#include "compiler/parse/error_strategy.h"
#include "compiler/parse/lexer.h"
#include "compiler/parse/parse_diagnostics.h"
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

}  // namespace
}  // namespace parsing

syntax::File parse(const SourceMap& sources, FileId file, DiagnosticSink& diagnostics) {
  const std::string_view text = sources.file(file).text();
  syntax::File result;
  result.id = file;
  if (!parsing::checkText(file, text, diagnostics)) return result;
  const syntax::Tokens lexed = parsing::Lexer(file, text, diagnostics).lex();
  parsing::Program program =
      parsing::Layout(file, text, diagnostics).layOut(parsing::separateCode(file, text, lexed));
  result.doc = program.fileDoc;
  result.edition = program.edition;
  if (program.declarations.empty()) return result;

  const std::size_t errors = diagnostics.errorCount();
  parsing::SyntaxErrors reporter(file, text, program, diagnostics);
  parsing::DeclarationParser parser(program, reporter);
  parsing::TreeBuilder builder(file, text, program, diagnostics);
  for (std::size_t i = 0; i < program.declarations.size(); ++i) {
    if (auto declaration = builder.declaration(parser.parse(i))) {
      result.declarations.push_back(*std::move(declaration));
    }
  }
  if (diagnostics.errorCount() == errors) builder.reportDetachedDocs();
  return result;
}

}  // namespace itw
