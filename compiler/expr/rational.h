#pragma once

#include <cstdint>
#include <numeric>
#include <optional>

#include "compiler/expr/decimal.h"

namespace itw::expr {

/// A reduced fraction with a positive denominator; nothing on 64-bit overflow.
struct Rational {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;

  /// In lowest terms; nothing for a denominator of zero.
  static std::optional<Rational> reduced(Int128 numerator, Int128 denominator);
  bool isZero() const { return numerator == 0; }
  bool isInteger() const { return denominator == 1; }
  std::optional<Rational> plus(const Rational& other) const;
  std::optional<Rational> times(const Rational& other) const;
  std::optional<Rational> over(const Rational& other) const;
  friend bool operator==(const Rational&, const Rational&) = default;
};

inline std::optional<Rational> Rational::reduced(Int128 numerator, Int128 denominator) {
  if (denominator == 0) return std::nullopt;
  Int128 a = numerator < 0 ? -numerator : numerator;
  Int128 b = denominator < 0 ? -denominator : denominator;
  while (b != 0) {
    Int128 rest = a % b;
    a = b;
    b = rest;
  }
  if (denominator < 0) a = -a;
  numerator /= a;
  denominator /= a;
  constexpr Int128 kMax = INT64_MAX;
  if (numerator > kMax || numerator < -kMax || denominator > kMax) return std::nullopt;
  return Rational{static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

inline std::optional<Rational> Rational::plus(const Rational& other) const {
  return reduced(Int128{numerator} * other.denominator + Int128{other.numerator} * denominator,
                 Int128{denominator} * other.denominator);
}

inline std::optional<Rational> Rational::times(const Rational& other) const {
  return reduced(Int128{numerator} * other.numerator, Int128{denominator} * other.denominator);
}

inline std::optional<Rational> Rational::over(const Rational& other) const {
  return reduced(Int128{numerator} * other.denominator, Int128{denominator} * other.numerator);
}

}  // namespace itw::expr
