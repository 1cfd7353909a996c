#include <bit>
#include <cmath>

#include "runtime/data/philox.h"

namespace itw::data {

namespace {

// Horner's rule, highest power first.
template <std::size_t N>
double polynomial(const double (&coefficients)[N], double x) {
  double sum = 0;
  for (double coefficient : coefficients) sum = sum * x + coefficient;
  return sum;
}

// Natural logarithm for 0 < x <= 1 from IEEE operations only: x = m * 2^e with m near 1, and
// log(m) = 2 atanh((m - 1) / (m + 1)) by its series.
double logOf(double x) {
  constexpr double kLn2 = 0.693147180559945309417232121458;
  constexpr double kSqrtHalf = 0.70710678118654752440;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52 & 0x7FF) - 1022;
  double mantissa = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFULL) | 0x3FE0000000000000ULL);
  if (mantissa < kSqrtHalf) {
    mantissa *= 2;
    --exponent;
  }
  const double z = (mantissa - 1) / (mantissa + 1);
  const double square = z * z;
  double series = 0;
  for (int power = 23; power >= 1; power -= 2) series = series * square + 1.0 / power;
  return 2 * z * series + exponent * kLn2;
}

// Wichura (1988), algorithm AS 241, PPND16: three rational functions.
constexpr double kCentreA[] = {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
                               45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
                               133.14166789178437745, 3.387132872796366608};
constexpr double kCentreB[] = {
    5226.495278852854561,  28729.085735721942674, 39307.89580009271061,  21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083,  42.313330701600911252, 1.0};
constexpr double kMiddleC[] = {7.7454501427834140764e-4, 0.0227238449892691845833,
                               0.24178072517745061177,   1.27045825245236838258,
                               3.64784832476320460504,   5.7694972214606914055,
                               4.6303378461565452959,    1.42343711074968357734};
constexpr double kMiddleD[] = {1.05075007164441684324e-9, 5.475938084995344946e-4,
                               0.0151986665636164571966,  0.14810397642748007459,
                               0.68976733498510000455,    1.6763848301838038494,
                               2.05319162663775882187,    1.0};
constexpr double kTailE[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                             0.0012426609473880784386,  0.026532189526576123093,
                             0.29656057182850489123,    1.7848265399172913358,
                             5.4637849111641143699,     6.6579046435011037772};
constexpr double kTailF[] = {2.04426310338993978564e-15, 1.4215117583164458887e-7,
                             1.8463183175100546818e-5,   7.868691311456132591e-4,
                             0.0148753612908506148525,   0.13692988092273580531,
                             0.59983220655588793769,     1.0};

}  // namespace

double normalOf(std::uint32_t low, std::uint32_t high) {
  // The middle of a cell, so that neither 0 nor 1 occurs.
  const std::uint64_t cell = (static_cast<std::uint64_t>(high) << 32 | low) >> 12;
  const double p = (static_cast<double>(cell) + 0.5) * 0x1p-52;
  const double q = p - 0.5;
  if (q > -0.425 && q < 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kCentreA, r) / polynomial(kCentreB, r);
  }
  const double r = std::sqrt(-logOf(q < 0 ? p : 1 - p));
  const double value = r <= 5 ? polynomial(kMiddleC, r - 1.6) / polynomial(kMiddleD, r - 1.6)
                              : polynomial(kTailE, r - 5) / polynomial(kTailF, r - 5);
  return q < 0 ? -value : value;
}

}  // namespace itw::data
