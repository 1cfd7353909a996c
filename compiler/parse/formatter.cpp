#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/parse/parsed_file.h"
#include "compiler/parse/parser.h"
#include "compiler/syntax/format.h"
#include "compiler/syntax/tree_compare.h"

namespace itw {

using syntax::FormatToken;
using syntax::Token;
using syntax::TokenKind;

namespace parsing {
namespace {

bool isLayout(TokenKind kind) {
  return kind == TokenKind::Newline || kind == TokenKind::Comment || kind == TokenKind::DocComment;
}

/// Gives the lexer's tokens what the layout and the grammar found out about them.
class Annotator {
 public:
  explicit Annotator(const ParsedFile& parsed) : parsed_(parsed) {}

  std::vector<FormatToken> annotate() {
    std::vector<FormatToken> result;
    result.reserve(parsed_.lexed.size());
    for (const Token& token : parsed_.lexed) {
      result.push_back({.token = token, .startsStatement = false});
      if (!isLayout(token.kind)) take(result.back());
    }
    return result;
  }

 private:
  void take(FormatToken& token) {
    const auto& program = parsed_.program.tokens;
    // Marks without text stand between statements.
    for (; next_ < program.size() && program[next_].begin == program[next_].end; ++next_) {
      starts_ = true;
    }
    token.startsStatement = starts_;
    starts_ = false;
    if (next_ == program.size() || program[next_].begin != token.token.begin) return;
    const auto& declarations = parsed_.program.declarations;
    if (std::binary_search(declarations.begin(), declarations.end(), next_)) {
      token.startsStatement = true;
    }
    const TokenKind kind = program[next_++].kind;
    if (kind == TokenKind::Separator || kind == TokenKind::OpenBrace ||
        kind == TokenKind::TypeOpen) {
      starts_ = true;
    }
    if (kind != TokenKind::Separator) token.token.kind = kind;
    if (std::binary_search(parsed_.angles.begin(), parsed_.angles.end(), token.token.begin)) {
      token.token.kind = kind == TokenKind::Less ? TokenKind::AngleOpen : TokenKind::AngleClose;
    }
  }

  const ParsedFile& parsed_;
  std::size_t next_ = 0;
  bool starts_ = true;
};

/// Whether two texts have the same tokens and comments, one behind the other.
bool sameTokens(const ParsedFile& first, std::string_view firstText, const ParsedFile& second,
                std::string_view secondText) {
  const auto texts = [](const ParsedFile& parsed, std::string_view source) {
    std::vector<std::string_view> result;
    for (const Token& token : parsed.lexed) {
      if (token.kind == TokenKind::Newline) continue;
      const std::string_view text = token.text(source);
      result.push_back(text.substr(0, text.find_last_not_of(" \t\r") + 1));
    }
    return result;
  };
  return texts(first, firstText) == texts(second, secondText);
}

}  // namespace
}  // namespace parsing

std::optional<std::string> format(const SourceMap& sources, FileId file,
                                  DiagnosticSink& diagnostics) {
  const std::string_view text = sources.file(file).text();
  const std::size_t errors = diagnostics.errorCount();
  const parsing::ParsedFile parsed = parsing::parseFile(file, text, diagnostics);
  if (diagnostics.errorCount() > errors) return std::nullopt;
  std::string formatted = syntax::formatTokens(text, parsing::Annotator(parsed).annotate());

  // A formatter that changes a program is worse than none, so its work is read again.
  DiagnosticSink again;
  const parsing::ParsedFile reread = parsing::parseFile(file, formatted, again);
  ITW_CHECK(!again.hasErrors(), "the formatted text does not parse");
  ITW_CHECK(parsing::sameTokens(parsed, text, reread, formatted), "formatting changed a token");
  ITW_CHECK(syntax::sameTree(parsed.tree, reread.tree), "formatting changed the program");
  return formatted;
}

}  // namespace itw
