#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/item.h"
#include "compiler/sema/type.h"
#include "compiler/syntax/expression.h"

namespace itw::sema {

Diagnostic missingArguments(Span call, const std::string& callee,
                            const std::vector<std::string>& missing);
Diagnostic tooManyArguments(Span argument, const std::string& callee, std::size_t takes);
Diagnostic nothingToPipeInto(Span call, const std::string& callee, Span piped);
Diagnostic repeatedArgument(Span later, const std::string& name, Span earlier);
/// `meant` is an argument that `|>` could have been meant for, or empty.
Diagnostic pipedAndNamed(Span later, const std::string& name, const std::string& meant, Span piped);
/// `raw |> split(raw, ...)`
Diagnostic pipedAgain(Span argument, const std::string& written, Span piped);
/// `digits(epochs = 3)` for a param; `call` is valid if it is the only argument.
Diagnostic paramAsArgument(const syntax::Argument& argument, const std::string& pipeline,
                           const std::string& written, Span call);
Diagnostic positionalAfterNamed(Span argument);
/// `f(epochs == 3)`.
Diagnostic comparedArgument(Span sign, const std::string& name);

}  // namespace itw::sema
