#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "runtime/data/array.h"
#include "runtime/data/field_type.h"

namespace itw::data {

/// Why an element cannot be taken.
enum class ElementTrouble : std::uint8_t { Missing, Label, Range, Fraction };

/// An element that cannot be taken: its number in row-major order and how it reads.
struct BadElement {
  ElementTrouble trouble;
  std::int64_t index = 0;
  std::string text;
};

/// Row-major elements of a field, in the array's own bytes or in `owner`, or why there are none.
struct ArrayValues {
  const std::byte* bytes = nullptr;
  std::shared_ptr<const void> owner;
  std::optional<BadElement> bad;
};

/// The elements of an array as those of a field, with every value verified: floats are finite,
/// labels below their number, conversions within range and integers whole. Bytes that need no
/// change are not copied.
ArrayValues readArray(const SourceArray& array, const FieldType& type);

}  // namespace itw::data
