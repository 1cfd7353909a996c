#pragma once

#include <ATen/core/Tensor.h>

namespace itw::train::optimizers {

/// A number in the arithmetic of PyTorch's Python: a float of double precision, or a tensor without
/// dimensions, to whose type everything it meets is rounded. What rounds otherwise takes other
/// branches in a search.
class Number {
 public:
  /// A float; implicit, as in Python.
  Number(double value) : value_(value) {}  // NOLINT(google-explicit-constructor)
  /// The value of a tensor of one element.
  static Number of(const at::Tensor& scalar);

  double value() const { return value_; }

  friend Number operator+(Number a, Number b);
  friend Number operator-(Number a, Number b);
  friend Number operator*(Number a, Number b);
  /// A float by a tensor is its reciprocal times the float, as in Python.
  friend Number operator/(Number a, Number b);
  friend bool operator<(Number a, Number b);
  friend bool operator<=(Number a, Number b);
  friend bool operator>(Number a, Number b) { return b < a; }
  friend bool operator>=(Number a, Number b) { return b <= a; }

  Number abs() const;
  Number sqrt() const;

 private:
  Number(double value, at::ScalarType type);
  static at::ScalarType common(Number a, Number b);

  double value_;
  at::ScalarType type_ = at::ScalarType::Undefined;  // Of a tensor.
};

/// The first of two unless the second is larger, as in Python: so with what is not a number.
Number larger(Number a, Number b);
/// The first of two unless the second is smaller.
Number smaller(Number a, Number b);

}  // namespace itw::train::optimizers
