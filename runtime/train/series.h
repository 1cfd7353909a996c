#pragma once

#include <string>
#include <vector>

#include "compiler/base/result.h"

namespace itw::train {

/// A series that an epoch adds a point to.
struct Series {
  std::string name;
  bool higherIsBetter = false;
};

/// The number of the series of that name; an unknown one is an error that says which there are.
Result<std::size_t> findSeries(const std::vector<Series>& series, const std::string& name);

}  // namespace itw::train
