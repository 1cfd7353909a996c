#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/tensor_type.h"
#include "compiler/expr/value.h"

namespace itw::data {

/// The type of one field of a dataset, for one sample: `f32[1, 8, 8]`, `i64`, `class[10]`.
struct FieldType {
  expr::DType dtype = expr::DType::F32;
  std::vector<std::int64_t> shape;  ///< Without the sample dimension; empty for a scalar.
  std::int64_t classes = 0;         ///< Above 0 for `class[n]`: integers below n, kept as i64.

  /// Scalars of one sample.
  std::int64_t elements() const;
  friend bool operator==(const FieldType&, const FieldType&) = default;
};

/// Reads a type as a schema writes it.
Result<FieldType> fieldTypeOf(std::string_view text);

/// The type as a schema writes it.
std::string textOf(const FieldType& type);

/// A named part of every sample.
struct Field {
  std::string name;
  FieldType type;
  friend bool operator==(const Field&, const Field&) = default;
};

/// The fields of a dataset in the order of its schema.
using Schema = std::vector<Field>;

/// A schema from the record of type texts that a plan carries.
Result<Schema> schemaOf(const expr::Record& record);

}  // namespace itw::data
