#include "runtime/train/optimizers/strong_wolfe.h"

#include <array>
#include <cmath>

namespace itw::train::optimizers {

namespace {

constexpr double kDecrease = 1e-4;  // c1
constexpr double kCurvature = 0.9;  // c2

class Search {
 public:
  Search(const LinePoint& start, const SearchLimits& limits, const EvaluateAt& evaluate)
      : start_(start), limits_(limits), evaluate_(evaluate), ends_{start, start} {}

  SearchResult run(Number first) {
    findBracket(first);
    chooseLow();
    while (!found_ && taken_ < limits_.steps) {
      if ((ends_[1].position - ends_[0].position).abs() * limits_.longest < limits_.change) break;
      narrow(evaluate_(nextPosition()));
      ++taken_;
    }
    return {.point = ends_[low_], .evaluations = taken_ + 1};
  }

 private:
  void findBracket(Number first);
  void narrow(const LinePoint& now);
  Number nextPosition();

  // Not low enough for how far it is (Armijo).
  bool isTooHigh(const LinePoint& now) const {
    return now.loss > start_.loss + kDecrease * now.position * start_.slope;
  }

  bool isFlat(const LinePoint& now) const { return now.slope.abs() <= -kCurvature * start_.slope; }

  void chooseLow() { low_ = ends_[0].loss <= ends_[1].loss ? 0 : 1; }

  const LinePoint& start_;
  const SearchLimits& limits_;
  const EvaluateAt& evaluate_;
  std::array<LinePoint, 2> ends_;  // Of the bracket, in no order.
  std::size_t low_ = 0;            // The end with the lower loss.
  std::int64_t taken_ = 0;
  bool found_ = false;
  bool wasNearEnd_ = false;
};

// Walks on, ever further, until the conditions hold or a minimum lies behind.
void Search::findBracket(Number first) {
  LinePoint before = start_;
  LinePoint now = evaluate_(first);
  for (; taken_ < limits_.steps; ++taken_) {
    const bool tooHigh = isTooHigh(now) || (taken_ > 1 && now.loss >= before.loss);
    found_ = !tooHigh && isFlat(now);
    if (found_) before = now;
    if (tooHigh || found_ || now.slope >= 0) {
      ends_ = {before, now};
      return;
    }
    const Number least = now.position + 0.01 * (now.position - before.position);
    const Number next = cubicMinimum(before, now, least, now.position * 10);
    before = std::move(now);
    now = evaluate_(next);
  }
  ends_ = {start_, now};
}

// The lowest point of the cubic, but for the second time in a row not close to an end.
Number Search::nextPosition() {
  const Number a = ends_[0].position;
  const Number b = ends_[1].position;
  const Number least = smaller(a, b);
  const Number most = larger(a, b);
  const Number next = cubicMinimum(ends_[0], ends_[1], least, most);
  const Number margin = 0.1 * (most - least);
  const bool isNearEnd = smaller(most - next, next - least) < margin;
  const bool moves = isNearEnd && (wasNearEnd_ || next >= most || next <= least);
  wasNearEnd_ = isNearEnd && !moves;
  if (!moves) return next;
  return (next - most).abs() < (next - least).abs() ? most - margin : least + margin;
}

void Search::narrow(const LinePoint& now) {
  LinePoint& low = ends_[low_];
  LinePoint& high = ends_[1 - low_];
  if (isTooHigh(now) || now.loss >= low.loss) {
    high = now;
    chooseLow();
    return;
  }
  found_ = isFlat(now);
  if (!found_ && now.slope * (high.position - low.position) >= 0) high = low;
  low = now;
}

}  // namespace

Number cubicMinimum(const LinePoint& a, const LinePoint& b, Number least, Number most) {
  const LinePoint& left = a.position <= b.position ? a : b;
  const LinePoint& right = a.position <= b.position ? b : a;
  const Number mean = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.position - b.position);
  const Number square = mean * mean - a.slope * b.slope;
  if (!(square >= 0)) return (least + most) / 2;
  const Number root = square.sqrt();
  const Number part = (right.slope + root - mean) / (right.slope - left.slope + Number(2) * root);
  const Number lowest = right.position - (right.position - left.position) * part;
  // An overflow; PyTorch would go on with it.
  if (std::isnan(lowest.value())) return (least + most) / 2;
  return smaller(larger(lowest, least), most);
}

SearchResult strongWolfe(const LinePoint& start, Number first, const SearchLimits& limits,
                         const EvaluateAt& evaluate) {
  return Search(start, limits, evaluate).run(first);
}

}  // namespace itw::train::optimizers
