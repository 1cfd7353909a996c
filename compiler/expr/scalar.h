#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "compiler/expr/decimal.h"
#include "compiler/expr/units.h"
#include "compiler/expr/value.h"

namespace itw::expr {

/// A float of the language: an exact decimal as long as folding stays exact, else a double.
class Real {
 public:
  Real() = default;
  Real(Decimal exact) : exact_(exact) {}
  explicit Real(double approximate) : exact_(std::nullopt), approximate_(approximate) {}

  bool isExact() const { return exact_.has_value(); }
  const std::optional<Decimal>& exact() const { return exact_; }
  double toDouble() const { return exact_ ? exact_->toDouble() : approximate_; }
  bool isZero() const { return exact_ ? exact_->isZero() : approximate_ == 0; }

  Real plus(const Real& other) const;
  Real minus(const Real& other) const;
  Real times(const Real& other) const;
  Real over(const Real& other) const;
  Real negated() const;
  Real floor() const;

  std::partial_ordering compare(const Real& other) const;
  /// As a user would write it: "0.001", "1e-5", "2.0".
  std::string text() const;

 private:
  std::optional<Decimal> exact_ = Decimal();
  double approximate_ = 0;
};

/// What folding computes with; Measure is a quantity.
enum class ScalarKind : std::uint8_t { Bool, Int, Float, String, Measure };

/// The type of a scalar; `dimension` counts for Measure alone.
struct ScalarType {
  ScalarKind kind = ScalarKind::Int;
  Dimension dimension;
  friend bool operator==(const ScalarType&, const ScalarType&) = default;
};

/// "int", "float", "duration".
std::string textOf(const ScalarType& type);

/// An amount with a dimension, in seconds, bytes, grams, joules and counts.
struct Measure {
  Real amount;
  Dimension dimension;
};

/// A constant while folding.
struct Scalar {
  std::variant<bool, std::int64_t, Real, std::string, Measure> node;

  ScalarType type() const;
  const bool* boolean() const { return std::get_if<bool>(&node); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&node); }
  const std::string* string() const { return std::get_if<std::string>(&node); }
};

/// The number of an int, float or measure; zero for others.
Real realOf(const Scalar& scalar);
/// Equal values of one type; an int equals a float of the same number.
bool sameScalar(const Scalar& left, const Scalar& right);
/// The canonical value: doubles for floats, base units for measures.
Value toValue(const Scalar& scalar);
/// As a user would write it.
std::string textOf(const Scalar& scalar);

}  // namespace itw::expr
