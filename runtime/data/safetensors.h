#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/tensor_type.h"
#include "runtime/data/array.h"

namespace itw::data {

/// A tensor of a safetensors file: row-major, little-endian.
struct StoredTensor {
  std::string name;
  expr::DType dtype = expr::DType::F32;
  std::vector<std::int64_t> shape;
  const std::byte* bytes = nullptr;

  /// The size that dtype and shape imply.
  std::size_t byteCount() const;
};

/// Texts that a file carries beside its tensors ("__metadata__").
using Metadata = std::map<std::string, std::string>;

/// An open safetensors file; the tensors point into its mapping.
struct SafetensorsFile {
  Metadata metadata;
  std::vector<StoredTensor> tensors;  ///< In the order of their bytes.
  std::vector<SourceArray> foreign;   ///< Of element types that no tensor has: int32 and the like.
  std::shared_ptr<const void> owner;
  std::unordered_map<std::string, std::size_t> places;  ///< Of the tensors, by name.

  /// The tensor of that name, or null.
  const StoredTensor* find(std::string_view name) const;
};

/// Opens a file and verifies all of its header: known types, sizes that agree, no overlap, no gap,
/// no name twice, nothing behind the last tensor.
Result<SafetensorsFile> openSafetensors(const std::string& path);

/// The same for bytes in memory; `name` stands in messages.
Result<SafetensorsFile> parseSafetensors(std::string_view bytes, const std::string& name);

/// Opens a file of another program as arrays.
Result<SourceArrays> openSafetensorsArrays(const std::string& path);

/// Writes a file that appears whole or not at all. Equal tensors and
/// metadata give equal bytes: tensors are ordered by the size of their elements, then by name.
Result<void> writeSafetensors(const std::string& path, std::vector<StoredTensor> tensors,
                              const Metadata& metadata);

}  // namespace itw::data
