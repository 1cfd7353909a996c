#include "runtime/nn/ops/max_pool.h"

#include <algorithm>
#include <cstring>

namespace itw::nn::ops {

namespace {

// The best value so far of one window.
template <class T>
struct Best {
  T value;
  std::int32_t place;

  // Not `>`: a NaN must win, and stay.
  void offer(T other, std::int32_t at) {
    const bool better = !(other <= value) && value == value;
    value = better ? other : value;
    place = better ? at : place;
  }
};

// Four windows side by side: branches on data that looks random would cost more than all the rest.
using Floats = float __attribute__((vector_size(16)));
using Places = std::int32_t __attribute__((vector_size(16)));

struct FourBest {
  Floats values;
  Places places;

  void offer(Floats others, Places at) {
    const Places better = ~(others <= values) & (values == values);
    values = better ? others : values;
    places = better ? at : places;
  }
};

// Every second one of eight values, from the first or from the second on.
struct Halves {
  Floats even;
  Floats odd;
};

Halves halvesOf(const float* from) {
  Floats low;
  Floats high;
  std::memcpy(&low, from, sizeof low);
  std::memcpy(&high, from + 4, sizeof high);
  return {__builtin_shufflevector(low, high, 0, 2, 4, 6),
          __builtin_shufflevector(low, high, 1, 3, 5, 7)};
}

FourBest bestOfFourWindows(const float* plane, std::int32_t corner, std::int32_t width) {
  const Halves above = halvesOf(plane + corner);
  const Halves below = halvesOf(plane + corner + width);
  const Places corners = Places{0, 2, 4, 6} + corner;
  FourBest best{above.even, corners};
  best.offer(above.odd, corners + 1);
  best.offer(below.even, corners + width);
  best.offer(below.odd, corners + width + 1);
  return best;
}

// One row of outputs, as far as whole vectors go; returns how many that are.
std::int64_t pairsInRow(const float* plane, std::int32_t first, std::int32_t width,
                        std::int64_t outWidth, float* output, std::int32_t* places) {
  std::int64_t column = 0;
  for (; column + 4 <= outWidth; column += 4) {
    const auto corner = static_cast<std::int32_t>(first + 2 * column);
    const FourBest best = bestOfFourWindows(plane, corner, width);
    std::memcpy(output + column, &best.values, sizeof best.values);
    if (places != nullptr) std::memcpy(places + column, &best.places, sizeof best.places);
  }
  return column;
}

// Other types have no such vectors here.
std::int64_t pairsInRow(const double*, std::int32_t, std::int32_t, std::int64_t, double*,
                        std::int32_t*) {
  return 0;
}

template <class T>
Best<T> bestOf(const T* plane, std::int32_t corner, std::int32_t width, std::int32_t kernel) {
  Best<T> best{plane[corner], corner};
  for (std::int32_t row = 0; row < kernel; ++row) {
    for (std::int32_t column = 0; column < kernel; ++column) {
      const std::int32_t at = corner + row * width + column;
      best.offer(plane[at], at);
    }
  }
  return best;
}

}  // namespace

template <class T>
void maxPoolForward(const PoolShape& shape, const T* input, T* output, std::int32_t* places) {
  const auto width = static_cast<std::int32_t>(shape.width);
  const auto kernel = static_cast<std::int32_t>(shape.kernel);
  const std::int64_t outWidth = shape.outWidth();
  const std::int64_t rows = shape.planes * shape.outHeight();
  for (std::int64_t row = 0; row < rows; ++row) {
    const std::int64_t plane = row / shape.outHeight();
    const auto first =
        static_cast<std::int32_t>(row % shape.outHeight() * shape.stride * shape.width);
    const T* from = input + plane * shape.height * shape.width;
    T* to = output + row * outWidth;
    std::int32_t* placesTo = places == nullptr ? nullptr : places + row * outWidth;
    std::int64_t column = 0;
    if (kernel == 2 && shape.stride == 2) {
      column = pairsInRow(from, first, width, outWidth, to, placesTo);
    }
    for (; column < outWidth; ++column) {
      const auto corner = static_cast<std::int32_t>(first + column * shape.stride);
      const Best<T> best = bestOf(from, corner, width, kernel);
      to[column] = best.value;
      if (places != nullptr) placesTo[column] = best.place;
    }
  }
}

template <class T>
void maxPoolBackward(const PoolShape& shape, const T* outputGradient, const std::int32_t* places,
                     T* inputGradient) {
  const std::int64_t planeSize = shape.height * shape.width;
  const std::int64_t outputs = shape.outHeight() * shape.outWidth();
  std::fill_n(inputGradient, shape.planes * planeSize, T{0});
  for (std::int64_t plane = 0; plane < shape.planes; ++plane) {
    for (std::int64_t i = plane * outputs; i < (plane + 1) * outputs; ++i) {
      inputGradient[plane * planeSize + places[i]] += outputGradient[i];
    }
  }
}

template void maxPoolForward(const PoolShape&, const float*, float*, std::int32_t*);
template void maxPoolForward(const PoolShape&, const double*, double*, std::int32_t*);
template void maxPoolBackward(const PoolShape&, const float*, const std::int32_t*, float*);
template void maxPoolBackward(const PoolShape&, const double*, const std::int32_t*, double*);

}  // namespace itw::nn::ops
