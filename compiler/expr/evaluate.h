#pragma once

#include <span>
#include <variant>

#include "compiler/expr/dim.h"
#include "compiler/expr/expression.h"
#include "compiler/expr/interval.h"

namespace itw::expr {

/// What texts put together may have, so that a few lines cannot ask for gigabytes.
inline constexpr std::size_t kLongestText = 65536;

/// The ways in which arithmetic goes wrong.
enum class FaultKind : std::uint8_t {
  Overflow,
  DivisionByZero,
  NotDivisible,
  OutOfDomain,
  GuardBroken,  ///< A function does not take its operands.
  TextTooLong   ///< More than kLongestText bytes of texts put together.
};

/// Why an expression has no value, and where.
struct Fault {
  FaultKind kind{};
  Origin origin = 0;
};

/// A value, or the reason why there is none.
using Outcome = std::variant<Scalar, Fault>;

/// The value of an expression. `and`, `or` and `if` ignore faults of what they do not need.
Outcome evaluate(const Expression& expression, std::span<const Scalar> slots);

/// The value of a call: its slots filled, its guard first. Faults name places of the function.
Outcome evaluate(const Function& function, std::vector<Scalar> slots);

/// One operation on operands of suitable types; `right` counts for binary ones alone.
Outcome applyOperation(const ExpressionNode& node, const Scalar& left, const Scalar& right);

/// What is known of a scalar whose value may be open: its value, its dimension form, its bounds.
struct Abstract {
  std::optional<Scalar> value;
  std::optional<Dim> dim;    ///< Integers alone.
  Interval range;            ///< Numbers alone.
  Tri truth = Tri::Unknown;  ///< Booleans alone.
};

/// A known scalar.
Abstract abstractOf(const Scalar& value);
/// An integer in dimension form.
Abstract abstractOf(const Dim& dim, const Facts& facts);

/// What is known of an expression when its slots may be open. A fault is one that happens for all
/// values, or a division in a dimension that was not proved exact.
std::variant<Abstract, Fault> approximate(const Expression& expression,
                                          std::span<const Abstract> slots, const Facts& facts);
/// The same of a call.
std::variant<Abstract, Fault> approximate(const Function& function, std::vector<Abstract> slots,
                                          const Facts& facts);

/// What is known of a scalar where the type is asked for: an int becomes a float.
Abstract converted(Abstract known, const ScalarType& type);

}  // namespace itw::expr
