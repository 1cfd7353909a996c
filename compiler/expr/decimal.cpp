#include "compiler/expr/decimal.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>

namespace itw::expr {
namespace {

constexpr std::int64_t kMaxExponent = 5000;

// 37 digits leave room for one multiplication by ten before the type overflows.
constexpr Int128 kMaxMantissa =
    static_cast<Int128>(1'000'000'000'000'000'000) * 1'000'000'000'000'000'000 * 10;

bool fits(Int128 mantissa) { return mantissa <= kMaxMantissa && mantissa >= -kMaxMantissa; }

std::optional<Int128> scaled(Int128 mantissa, std::int64_t powerOfTen) {
  if (powerOfTen > 40 && mantissa != 0) return std::nullopt;
  for (; powerOfTen > 0 && mantissa != 0; --powerOfTen) {
    mantissa *= 10;
    if (!fits(mantissa)) return std::nullopt;
  }
  return mantissa;
}

std::string digitsOf(Int128 magnitude) {
  std::string digits;
  for (; magnitude != 0; magnitude /= 10)
    digits.push_back(static_cast<char>('0' + static_cast<int>(magnitude % 10)));
  std::reverse(digits.begin(), digits.end());
  return digits.empty() ? "0" : digits;
}

struct Significand {
  Int128 mantissa = 0;
  std::int64_t exponent = 0;
  std::size_t end = 0;
  bool exact = true;
};

Significand readSignificand(std::string_view digits) {
  Significand result;
  bool behindPoint = false;
  for (; result.end < digits.size(); ++result.end) {
    char c = digits[result.end];
    if (c == '.') {
      behindPoint = true;
      continue;
    }
    if (c < '0' || c > '9') break;
    if (behindPoint) --result.exponent;
    result.mantissa = result.mantissa * 10 + (c - '0');
    if (!fits(result.mantissa)) {
      result.exact = false;
      break;
    }
  }
  return result;
}

}  // namespace

Decimal::Decimal(std::int64_t value) { *this = *normalized(value, 0); }

std::optional<Decimal> Decimal::normalized(Int128 mantissa, std::int64_t exponent) {
  if (mantissa == 0) return Decimal();
  // Divisions of 64 bits are many times faster than those of 128.
  auto small = static_cast<std::int64_t>(mantissa);
  if (small == mantissa) {
    for (; small % 10 == 0; small /= 10) ++exponent;
    mantissa = small;
  }
  while (mantissa % 10 == 0) {
    mantissa /= 10;
    ++exponent;
  }
  if (!fits(mantissa) || exponent > kMaxExponent || exponent < -kMaxExponent) return std::nullopt;
  return Decimal(mantissa, static_cast<std::int32_t>(exponent));
}

std::optional<Decimal> Decimal::parse(std::string_view digits) {
  Significand read = readSignificand(digits);
  if (!read.exact || read.end == 0) return std::nullopt;
  std::int64_t power = 0;
  if (read.end < digits.size()) {
    std::string_view rest = digits.substr(read.end);
    if (rest.front() != 'e' && rest.front() != 'E') return std::nullopt;
    rest.remove_prefix(1);
    if (!rest.empty() && rest.front() == '+') rest.remove_prefix(1);
    auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), power);
    if (error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
    if (power > kMaxExponent || power < -kMaxExponent) return std::nullopt;
  }
  return normalized(read.mantissa, read.exponent + power);
}

std::optional<Decimal> Decimal::plus(const Decimal& other) const {
  if (isZero()) return other;
  if (other.isZero()) return *this;
  std::int32_t low = std::min(exponent_, other.exponent_);
  auto left = scaled(mantissa_, exponent_ - low);
  auto right = scaled(other.mantissa_, other.exponent_ - low);
  if (!left || !right) return std::nullopt;
  return normalized(*left + *right, low);
}

std::optional<Decimal> Decimal::minus(const Decimal& other) const { return plus(other.negated()); }

std::optional<Decimal> Decimal::times(const Decimal& other) const {
  Int128 product = 0;
  if (__builtin_mul_overflow(mantissa_, other.mantissa_, &product)) return std::nullopt;
  return normalized(product, std::int64_t{exponent_} + other.exponent_);
}

std::optional<Decimal> Decimal::over(const Decimal& divisor) const {
  if (divisor.isZero()) return std::nullopt;
  Int128 numerator = mantissa_;
  std::int64_t exponent = std::int64_t{exponent_} - divisor.exponent_;
  while (numerator % divisor.mantissa_ != 0) {
    auto larger = scaled(numerator, 1);
    if (!larger) return std::nullopt;
    numerator = *larger;
    --exponent;
  }
  return normalized(numerator / divisor.mantissa_, exponent);
}

Decimal Decimal::negated() const { return Decimal(-mantissa_, exponent_); }

std::optional<Decimal> Decimal::floor() const {
  if (isInteger()) return *this;
  Int128 divisor = 1;
  for (std::int32_t i = exponent_; i < 0 && divisor < kMaxMantissa; ++i) divisor *= 10;
  Int128 quotient = mantissa_ / divisor;
  if (mantissa_ < 0) --quotient;
  return normalized(quotient, 0);
}

std::optional<std::int64_t> Decimal::toInteger() const {
  if (!isInteger()) return std::nullopt;
  auto whole = scaled(mantissa_, exponent_);
  if (!whole || *whole > std::numeric_limits<std::int64_t>::max() ||
      *whole < std::numeric_limits<std::int64_t>::min())
    return std::nullopt;
  return static_cast<std::int64_t>(*whole);
}

std::string Decimal::digits() const { return digitsOf(mantissa_ < 0 ? -mantissa_ : mantissa_); }

double Decimal::toDouble() const {
  // Both factors are exact doubles, so the one rounding of the product is the right one (Clinger).
  constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr Int128 kExact = Int128{1} << 53;
  if (mantissa_ <= kExact && mantissa_ >= -kExact && exponent_ >= -22 && exponent_ <= 22) {
    auto mantissa = static_cast<double>(mantissa_);
    return exponent_ < 0 ? mantissa / kPowers[-exponent_] : mantissa * kPowers[exponent_];
  }
  std::string text = (mantissa_ < 0 ? "-" : "") + digits() + "e" + std::to_string(exponent_);
  return std::strtod(text.c_str(), nullptr);
}

std::string Decimal::text() const {
  std::string result = digits();
  std::string sign = mantissa_ < 0 ? "-" : "";
  auto count = static_cast<std::int32_t>(result.size());
  std::int32_t magnitude = exponent_ + count - 1;
  if (exponent_ >= 0 && magnitude <= 18)
    return sign + result + std::string(static_cast<std::size_t>(exponent_), '0');
  if (magnitude < -4 || magnitude > 18) {
    if (count > 1) result.insert(1, ".");
    return sign + result + "e" + std::to_string(magnitude);
  }
  if (magnitude < 0)
    return sign + "0." + std::string(static_cast<std::size_t>(-magnitude) - 1, '0') + result;
  result.insert(static_cast<std::size_t>(magnitude) + 1, ".");
  return sign + result;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  if (auto difference = minus(other)) return difference->mantissa_ <=> Int128{0};
  bool negative = mantissa_ < 0;
  if (negative != (other.mantissa_ < 0))
    return negative ? std::strong_ordering::less : std::strong_ordering::greater;
  // The difference does not fit in 37 digits, so the magnitudes are far apart or the tails differ.
  double left = toDouble();
  double right = other.toDouble();
  if (left < right) return std::strong_ordering::less;
  return left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

}  // namespace itw::expr
