#include "compiler/expr/scalar.h"

#include <cmath>

#include "compiler/expr/value_text.h"

namespace itw::expr {
namespace {

using Exact = std::optional<Decimal>;

Real exactOr(const Exact& exact, double approximate) {
  return exact ? Real(*exact) : Real(approximate);
}

}  // namespace

Real Real::plus(const Real& other) const {
  Exact exact = exact_ && other.exact_ ? exact_->plus(*other.exact_) : Exact();
  return exactOr(exact, exact ? 0 : toDouble() + other.toDouble());
}

Real Real::minus(const Real& other) const { return plus(other.negated()); }

Real Real::times(const Real& other) const {
  Exact exact = exact_ && other.exact_ ? exact_->times(*other.exact_) : Exact();
  return exactOr(exact, exact ? 0 : toDouble() * other.toDouble());
}

Real Real::over(const Real& other) const {
  Exact exact = exact_ && other.exact_ ? exact_->over(*other.exact_) : Exact();
  return exactOr(exact, exact ? 0 : toDouble() / other.toDouble());
}

Real Real::negated() const { return exact_ ? Real(exact_->negated()) : Real(-approximate_); }

Real Real::floor() const {
  Exact exact = exact_ ? exact_->floor() : Exact();
  return exactOr(exact, exact ? 0 : std::floor(toDouble()));
}

std::partial_ordering Real::compare(const Real& other) const {
  if (exact_ && other.exact_) return *exact_ <=> *other.exact_;
  return toDouble() <=> other.toDouble();
}

std::string Real::text() const {
  if (!exact_) return textOfDouble(approximate_);
  std::string text = exact_->text();
  bool looksWhole = text.find_first_of(".e") == std::string::npos;
  return looksWhole ? text + ".0" : text;
}

std::string textOf(const ScalarType& type) {
  switch (type.kind) {
    case ScalarKind::Bool:
      return "bool";
    case ScalarKind::Int:
      return "int";
    case ScalarKind::Float:
      return "float";
    case ScalarKind::String:
      return "string";
    case ScalarKind::Measure:
      return textOf(type.dimension);
  }
  return "";
}

ScalarType Scalar::type() const {
  if (const auto* measure = std::get_if<Measure>(&node))
    return {ScalarKind::Measure, measure->dimension};
  return {static_cast<ScalarKind>(node.index()), {}};
}

Real realOf(const Scalar& scalar) {
  if (const auto* integer = scalar.integer()) return Decimal(*integer);
  if (const auto* real = std::get_if<Real>(&scalar.node)) return *real;
  if (const auto* measure = std::get_if<Measure>(&scalar.node)) return measure->amount;
  return Decimal(0);
}

bool sameScalar(const Scalar& left, const Scalar& right) {
  if (left.boolean() != nullptr || right.boolean() != nullptr)
    return left.boolean() != nullptr && right.boolean() != nullptr &&
           *left.boolean() == *right.boolean();
  if (left.string() != nullptr || right.string() != nullptr)
    return left.string() != nullptr && right.string() != nullptr &&
           *left.string() == *right.string();
  return left.type().dimension == right.type().dimension &&
         realOf(left).compare(realOf(right)) == std::partial_ordering::equivalent;
}

Value toValue(const Scalar& scalar) {
  if (const auto* boolean = scalar.boolean()) return {*boolean};
  if (const auto* integer = scalar.integer()) return {*integer};
  if (const auto* string = scalar.string()) return {*string};
  if (const auto* real = std::get_if<Real>(&scalar.node)) return {real->toDouble()};
  const auto& measure = std::get<Measure>(scalar.node);
  const NamedDimension* named = namedDimension(measure.dimension);
  if (named == nullptr) return {Quantity{measure.amount.toDouble(), textOf(measure.dimension)}};
  Real amount = measure.amount.over(Decimal(named->scale));
  return {Quantity{amount.toDouble(), std::string(named->base)}};
}

std::string textOf(const Scalar& scalar) {
  if (const auto* real = std::get_if<Real>(&scalar.node)) return real->text();
  return textOf(toValue(scalar));
}

}  // namespace itw::expr
