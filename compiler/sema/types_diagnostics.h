#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/expr/evaluate.h"
#include "compiler/sema/item.h"
#include "compiler/syntax/declaration.h"

namespace itw::sema {

Diagnostic typeMismatch(const Item& item, const Type& expected);
/// A value that does not suit what the call's other arguments fixed.
Diagnostic argumentMismatch(const Item& item, const std::string& name, const std::string& callee,
                            const Type& expected, Span declared);
/// A component of another kind.
Diagnostic kindMismatch(const Item& item, const std::string& expected);
Diagnostic noneForValue(const Item& item, const Type& expected);
Diagnostic branchMismatch(const syntax::IfExpr& branches, const std::string& then,
                          const std::string& otherwise);
Diagnostic conditionNotBool(Span condition, const std::string& type);
Diagnostic notAScalar(Span use, const Type& type);
Diagnostic notAList(Span use, const Type& type);
Diagnostic typeAsValue(Span use);
Diagnostic rangeAsValue(Span use);
/// `x == none` where x never is.
Diagnostic neverNone(Span use, const Type& type);

Diagnostic outOfRange(const Item& item, const syntax::Parameter& parameter,
                      const std::string& range);
/// `explanation` says what the left side was; `subject` is the value of a condition on one
/// parameter, or null.
Diagnostic conditionBroken(Span place, const std::string& condition, const std::string& explanation,
                           Span declared, const Item* subject);

Diagnostic drawOutsideSweep(Span use);

Diagnostic operandMismatch(const syntax::BinaryExpr& binary, const std::string& left,
                           const std::string& right);
Diagnostic operandOfUnary(Span use, const std::string& sign, const std::string& type);
Diagnostic operandOfFunction(Span use, const std::string& function, const std::string& type);
Diagnostic wrongOperandCount(Span use, const std::string& function, std::size_t wanted,
                             std::size_t given);
Diagnostic namedOperand(Span use, const std::string& function);
/// A bound of a range that does not go with what it bounds.
Diagnostic boundMismatch(Span bound, const std::string& value, const std::string& type);

Diagnostic numberTooLarge(Span use, const std::string& type);
/// `n: int = 1 in 0..3`; `meant` is how it is written.
Diagnostic rangeBehindDefault(Span sign, const std::string& name, const std::string& meant);
/// A "record", "list" or "type" that nests until nobody can hold it.
Diagnostic tooManyParts(Span use, const std::string& what);
Diagnostic scalarFault(Span use, expr::FaultKind kind);
Diagnostic unknownUnit(Span use, const std::string& unit);
Diagnostic compoundNotDuration(Span use, const std::string& unit);

Diagnostic emptyRange(Span range);
/// `in []`
Diagnostic emptyChoice(Span list);
Diagnostic rangeOnType(Span range, const Type& type);
Diagnostic rangeNeeded(Span use, const Type& type);

/// A `~`, `*` or `$NAME` in a path.
Diagnostic pathForShell(Span path, const std::string& sign);

Diagnostic notAMember(Span use, const std::string& text, const Type& enumeration);
/// A member of an enumeration where a list of them is asked for.
Diagnostic memberWithoutList(Span use, const std::string& name, const Type& list);
Diagnostic notAMember(const Item& item, const std::string& text, const Type& enumeration);
Diagnostic overrideNotReadable(Span declared, const std::string& text, const Type& type);

}  // namespace itw::sema
