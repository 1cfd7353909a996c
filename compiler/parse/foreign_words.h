#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/token.h"

// Words of other languages and what the layout says of them.
namespace itw::parsing {

/// What to write instead of a statement that begins with this word; empty for all others.
std::string_view helpForStatement(std::string_view word);

/// An operator of ours.
struct MeantOperator {
  syntax::TokenKind kind;
  std::string_view text;
};
/// The operator that a word between two values stands for in other languages.
std::optional<MeantOperator> meantOperator(std::string_view word);

Diagnostic foreignStatement(Span at, std::string_view word, std::string_view help);
/// `next` is where the value begins.
Diagnostic returnInModel(Span at, std::uint32_t next);
Diagnostic assertInTest(Span at);
Diagnostic foreignWordOperator(Span at, std::string_view written, std::string_view meant);
Diagnostic lambda(Span at);
/// `new Net()`: `next` is where the value begins.
Diagnostic wordBeforeValue(Span at, std::string_view word, std::uint32_t next);
Diagnostic listOfLines(Span dash);
/// The edits that put braces around the block; none where that is not known.
Diagnostic blockByColon(Span colon, std::vector<Edit> edits);
/// `types` where the fields have types, not values.
Diagnostic dictLiteral(Span brace, bool types, std::vector<Edit> edits);
Diagnostic setLiteral(Span brace, std::vector<Edit> edits);

}  // namespace itw::parsing
