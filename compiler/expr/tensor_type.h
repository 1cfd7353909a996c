#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itw::expr {

/// Element types of tensors.
enum class DType : std::uint8_t { F16, BF16, F32, F64, I64, U8, Bool };

/// "f32".
std::string_view nameOf(DType dtype);
/// The dtype of a name, or none.
std::optional<DType> dtypeOf(std::string_view name);
/// Bytes of one element.
std::uint32_t sizeOf(DType dtype);

/// A dimension once a model is instantiated: a size, or the free symbol of the batch (`N`).
struct ConcreteDim {
  std::int64_t size = -1;  ///< -1 when `symbol` names it.
  std::string symbol;
  friend bool operator==(const ConcreteDim&, const ConcreteDim&) = default;
};

/// The type of a tensor once a model is instantiated.
struct ConcreteTensor {
  DType dtype = DType::F32;
  std::vector<ConcreteDim> dims;
  friend bool operator==(const ConcreteTensor&, const ConcreteTensor&) = default;
};

/// `f32[N, 10]`, as a user would write it.
std::string textOf(const ConcreteTensor& tensor);

}  // namespace itw::expr
