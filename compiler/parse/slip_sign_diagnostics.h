#pragma once

#include <string>
#include <string_view>

#include "compiler/diag/diagnostic.h"

// A sign that is missing or another than is needed. Wording lives in slip_sign_diagnostics.cpp
// only.
namespace itw::parsing {

/// Another sign than the only one that can stand here; `needed` with its backticks.
Diagnostic otherSign(Span at, std::string_view written, std::string_view needed);
/// No sign where one must stand; `touches` where no blank stands in front of it.
Diagnostic signMissing(Span at, Span gap, std::string_view needed, bool touches);
/// `+1`, `|> f` at the start of a statement; `next` is where what follows begins.
Diagnostic signWithoutEffect(Span at, std::string_view sign, std::uint32_t next);
/// `60 trials, 1h`; `before` is the end of the first limit.
Diagnostic limitsWithoutOr(Span sign, std::string_view written, std::uint32_t before);
/// `with epochs = 3`.
Diagnostic bindingsWithoutBraces(Span name, Span end);
/// `self.f = ...`.
Diagnostic dottedBinding(Span name, std::string_view last);
/// `csv "a.csv"`: `gap` lies between the name and its argument.
Diagnostic parenthesesMissing(Span gap, Span end, std::string_view name, Span argument);
/// `retries(3)`.
Diagnostic misspeltClause(Span word, std::string_view written, std::string_view meant);
/// `retry 3`, `retry = 3`; an empty value where it is not known.
Diagnostic clauseWithoutParentheses(Span whole, std::string_view meant, const std::string& value);
/// `-> table: file<csv>`.
Diagnostic portWithoutParentheses(Span name, std::string_view written, Span end);
/// Something behind a value that begins no new statement.
Diagnostic valueBehindValue(Span at, std::string_view written);
/// `a: float 1.0`.
Diagnostic defaultWithoutEquals(Span value, Span gap);
/// `= 1 "the number"`.
Diagnostic textBehindDefault(Span at);
/// `a: float > 0`.
Diagnostic comparisonBehindType(Span at, std::string_view sign);
/// `task t() -> (..) {`.
Diagnostic taskInProgram(Span keyword);
/// `test("a") {`, `test a() {`.
Diagnostic titleWithoutQuotes(Span written, std::string_view title);

}  // namespace itw::parsing
