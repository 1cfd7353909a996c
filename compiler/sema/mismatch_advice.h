#pragma once

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"

namespace itw::sema {

/// Adds to a mismatch what was probably meant: the name that stands in quotes, the word that a
/// truth value stands for, the number of a share without its `%`.
void adviseOnMismatch(Context& context, const Scope& scope, const Item& item, const Type& expected,
                      Diagnostic& diagnostic);

/// Units of a dimension with numbers, as one writes them: "`2h` or `30min`"; may be empty.
std::string unitExamples(const Type& type);

/// `02:00:00` as a duration of the language, or an empty text.
std::string durationOfClock(const std::string& text);

}  // namespace itw::sema
