#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/data/dataset.h"

namespace itw::data {

/// A field's values are moved by `shift` and then divided by `scale`, one of each for the whole
/// field or for every element of a sample.
struct Normalization {
  std::string field;
  std::vector<double> shift;
  std::vector<double> scale;
};

/// How a normalisation is fitted.
struct NormalizeRule {
  bool minMax = false;  ///< To [0, 1], else to mean 0 and standard deviation 1 (of N, not N - 1).
  bool perElement = false;  ///< Statistics of each element of a sample, else of the whole field.
};

/// Statistics of a view in f64, by Welford's (1962) updates. What never varies keeps scale 1.
/// Errors: no such field, one that is not f32 or f64.
Result<std::vector<Normalization>> fitNormalization(const DataView& view,
                                                    const std::vector<std::string>& fields,
                                                    const NormalizeRule& rule);

/// A dataset with these fields normalised, or, `back`, with their normalisation undone.
Result<std::shared_ptr<const Dataset>> normalized(const DataView& view,
                                                  const std::vector<Normalization>& rules,
                                                  bool back);

}  // namespace itw::data
