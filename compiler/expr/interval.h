#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace itw::expr {

/// What can be said of a condition over a whole domain.
enum class Tri : std::uint8_t { False, True, Unknown };

/// All numbers from low to high, infinities included where there is no bound. An open end is not
/// itself a member: `0..1` is [0, 1).
struct Interval {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool openHigh = false;

  static Interval point(double value) { return {value, value, false}; }
  bool empty() const { return low > high || (openHigh && low >= high); }
  bool contains(double value) const {
    return value >= low && (openHigh ? value < high : value <= high);
  }
  bool isPoint() const { return low == high && !openHigh; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// All values that the operation can give for members of the two.
Interval plus(const Interval& left, const Interval& right);
Interval minus(const Interval& left, const Interval& right);
Interval times(const Interval& left, const Interval& right);
/// Everything when the divisor may be zero.
Interval over(const Interval& left, const Interval& right);
Interval floorOver(const Interval& left, const Interval& right);
/// Python's modulo: the sign of the divisor.
Interval modulo(const Interval& left, const Interval& right);
Interval negated(const Interval& operand);
Interval join(const Interval& left, const Interval& right);
Interval intersect(const Interval& left, const Interval& right);

/// Whether it holds for all pairs of members, for none, or for some.
Tri less(const Interval& left, const Interval& right);
Tri lessEqual(const Interval& left, const Interval& right);
Tri equal(const Interval& left, const Interval& right);
/// Whether every member of `inner` is one of `outer` (True), none is (False), or some are.
Tri within(const Interval& inner, const Interval& outer);

Tri negated(Tri value);
/// `and` and `or` of three values.
Tri both(Tri left, Tri right);
Tri either(Tri left, Tri right);
/// True or False.
inline Tri triOf(bool value) { return value ? Tri::True : Tri::False; }

}  // namespace itw::expr
