#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "runtime/data/dataset.h"

namespace itw::data {

/// Element `index` of a column's bytes (all rows one after the other) as a double. Half floats are
/// not read.
inline double elementAt(const Column& column, std::size_t index) {
  const auto load = [&column, index](auto value) {
    std::memcpy(&value, column.bytes + index * sizeof value, sizeof value);
    return static_cast<double>(value);
  };
  switch (column.field.type.dtype) {
    case expr::DType::F32:
      return load(float{});
    case expr::DType::F64:
      return load(double{});
    case expr::DType::I64:
      return load(std::int64_t{});
    default:
      return load(std::uint8_t{});
  }
}

/// Stores a number as a floating element: f32 or f64.
inline void storeFloating(std::byte* to, std::size_t index, expr::DType dtype, double value) {
  if (dtype == expr::DType::F32) {
    const auto narrow = static_cast<float>(value);
    std::memcpy(to + index * sizeof narrow, &narrow, sizeof narrow);
  } else {
    std::memcpy(to + index * sizeof value, &value, sizeof value);
  }
}

/// Whether elementAt and storeFloating can read and change a field.
inline bool isFloating(const FieldType& type) {
  return type.dtype == expr::DType::F32 || type.dtype == expr::DType::F64;
}

}  // namespace itw::data
