#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"
#include "runtime/data/philox.h"

namespace itw::nn {

/// Values of a weight as a function of the element alone.
class Initializer {
 public:
  /// The initializer that a component names, for a weight of this shape.
  static Result<Initializer> of(const expr::Component& component,
                                const std::vector<std::int64_t>& shape);

  /// Writes the values of the elements from `first` on.
  void fill(data::PhiloxKey key, std::uint64_t first, std::span<double> values) const;

 private:
  enum class Shape : std::uint8_t { Uniform, Normal };
  Initializer(Shape shape, double first, double second)
      : shape_(shape), first_(first), second_(second) {}

  Shape shape_;
  double first_;   // The lower bound, or the mean.
  double second_;  // The upper bound, or the standard deviation.
};

/// An initializer and its parameters, for the worker's registry.
struct InitializerEntry {
  std::string_view name;
  std::vector<std::string_view> parameters;
};

/// All initializers.
const std::vector<InitializerEntry>& initializers();

}  // namespace itw::nn
