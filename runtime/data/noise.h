#pragma once

#include <cstdint>
#include <memory>

#include "runtime/data/dataset.h"

namespace itw::data {

/// A dataset whose f32 and f64 fields have normal noise of that standard deviation added, a
/// function of the seed, the field's name and the sample's row in the base.
std::shared_ptr<const Dataset> withNoise(const DataView& view, double deviation, std::int64_t seed);

}  // namespace itw::data
