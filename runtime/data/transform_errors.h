#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "compiler/base/error.h"
#include "runtime/data/field_type.h"

namespace itw::data {

/// A field that the dataset does not have.
Error noSuchField(const std::string& field);
/// A field of integers where numbers with a fraction are computed.
Error fieldNotFloating(const Field& field);
/// Statistics of a field with another number of elements.
Error otherElements(const Field& field, std::size_t fitted);
/// A series too short for one window.
Error noWindow(std::int64_t samples, std::int64_t length, std::int64_t horizon);
/// Datasets of different lengths side by side.
Error otherLength(std::int64_t left, std::int64_t right);
/// A field that gives no order: more than one element, or half floats.
Error noTime(const Field& field);
/// A function that gives no number for a value of a sample.
Error notFiniteResult(const std::string& field, std::int64_t sample, double value);
/// Fewer groups than parts, so that one part has none.
Error emptyGroupPart(const std::string& part, std::size_t groups);

}  // namespace itw::data
