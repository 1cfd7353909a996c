#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace itw::cli {

/// A field of a file as the worker found it; without a type where no schema can have it.
struct FoundField {
  std::string name;
  std::string type;
  std::string note;
};

/// What the worker found in a file of data.
struct FoundData {
  std::string reader;  ///< The task that reads it: "csv".
  std::int64_t rows = 0;
  bool convert = false;  ///< Whether `convert = true` is needed.
  std::vector<FoundField> fields;
};

/// Reads what `itw-worker --inspect` prints. The error is the worker's, or that it says nothing
/// that can be understood. Fields whose names the language does not take lose their types.
Result<FoundData> readInspection(std::string_view json);

/// A program that reads the file: its schema as a type, what is known of each field as a comment,
/// and a pipeline.
std::string programFor(const FoundData& data, const std::string& file);

}  // namespace itw::cli
