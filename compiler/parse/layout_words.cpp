#include "compiler/parse/keywords.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/line_rules.h"

namespace itw::parsing {

using syntax::TokenKind;

/// What a word is: a name, a name in front of `=` or `~`, or a keyword.
TokenKind Layout::classify(const CodeToken& code) const {
  const TokenKind next = nextKind();
  if (previous() == TokenKind::Dot) return TokenKind::Name;
  const bool opens = (code.lineStart && !givesType(code)) || statementStart_ ||
                     previous() == TokenKind::OpenParen || previous() == TokenKind::Comma;
  if (opens && (next == TokenKind::Assign || next == TokenKind::Tilde)) return TokenKind::Binder;
  if (opens && next == TokenKind::Colon) return TokenKind::Name;
  const std::string_view word = textOf(code);
  if (const auto hard = hardKeyword(word)) return *hard;
  if (const auto soft = softKeyword(word)) return *soft;
  const bool clause = next == TokenKind::OpenParen && endsOperand(previous()) && !statementStart_;
  if (const auto keyword = clauseKeyword(word); keyword && clause) return *keyword;
  return TokenKind::Name;
}

/// The soft keyword that the word is here, where a statement begins.
std::optional<TokenKind> Layout::softKeyword(std::string_view word) const {
  if (word == "to" && previous() == TokenKind::Subject) return TokenKind::To;
  if (!statementStart_) return std::nullopt;
  const CodeToken* next = codeAt(at_ + 1);
  switch (nextKind()) {
    case TokenKind::Assign:
    case TokenKind::Tilde:
    case TokenKind::Colon:
      return std::nullopt;
    case TokenKind::Dot:
      // `import ./io.itw`, which lacks its quotes.
      if (word != "import") return std::nullopt;
      break;
    default:
      break;
  }
  if (next != nullptr && textOf(*next) == "over") return std::nullopt;
  if (levels_.size() == 1) return declarationKeyword(word);
  return bodyKeyword(levels_.back().block, word);
}

/// Whether the `{` here opens a record type: a word and `:` stand behind it.
bool Layout::isTypeOpener() const {
  const CodeToken* word = codeAt(at_ + 1);
  const CodeToken* colon = codeAt(at_ + 2);
  return word != nullptr && colon != nullptr && word->token.kind == TokenKind::Name &&
         colon->token.kind == TokenKind::Colon;
}

/// The declaration whose statements stand behind this bracket; Unknown behind a plain one.
TokenKind Layout::blockOf(const CodeToken& code) const {
  if (code.token.kind != TokenKind::OpenBrace) return TokenKind::Unknown;
  const Level& top = levels_.back();
  if (levels_.size() == 1) {
    const bool value = previous() == TokenKind::Colon || previous() == TokenKind::Arrow ||
                       previous() == TokenKind::Assign;
    return hasBody(declaration_) && !value ? declaration_ : TokenKind::Unknown;
  }
  // A `when` block holds what the block around it holds.
  const bool searches = top.block == TokenKind::Sweep || top.block == TokenKind::Study;
  return searches && top.statement == TokenKind::When ? top.block : TokenKind::Unknown;
}

}  // namespace itw::parsing
