#pragma once

#include <functional>

#include "runtime/train/optimizers/number.h"

namespace itw::train::optimizers {

/// A place on the line that is searched, and what the loss does there.
struct LinePoint {
  Number position = 0;  ///< In lengths of the direction.
  double loss = 0;
  Number slope = 0;  ///< Of the loss, along the direction.
  at::Tensor gradient;
};

/// When a search gives up.
struct SearchLimits {
  std::int64_t steps = 25;  ///< Evaluations after the first one.
  Number longest = 1;       ///< The largest element of the direction.
  double change = 1e-9;     ///< No weight moves by more than this between the ends of the bracket.
};

/// Where a search ended.
struct SearchResult {
  LinePoint point;
  std::int64_t evaluations = 0;
};

/// Evaluates a place on the line. A loss that is not finite counts as infinitely high.
using EvaluateAt = std::function<LinePoint(Number position)>;

/// Looks for a point with the strong Wolfe conditions (Nocedal and Wright, 3.5; c1 = 1e-4,
/// c2 = 0.9) from `start`, whose position is 0, beginning at `first`. It takes the branches of
/// PyTorch's Python; the result is the lowest end of the bracket when the search gives up.
SearchResult strongWolfe(const LinePoint& start, Number first, const SearchLimits& limits,
                         const EvaluateAt& evaluate);

/// Where the cubic through two points with these slopes is lowest, within bounds; the middle of the
/// bounds where it has no minimum.
Number cubicMinimum(const LinePoint& a, const LinePoint& b, Number least, Number most);

}  // namespace itw::train::optimizers
