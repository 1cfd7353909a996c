#pragma once

#include <string_view>

#include "compiler/diag/diagnostic.h"

// What the parser and the tree builder report. Wording lives in syntax_diagnostics.cpp only.
namespace itw::parsing {

/// `seen` stands where `needed` should: "`)`", "a value".
Diagnostic misplacedToken(Span at, std::string_view seen, std::string_view needed);
/// The line ends where `needed` should stand.
Diagnostic lineEndsEarly(Span at, std::string_view needed);
/// A hard keyword in that place.
Diagnostic misplacedKeyword(Span at, std::string_view word, std::string_view needed);
Diagnostic missingComma(Span at, Span before, std::string_view seen);
/// A unit two or more blanks behind its number.
Diagnostic distantUnit(Span at, std::string_view unit, std::uint32_t number);
/// `500 gpu hours`.
Diagnostic productOfUnits(Span at);
/// `6h 30min`: parts of a duration that do not touch.
Diagnostic separateParts(Span at);
Diagnostic secondEdition(Span at);

/// `==` in the place of `=`, or the other way round.
Diagnostic wrongEquals(Span at, std::string_view seen, std::string_view meant);
/// `name: value` in the place of `name = value`.
/// `let a: int = 3`: a type where none stands.
Diagnostic typeOfBinding(Span type);
Diagnostic colonForEquals(Span at, std::string_view help);
/// `name = type` in a record type.
Diagnostic equalsForColon(Span at);
Diagnostic missingType(Span at, std::string_view name);
/// A type alone in a list of inputs or outputs.
Diagnostic unnamedPort(Span at, std::string_view type);
Diagnostic keywordAsName(Span at, std::string_view word);
Diagnostic foreignWord(Span at, std::string_view word, std::string_view meant);
Diagnostic chainedComparison(Span at);
/// An operator behind a stage of `|>`.
Diagnostic operatorBehindStage(Span at, std::string_view sign);
Diagnostic indexing(Span at, std::string_view name, bool isType);
Diagnostic conditionalNeedsParentheses(Span at);
Diagnostic elseOfWhen(Span at);
/// `a if b else c`
Diagnostic choiceBehindValue(Span at);
/// `if a { ... }`
Diagnostic choiceAsStatement(Span at);
/// `//` or `/*` in front of a value or statement.
Diagnostic foreignComment(Span at, std::string_view sign);
Diagnostic loopOutsideList(Span at);
Diagnostic questionMark(Span at);
Diagnostic clauseWithoutCall(Span at, std::string_view word);

/// A value that nothing names.
Diagnostic unnamedStatement(Span at, std::string_view word);
/// A statement of the blocks that `block` names.
/// `minimize: fit.loss`.
Diagnostic colonBehindObjective(Span colon, std::string_view word);
Diagnostic wordOfOtherBlock(Span at, std::string_view word, std::string_view block);
/// `lr in 0..1` where a sweep draws.
Diagnostic rangeInSweep(Span at, std::string_view name);
Diagnostic nestedDeclaration(Span at, std::string_view keyword);
/// A line at the top of a file that is no declaration; `nearest` is a keyword or empty.
Diagnostic notADeclaration(Span at, std::string_view word, std::string_view nearest, bool binds);

Diagnostic unknownOpEntry(Span at, std::string_view name);
Diagnostic secondCost(Span at, Span first);
Diagnostic misplacedOf(Span at);
Diagnostic misplacedLeading(Span at);
Diagnostic clauseOrder(Span at, Span before, bool twice);
Diagnostic brokenInterpolation(Span brace);

}  // namespace itw::parsing
