#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/data/array.h"
#include "runtime/data/dataset.h"

namespace itw::data {

/// How arrays become the fields of a dataset.
struct ArrayReading {
  std::string file;  ///< Stands in messages.
  bool convert =
      false;  ///< Takes other element types too, rounded; values that do not fit are errors.
  bool sole = false;  ///< The file has one array, which is the schema's sole field.
};

/// What a reader got out of a file.
struct ArrayTable {
  std::shared_ptr<const Dataset> dataset;
  std::vector<std::string> unusedArrays;  ///< Names that no field took.
};

/// Makes a dataset of a file's arrays: the field of each name, samples along the first dimension.
/// Labels (`class[n]`) may have any integer type, other fields have the type of the schema. Errors
/// name the array and the element: another type or shape, no such array, arrays of different
/// lengths, NaN or infinity, a label that is none.
Result<ArrayTable> datasetOfArrays(SourceArrays arrays, const Schema& schema,
                                   const ArrayReading& reading);

}  // namespace itw::data
