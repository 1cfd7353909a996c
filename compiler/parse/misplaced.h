#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string_view>

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/token.h"

namespace itw::parsing {

/// A set of token kinds.
using TokenKinds = std::bitset<128>;

/// A token that cannot stand where it does, with its neighbours and what should stand there.
struct Misplaced {
  FileId file;
  std::string_view source;
  const syntax::Tokens& tokens;
  std::size_t index = 0;
  TokenKinds needed;

  /// The token `offset` behind this one; Unknown outside of the program.
  syntax::Token at(std::ptrdiff_t offset) const;
  syntax::TokenKind kind(std::ptrdiff_t offset = 0) const { return at(offset).kind; }
  std::string_view text(std::ptrdiff_t offset = 0) const { return at(offset).text(source); }
  Span span(std::ptrdiff_t offset = 0) const;
  bool needs(syntax::TokenKind wanted) const {
    return needed.test(static_cast<std::size_t>(wanted));
  }
  /// Whether a statement, entry or field starts with the token at that offset.
  bool startsStatement(std::ptrdiff_t offset) const;
};

// The slips that people make often, each told apart by the tokens around it; nothing where the
// place shows none of them.

/// Declarations, types and statements that lack a sign or quotes.
std::optional<Diagnostic> slipOfForm(const Misplaced& place);
/// Signs that are missing, or others than are needed; clauses and arguments without parentheses.
std::optional<Diagnostic> slipOfSign(const Misplaced& place);
/// At the start of a declaration or statement.
std::optional<Diagnostic> slipAtStart(const Misplaced& place);
/// `=`, `==` and `:` in the place of one another, and types left out.
std::optional<Diagnostic> slipOfBinding(const Misplaced& place);
/// Behind a value: an index, a second comparison, a missing comma.
std::optional<Diagnostic> slipBehindOperand(const Misplaced& place);
/// Words and signs that mean something else here than elsewhere.
std::optional<Diagnostic> slipOfWord(const Misplaced& place);

}  // namespace itw::parsing
