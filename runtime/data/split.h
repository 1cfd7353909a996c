#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/data/dataset.h"

namespace itw::data {

/// Shares of a dataset; they sum to 1.
struct SplitShares {
  double train = 0;
  double validation = 0;
  double test = 0;
};

/// Row numbers of each part, ascending.
struct SplitRows {
  std::vector<std::int64_t> train;
  std::vector<std::int64_t> validation;
  std::vector<std::int64_t> test;
};

/// How many rows each share gets: rounded by largest remainder, so that they sum to `rows`.
std::array<std::int64_t, 3> splitSizes(std::int64_t rows, const SplitShares& shares);

/// Divides [0, rows) at random; a function of its arguments. A share above 0 that gets no row is an
/// error.
Result<SplitRows> splitRows(std::int64_t rows, const SplitShares& shares, std::int64_t seed);

/// Divides the samples of a view so that those with the same value of a field stay together; the
/// shares are of the groups, in a random order. Positions of the view, ascending.
Result<SplitRows> splitGroups(const DataView& view, const std::string& field,
                              const SplitShares& shares, std::int64_t seed);

/// Divides the samples of a view by the order of a field: the first for training, the last for the
/// test. Samples of equal times go to the same part, the earlier one. Positions in order of time.
Result<SplitRows> splitTime(const DataView& view, const std::string& field,
                            const SplitShares& shares);

}  // namespace itw::data
