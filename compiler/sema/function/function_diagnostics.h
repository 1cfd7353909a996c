#pragma once

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/expr/evaluate.h"
#include "compiler/sema/arguments.h"

namespace itw::sema {

/// `fn max(...)`: the language has one.
Diagnostic builtInFunction(const Symbol& symbol);
/// A parameter or result that is no scalar; `verb` is "takes" or "gives".
Diagnostic functionTypeNotScalar(Span type, const Type& found, const std::string& verb);
/// An `env` that does not name its variable in a text.
Diagnostic envForm(Span call);
/// An expression that needs what `env` gives.
Diagnostic envInExpression(Span use);
/// Something in a body that no function can compute.
Diagnostic notInAFunction(Span use);
/// Calls that nest too deep or take too many operations.
Diagnostic functionTooLarge(const Symbol& symbol, bool deep);
/// A call without a value; `place` is what fails inside the function.
Diagnostic functionFault(Span call, const std::string& name, expr::FaultKind kind, Span place);
/// A function with other parameters or another result than are needed.
Diagnostic otherFunction(Span use, const Symbol& symbol, const Signature& signature,
                         const Type& result, const Type& expected);

}  // namespace itw::sema
