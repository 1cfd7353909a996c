#include "compiler/expr/interval.h"

#include <algorithm>
#include <cmath>

namespace itw::expr {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Bounds beyond 2^53 may have been rounded inwards.
Interval widened(double low, double high, bool openHigh) {
  constexpr double kExact = 9007199254740992.0;
  if (std::isnan(low)) low = -kInfinity;
  if (std::isnan(high)) high = kInfinity;
  if (std::abs(low) > kExact) low = std::nextafter(low, -kInfinity);
  if (std::abs(high) > kExact && high != kInfinity) {
    high = std::nextafter(high, kInfinity);
    openHigh = false;
  }
  return {low, high, openHigh};
}

// Zero times an infinite bound is zero: the bound is a limit, not a member.
double product(double left, double right) { return left == 0 || right == 0 ? 0 : left * right; }

Interval floored(const Interval& operand) {
  double high = std::floor(operand.high);
  if (operand.openHigh && high == operand.high) high -= 1;
  return {std::floor(operand.low), high, false};
}

}  // namespace

Interval plus(const Interval& left, const Interval& right) {
  return widened(left.low + right.low, left.high + right.high, left.openHigh || right.openHigh);
}

Interval minus(const Interval& left, const Interval& right) {
  return widened(left.low - right.high, left.high - right.low, left.openHigh);
}

Interval times(const Interval& left, const Interval& right) {
  auto [low, high] = std::minmax({product(left.low, right.low), product(left.low, right.high),
                                  product(left.high, right.low), product(left.high, right.high)});
  return widened(low, high, false);
}

Interval over(const Interval& left, const Interval& right) {
  if (right.contains(0)) return {};
  auto [low, high] = std::minmax(
      {left.low / right.low, left.low / right.high, left.high / right.low, left.high / right.high});
  bool undefined = std::isnan(left.low / right.low) || std::isnan(left.low / right.high) ||
                   std::isnan(left.high / right.low) || std::isnan(left.high / right.high);
  return undefined ? Interval{} : widened(low, high, false);
}

Interval floorOver(const Interval& left, const Interval& right) {
  return floored(over(left, right));
}

Interval modulo(const Interval& left, const Interval& right) {
  if (right.low > 0) {
    if (left.low >= 0 && less(left, right) == Tri::True) return left;
    return {0, right.high, right.high != kInfinity};
  }
  if (right.high < 0) return {right.low, 0, false};
  return {};
}

Interval negated(const Interval& operand) { return {-operand.high, -operand.low, false}; }

Interval join(const Interval& left, const Interval& right) {
  double high = std::max(left.high, right.high);
  bool open = (left.high < high || left.openHigh) && (right.high < high || right.openHigh);
  return {std::min(left.low, right.low), high, open};
}

Interval intersect(const Interval& left, const Interval& right) {
  double high = std::min(left.high, right.high);
  bool open = (left.high == high && left.openHigh) || (right.high == high && right.openHigh);
  return {std::max(left.low, right.low), high, open};
}

Tri less(const Interval& left, const Interval& right) {
  if (left.high < right.low || (left.high == right.low && left.openHigh)) return Tri::True;
  if (left.low >= right.high) return Tri::False;
  return Tri::Unknown;
}

Tri lessEqual(const Interval& left, const Interval& right) { return negated(less(right, left)); }

Tri equal(const Interval& left, const Interval& right) {
  if (intersect(left, right).empty()) return Tri::False;
  return left.isPoint() && right.isPoint() ? Tri::True : Tri::Unknown;
}

Tri within(const Interval& inner, const Interval& outer) {
  if (intersect(inner, outer).empty()) return Tri::False;
  bool above =
      inner.high > outer.high || (inner.high == outer.high && outer.openHigh && !inner.openHigh);
  return inner.low >= outer.low && !above ? Tri::True : Tri::Unknown;
}

Tri negated(Tri value) {
  if (value == Tri::Unknown) return value;
  return value == Tri::True ? Tri::False : Tri::True;
}

Tri both(Tri left, Tri right) {
  if (left == Tri::False || right == Tri::False) return Tri::False;
  return left == Tri::True && right == Tri::True ? Tri::True : Tri::Unknown;
}

Tri either(Tri left, Tri right) { return negated(both(negated(left), negated(right))); }

}  // namespace itw::expr
