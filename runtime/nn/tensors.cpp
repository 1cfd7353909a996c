#include "runtime/nn/tensors.h"

#include "compiler/base/check.h"

namespace itw::nn {

at::ScalarType scalarTypeOf(expr::DType dtype) {
  switch (dtype) {
    case expr::DType::F16:
      return at::kHalf;
    case expr::DType::BF16:
      return at::kBFloat16;
    case expr::DType::F32:
      return at::kFloat;
    case expr::DType::F64:
      return at::kDouble;
    case expr::DType::I64:
      return at::kLong;
    case expr::DType::U8:
      return at::kByte;
    case expr::DType::Bool:
      return at::kBool;
  }
  return at::kFloat;
}

expr::DType dtypeOf(at::ScalarType type) {
  for (const auto dtype : {expr::DType::F16, expr::DType::BF16, expr::DType::F32, expr::DType::F64,
                           expr::DType::I64, expr::DType::U8, expr::DType::Bool}) {
    if (scalarTypeOf(dtype) == type) return dtype;
  }
  ITW_CHECK(false, "tensors have element types of the language");
  return expr::DType::F32;
}

at::Tensor tensorOf(const data::Dataset& dataset, const data::Column& column) {
  std::vector<std::int64_t> shape{dataset.rows};
  shape.insert(shape.end(), column.field.type.shape.begin(), column.field.type.shape.end());
  void* bytes = const_cast<std::byte*>(column.bytes);
  return at::from_blob(bytes, shape,
                       at::TensorOptions().dtype(scalarTypeOf(column.field.type.dtype)));
}

at::Tensor& reuse(at::Tensor& buffer, at::IntArrayRef shape, at::ScalarType type) {
  if (!buffer.defined() || buffer.scalar_type() != type || buffer.sizes() != shape) {
    buffer = at::empty(shape, type);
  }
  return buffer;
}

}  // namespace itw::nn
