#pragma once

#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/expression.h"

namespace itw::sema {

/// A test that compares nothing.
Diagnostic testWithoutExpectation(const syntax::Name& title);
/// An expectation without operands, which always says the same.
Diagnostic expectsNothing(Span expectation);
Diagnostic expectationNotBool(Span expectation, const std::string& type);
Diagnostic repeatedTitle(const syntax::Name& title, Span earlier);

}  // namespace itw::sema
