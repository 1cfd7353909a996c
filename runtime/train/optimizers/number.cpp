#include "runtime/train/optimizers/number.h"

#include <cmath>

namespace itw::train::optimizers {

namespace {

// Rounding what was computed in double precision gives the same as computing in float.
double rounded(double value, at::ScalarType type) {
  switch (type) {
    case at::kFloat:
      return static_cast<double>(static_cast<float>(value));
    case at::kHalf:
      return static_cast<double>(static_cast<at::Half>(static_cast<float>(value)));
    case at::kBFloat16:
      return static_cast<double>(static_cast<at::BFloat16>(static_cast<float>(value)));
    default:
      return value;
  }
}

}  // namespace

Number::Number(double value, at::ScalarType type) : value_(rounded(value, type)), type_(type) {}

Number Number::of(const at::Tensor& scalar) {
  return {scalar.item<double>(), scalar.scalar_type()};
}

at::ScalarType Number::common(Number a, Number b) {
  return a.type_ != at::ScalarType::Undefined ? a.type_ : b.type_;
}

Number operator+(Number a, Number b) {
  const at::ScalarType type = Number::common(a, b);
  return {rounded(a.value_, type) + rounded(b.value_, type), type};
}

Number operator-(Number a, Number b) {
  const at::ScalarType type = Number::common(a, b);
  return {rounded(a.value_, type) - rounded(b.value_, type), type};
}

Number operator*(Number a, Number b) {
  const at::ScalarType type = Number::common(a, b);
  return {rounded(a.value_, type) * rounded(b.value_, type), type};
}

Number operator/(Number a, Number b) {
  const at::ScalarType type = Number::common(a, b);
  if (type != a.type_) return Number(1 / b.value_, type) * a;
  return {a.value_ / rounded(b.value_, type), type};
}

bool operator<(Number a, Number b) {
  const at::ScalarType type = Number::common(a, b);
  return rounded(a.value_, type) < rounded(b.value_, type);
}

bool operator<=(Number a, Number b) {
  const at::ScalarType type = Number::common(a, b);
  return rounded(a.value_, type) <= rounded(b.value_, type);
}

Number Number::abs() const { return {std::abs(value_), type_}; }

Number Number::sqrt() const { return {std::sqrt(value_), type_}; }

Number larger(Number a, Number b) { return b > a ? b : a; }

Number smaller(Number a, Number b) { return b < a ? b : a; }

}  // namespace itw::train::optimizers
