#pragma once

#include <cstdint>

namespace itw::nn::ops {

/// Planes of height x width and the square windows that move over them without padding.
struct PoolShape {
  std::int64_t planes = 0;
  std::int64_t height = 0;
  std::int64_t width = 0;
  std::int64_t kernel = 1;
  std::int64_t stride = 1;

  std::int64_t outHeight() const { return (height - kernel) / stride + 1; }
  std::int64_t outWidth() const { return (width - kernel) / stride + 1; }
};

/// The largest value of each window and its place within the plane; a NaN is larger than all.
/// `places` may be null.
template <class T>
void maxPoolForward(const PoolShape& shape, const T* input, T* output, std::int32_t* places);

/// Adds each output's gradient at the place of its value; writes all of `inputGradient`.
template <class T>
void maxPoolBackward(const PoolShape& shape, const T* outputGradient, const std::int32_t* places,
                     T* inputGradient);

}  // namespace itw::nn::ops
