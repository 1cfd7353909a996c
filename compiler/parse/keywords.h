#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/syntax/token.h"

namespace itw::parsing {

/// The hard keyword of that spelling: never a name, save where the layout can tell.
std::optional<syntax::TokenKind> hardKeyword(std::string_view word);

/// The keyword that opens a declaration at the top of a file.
std::optional<syntax::TokenKind> declarationKeyword(std::string_view word);

/// The soft keyword of that spelling in the body of a declaration, which its keyword names.
std::optional<syntax::TokenKind> bodyKeyword(syntax::TokenKind declaration, std::string_view word);

/// The blocks in which a word is a soft keyword, as "sweep or study"; empty for other words.
std::string_view blockOfWord(std::string_view word);

/// `retry`, `cache`, `deadline`.
std::optional<syntax::TokenKind> clauseKeyword(std::string_view word);

/// Whether one inserted, removed, replaced or swapped letter makes one word of the other.
bool isOneEditAway(std::string_view a, std::string_view b);

/// The clause that a word behind a call was probably meant to be, or nothing.
std::string_view nearestClause(std::string_view word);

/// The declaration keyword that a word at the top of a file was probably meant to be, or nothing.
std::string_view nearestDeclaration(std::string_view word);

/// The keyword that the first word of a statement was probably meant to be, or nothing.
std::string_view nearestStatement(syntax::TokenKind declaration, std::string_view word);

/// Whether a word is the type of the elements of a tensor, or `class`.
bool isElementType(std::string_view word);

/// All words that are keywords somewhere, hard ones, those of declarations and those of their
/// blocks, sorted and each once.
std::vector<std::string_view> allKeywords();

/// Whether a declaration has a block of statements: `model`, `pipeline`, but not `shape`.
bool hasBody(syntax::TokenKind declaration);

}  // namespace itw::parsing
