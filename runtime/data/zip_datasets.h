#pragma once

#include <memory>

#include "compiler/base/result.h"
#include "runtime/data/dataset.h"

namespace itw::data {

/// The fields of both, sample by sample. Errors: another number of samples; the checker has seen
/// that no name stands in both.
Result<std::shared_ptr<const Dataset>> zipped(const DataView& left, const DataView& right);

}  // namespace itw::data
