#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/result.h"

namespace itw::data {

/// A field that a schema for a file would have.
struct InspectedField {
  std::string name;  ///< As the file has it; whether the language takes it is not looked at here.
  std::string type;  ///< "f32[4]", "class[3]"; empty where no field has such values.
  std::string note;  ///< What a person should know: "integers 0 to 2", "3 values are missing".
};

/// What a file of data holds.
struct Inspection {
  std::string reader;  ///< The task that reads it: "csv", "npy", "npz", "safetensors".
  std::int64_t rows = 0;
  bool convert = false;  ///< Whether the reader has to convert element types.
  std::vector<InspectedField> fields;
};

/// Reads all of a file and proposes a schema. The format is told by the ending of the name, for
/// other endings by the first bytes. In CSV, columns `x_0`, `x_1`, ... of numbers become one field.
/// Integers from 0 on whose name is one of a label (`label`, `target`, `class`, `y` ...) become
/// `class[n]`. Errors: those of the readers.
Result<Inspection> inspectFile(const std::string& path);

/// Whether a column of that name probably holds labels.
bool soundsLikeLabel(std::string_view name);

}  // namespace itw::data
