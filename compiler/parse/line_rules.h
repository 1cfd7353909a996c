#pragma once

#include <string_view>

#include "compiler/syntax/token.h"

// The rules of language.md, "Newlines", that look at one token.
namespace itw::parsing {

/// Whether a line that ends with this token goes on in the next one.
bool continuesBehind(syntax::TokenKind last);

/// Whether a line that begins with this sign goes on the line above: `|>`, `->`, `=`, `{`, `,`.
bool continuesWithSign(syntax::TokenKind first);

/// The same for a word: `and`, `where`, `on` ...
bool continuesWithWord(std::string_view first);

/// Whether a line may not begin with this sign, as it can only belong to the line above.
bool mayNotBeginLine(syntax::TokenKind first);

/// Whether an operand ends here, so that a word behind it cannot be a name.
bool endsOperand(syntax::TokenKind kind);

/// Whether this is an operator with two operands that makes the tree one deeper, or a step of a
/// chain of calls and members.
bool deepensTree(syntax::TokenKind kind);

}  // namespace itw::parsing
