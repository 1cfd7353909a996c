#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/type.h"
#include "compiler/syntax/expression.h"

namespace itw::sema {

Diagnostic unknownType(Span use, const std::string& name,
                       const std::vector<std::string_view>& known);
/// `param lr: f32`
Diagnostic paramOfElement(const syntax::Type& written, const std::string& element);
Diagnostic unknownDType(Span use, const std::string& name);
Diagnostic noTypeArguments(Span use, const std::string& name);
Diagnostic typeArgumentCount(Span use, const std::string& name, std::size_t count);
Diagnostic modelNeedsArrow(Span use);
Diagnostic functionNeedsArrow(Span use);
Diagnostic arrowOutsideModel(Span use);
Diagnostic countNeedsUnit(Span use, const Type& type);
Diagnostic classNeedsSize(Span use);
Diagnostic leadingOutsideOp(Span use);
Diagnostic portNotATensor(Span use, const Type& type);
Diagnostic notInARule(Span use);
Diagnostic dimensionNotInt(Span use, const std::string& type);
Diagnostic dimensionNotPositive(Span use, const std::string& size);
Diagnostic dimensionNotPolynomial(Span use);

}  // namespace itw::sema
