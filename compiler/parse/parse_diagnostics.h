#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/diag/diagnostic.h"

// What the lexer and the layout report. Wording lives in parse_diagnostics.cpp only.
namespace itw::parsing {

/// Whether a code point is one of those that `lookalike` reports.
bool isLookalike(std::uint32_t codePoint);

/// The file is not UTF-8 at this byte.
Diagnostic notUtf8(Span at, unsigned char byte);
Diagnostic byteOrderMark(Span mark);
Diagnostic nulBytes(Span first, std::size_t count);
Diagnostic unknownCharacter(Span at, std::uint32_t codePoint);
/// `meant` is the character of the language; a blank or nothing stands for itself.
Diagnostic lookalike(Span at, std::string_view written, std::string_view meant);
Diagnostic nonAsciiName(Span at, std::string_view word);

Diagnostic unterminatedString(Span quote, Span lineEnd);
Diagnostic unknownEscape(Span at, std::string_view escape);
/// `written` with its quotes, single ones or backticks.
Diagnostic singleQuotes(Span at, std::string_view written);
Diagnostic loneQuote(Span at, char written);

/// `meant` is the number in our words; empty where that is not known.
Diagnostic malformedNumber(Span at, std::string_view number, const std::string& meant);
/// `1 e-3`, `1e -3`.
Diagnostic numberInParts(Span at);
/// `3x3`.
Diagnostic sizesByLetter(Span at, std::string_view written);
/// `80 %`, `%80`, `80%%`: `number` is the number alone.
Diagnostic percentWrittenOtherwise(Span whole, std::string_view number);
Diagnostic unknownUnit(Span at, std::string_view unit, std::string_view nearest);
Diagnostic bareMetre(Span at);
/// `2h30m`, where only minutes can be meant.
Diagnostic minutesByLetter(Span at);
/// `6h30`: a part of a compound without unit.
Diagnostic unitlessPart(Span at, std::string_view compound);
/// `5GB30MB`: only durations can be compounds.
Diagnostic mixedCompound(Span at, std::string_view unit);
/// `behindNumber` when the sign touches a number on its left.
Diagnostic percentSign(Span at, bool behindNumber, bool gapBefore, bool gapBehind);
/// An empty `replacement` means that there is none that would be right everywhere.
Diagnostic foreignOperator(Span at, std::string_view written, std::string_view replacement,
                           std::string_view help);

/// `what` tells what was noticed at the second place: "this declaration starts".
Diagnostic unclosedBracket(Span opener, std::string_view opened, Span noticed,
                           std::string_view what);
Diagnostic strayBracket(Span at, std::string_view bracket);

/// A comma without an element in front of it.
Diagnostic strayComma(Span at);

/// A bracket that is closed by one of another kind.
struct BracketPair {
  Span opener;
  Span closer;
  std::string_view opened;
  std::string_view closed;
};
Diagnostic wrongBracket(const BracketPair& pair);

/// An operator at the start of a line, and where it belongs.
struct LineStart {
  Span written;    ///< The operator.
  Span removed;    ///< With the blanks behind it.
  Span lineAbove;  ///< The end of the line above.
  std::string_view text;
};
Diagnostic lineBeginsWith(const LineStart& start);

Diagnostic tooDeep(Span at);
/// `first` is what stands where the edition line should.
Diagnostic missingEdition(Span first, Span place);
/// A first line such as `version: 1`, or `itw` alone.
Diagnostic editionWrittenOtherwise(Span line);
/// Empty `written`: no number behind `itw`.
Diagnostic unknownEdition(Span at, std::string_view written);
Diagnostic textBehindEdition(Span at);
Diagnostic docBehindCode(Span sign);
Diagnostic detachedDoc(Span block);

}  // namespace itw::parsing
