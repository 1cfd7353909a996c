#pragma once

#include <string>
#include <string_view>

#include "compiler/diag/diagnostic.h"

// Forms that are almost right. Wording lives in slip_form_diagnostics.cpp only.
namespace itw::parsing {

/// A word where a string is needed.
Diagnostic quotesMissing(Span word, std::string_view written);
/// `barrel | endcap` as a type: the two members, of which the first is at `first`.
Diagnostic enumerationWithoutQuotes(Span first, Span second, std::string_view written);
/// `int | none`; `whole` reaches to the end of `none`.
Diagnostic optionalByBar(Span bar, Span whole, std::string_view type);
/// `int | float`.
Diagnostic choiceOfTypes(Span bar);
/// `"a", "b"` as a type.
Diagnostic enumerationByComma(Span comma);
/// `publish score`, or with another sign than `as`; `gap` is what `as` replaces or where it is
/// inserted.
Diagnostic publishWithoutAs(Span at, std::string_view seen, Span gap, const std::string& inserted);
/// `publish "score" = score`.
Diagnostic publishTurnedRound(Span at);
/// `let a 1`, `split(train 80%)`: a name, then its value.
Diagnostic equalsMissing(Span value, Span gap, std::string_view name);
/// `fn f(x: float) = x`.
Diagnostic resultTypeMissing(Span at, std::string_view name);
/// `param { ... }`.
Diagnostic paramBlock(Span brace);
/// `1 to 10`.
Diagnostic rangeByWord(Span word, Span gap);
/// `3.5 as int`, `(int) 3.5`.
Diagnostic conversion(Span at);
/// `"a" "b"`.
Diagnostic stringsSideBySide(Span second);
/// `for k, v in pairs`.
Diagnostic severalLoopNames(Span comma);
/// A second `for` in one list.
Diagnostic secondLoop(Span at);
/// `f(x) for x in list` without brackets; `whole` is empty where its start is not known.
Diagnostic loopWithoutBrackets(Span at);
/// `on`, `off` and the like where a value stands.
Diagnostic switchWord(Span at, std::string_view written, std::string_view meant);
/// `lr: 0.1`, `x: float = 3`, `int x = 3`, `x = 1` at the top of a file.
Diagnostic settingWithoutParam(Span name, std::string_view word, Span replaced,
                               const std::string& meant);
/// `= 1 where` turned round: a default behind `where`.
Diagnostic defaultBehindCondition(Span at);

}  // namespace itw::parsing
