#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

#include "compiler/expr/tensor_type.h"
#include "runtime/data/dataset.h"

// Headers that include this one are for the rooms that own LibTorch: nn and train. Functions behind
// them may throw c10::Error; train catches it (train/torch_errors.h).

namespace itw::nn {

/// LibTorch's name of an element type.
at::ScalarType scalarTypeOf(expr::DType dtype);
/// Our name of one; internalError for a type that the language does not have.
expr::DType dtypeOf(at::ScalarType type);

/// A column as a tensor [rows, ...] over the dataset's own memory, which must not be written.
at::Tensor tensorOf(const data::Dataset& dataset, const data::Column& column);

/// `buffer` if it has this shape and type already, else a new tensor in its place: the way to keep
/// memory from step to step.
at::Tensor& reuse(at::Tensor& buffer, at::IntArrayRef shape, at::ScalarType type);

/// The same for the shape and type of another tensor.
inline at::Tensor& reuseLike(at::Tensor& buffer, const at::Tensor& like) {
  return reuse(buffer, like.sizes(), like.scalar_type());
}

}  // namespace itw::nn
