#pragma once

#include <string>

#include "compiler/base/result.h"
#include "runtime/data/dataset.h"

namespace itw::data {

/// Writes the samples of a view as CSV (RFC 4180, LF) that csv reads back to the last bit: a
/// header, columns `name`, or `name_0` to `name_{n-1}` for a field of n elements; numbers in their
/// shortest form that reads back the same.
Result<void> writeCsv(const std::string& path, const DataView& view);

}  // namespace itw::data
