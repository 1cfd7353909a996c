#pragma once

#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"

// Expressions, declarations and imports that are put together as in another language. Wording lives
// in foreign_forms_diagnostics.cpp only.
namespace itw::parsing {

/// `if a { b } else { c }`, `if a: b else: c`: `sign` stands where `then` is needed.
Diagnostic choiceWithoutThen(Span at, std::string_view sign, std::vector<Edit> edits);
/// `a if c else b`; an empty `meant` where the right text is not known.
Diagnostic choiceBehindItsValue(Span at, Span whole, const std::string& meant);
/// `(1, 2)`.
Diagnostic tuple(Span opener, Span closer);
/// `in (1, 2)`; an empty `meant` where the range is not known.
Diagnostic rangeAsTuple(Span whole, const std::string& meant);
/// `()`.
Diagnostic emptyParentheses(Span whole);
/// `let a = 1, 2`.
Diagnostic listWithoutBrackets(Span comma);
/// `1,000`: `digits` without its commas.
Diagnostic groupedDigits(Span whole, std::string_view written, const std::string& digits);
/// `0,001`: `number` with a decimal point.
Diagnostic decimalComma(Span whole, std::string_view written, const std::string& number);
/// `a, b = parts`.
Diagnostic unpacking(Span names, std::string_view first);
/// `fn f(x: float) -> float`.
Diagnostic functionArrow(Span arrow, Span gap);
/// `fn f(x: float): float { x }`.
Diagnostic functionBlock(Span brace, std::vector<Edit> edits);
/// `import a, b`: the comma, with the blanks behind it.
Diagnostic joinedDeclarations(Span comma, Span gap, std::string_view keyword);
/// `publish(score, "score")`.
Diagnostic publishCall(Span opener, const std::string& meant, Span whole);
/// `a | b` and `a >> b` for `a |> b`.
Diagnostic foreignPipe(Span at, std::string_view written);
/// `from std.nn import linear`: `whole` reaches to the end of the line.
Diagnostic importOfNames(Span whole, const std::string& module, const std::string& meant);
/// `import ./io.itw`, `csv(data/x.csv)`.
Diagnostic pathWithoutQuotes(Span path, std::string_view written);
/// `[*a]`, `f(**options)`.
Diagnostic unpackingStar(Span at, std::string_view written);

}  // namespace itw::parsing
