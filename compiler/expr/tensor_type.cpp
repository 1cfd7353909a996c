#include "compiler/expr/tensor_type.h"

#include <array>

namespace itw::expr {
namespace {

struct DTypeRow {
  std::string_view name;
  std::uint32_t size;
};

// In the order of DType.
constexpr std::array<DTypeRow, 7> kDTypes = {
    {{"f16", 2}, {"bf16", 2}, {"f32", 4}, {"f64", 8}, {"i64", 8}, {"u8", 1}, {"bool", 1}}};

}  // namespace

std::string_view nameOf(DType dtype) { return kDTypes[static_cast<std::size_t>(dtype)].name; }

std::optional<DType> dtypeOf(std::string_view name) {
  for (std::size_t i = 0; i < kDTypes.size(); ++i)
    if (kDTypes[i].name == name) return static_cast<DType>(i);
  return std::nullopt;
}

std::uint32_t sizeOf(DType dtype) { return kDTypes[static_cast<std::size_t>(dtype)].size; }

std::string textOf(const ConcreteTensor& tensor) {
  std::string text(nameOf(tensor.dtype));
  text += '[';
  for (std::size_t i = 0; i < tensor.dims.size(); ++i) {
    if (i > 0) text += ", ";
    const ConcreteDim& dim = tensor.dims[i];
    text += dim.size < 0 ? dim.symbol : std::to_string(dim.size);
  }
  return text + ']';
}

}  // namespace itw::expr
