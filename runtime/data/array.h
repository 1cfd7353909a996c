#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/error.h"
#include "compiler/expr/tensor_type.h"

namespace itw::data {

/// Element types that files of arrays hold; more than the types of tensors.
enum class ElementType : std::uint8_t {
  Bool,
  I8,
  U8,
  I16,
  U16,
  I32,
  U32,
  I64,
  U64,
  F16,
  BF16,
  F32,
  F64
};

/// Bytes of one element.
std::size_t sizeOf(ElementType type);
/// As the language or NumPy calls it: "f32", "int32".
std::string_view nameOf(ElementType type);
/// The same type as a tensor's, if tensors have it.
std::optional<expr::DType> dtypeOf(ElementType type);

/// The element type of a tensor.
ElementType elementTypeOf(expr::DType dtype);

/// An array of a file, as its bytes lie there.
struct SourceArray {
  std::string name;
  ElementType type = ElementType::F32;
  bool swapped = false;  ///< Most significant byte first.
  bool fortran = false;  ///< The first index runs fastest.
  std::vector<std::int64_t> shape;
  std::string_view bytes;

  /// Of all dimensions.
  std::int64_t elements() const;
};

/// The arrays of one file and what keeps their bytes alive.
struct SourceArrays {
  std::vector<SourceArray> arrays;
  std::vector<Error> others;  ///< Why arrays that were not wanted could not be read either.
  std::vector<std::shared_ptr<const void>> owners;

  /// The array of that name, or null.
  const SourceArray* find(std::string_view name) const;
};

/// "f32[150, 4]", "int32[150]".
std::string textOf(const SourceArray& array);

}  // namespace itw::data
