#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace itw::expr {

/// Wide enough for any product of two 64-bit integers.
__extension__ using Int128 = __int128;

/// An exact decimal of up to 37 digits: mantissa * 10^exponent, without trailing zeros in the
/// mantissa. Operations that would not be exact give nothing; callers then go on with a double.
class Decimal {
 public:
  Decimal() = default;
  explicit Decimal(std::int64_t value);
  /// "1e-3", "0.25", "42": what the lexer calls a number.
  static std::optional<Decimal> parse(std::string_view digits);

  std::optional<Decimal> plus(const Decimal& other) const;
  std::optional<Decimal> minus(const Decimal& other) const;
  std::optional<Decimal> times(const Decimal& other) const;
  /// The quotient, if it ends; nothing for a divisor of zero.
  std::optional<Decimal> over(const Decimal& divisor) const;
  Decimal negated() const;
  /// Rounded towards minus infinity.
  std::optional<Decimal> floor() const;

  bool isZero() const { return mantissa_ == 0; }
  bool isInteger() const { return exponent_ >= 0; }
  std::optional<std::int64_t> toInteger() const;
  /// The nearest double.
  double toDouble() const;
  /// Shortest form that a user would write: "0.001", "1e-5", "100".
  std::string text() const;

  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const = default;

 private:
  Decimal(Int128 mantissa, std::int32_t exponent) : mantissa_(mantissa), exponent_(exponent) {}
  static std::optional<Decimal> normalized(Int128 mantissa, std::int64_t exponent);
  std::string digits() const;

  Int128 mantissa_ = 0;
  std::int32_t exponent_ = 0;
};

}  // namespace itw::expr
