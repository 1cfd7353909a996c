#include "runtime/nn/initializer.h"

#include <array>
#include <cmath>
#include <string>

#include "runtime/nn/arguments.h"
#include "runtime/nn/nn_errors.h"

namespace itw::nn {

namespace {

// Elements of one row of the weight: what feeds one output.
double fanIn(const std::vector<std::int64_t>& shape) {
  double product = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) product *= static_cast<double>(shape[i]);
  return product;
}

}  // namespace

const std::vector<InitializerEntry>& initializers() {
  static const std::vector<InitializerEntry> kTable = {{"std.nn.kaiming_uniform", {"a"}},
                                                       {"std.nn.ones", {}},
                                                       {"std.nn.uniform", {"low", "high"}},
                                                       {"std.nn.zeros", {}}};
  return kTable;
}

Result<Initializer> Initializer::of(const expr::Component& component,
                                    const std::vector<std::int64_t>& shape) {
  Arguments arguments(component.name, component.arguments);
  double low = 0;
  double high = 0;
  if (component.name == "std.nn.kaiming_uniform") {
    const double a = arguments.number("a");
    high = std::sqrt(6 / ((1 + a * a) * fanIn(shape)));
    low = -high;
  } else if (component.name == "std.nn.uniform") {
    low = arguments.number("low");
    high = arguments.number("high");
  } else if (component.name == "std.nn.ones") {
    low = high = 1;
  } else if (component.name != "std.nn.zeros") {
    return fail(unknownComponent("initializer", component.name));
  }
  if (arguments.error()) return fail(*arguments.error());
  return Initializer(low, high);
}

void Initializer::fill(data::PhiloxKey key, std::uint64_t first, std::span<double> values) const {
  constexpr std::size_t kChunk = 512;
  std::array<std::uint32_t, 2 * kChunk> bits{};
  for (std::size_t done = 0; done < values.size(); done += kChunk) {
    const std::size_t count = std::min(kChunk, values.size() - done);
    // Two words for an element, so that f32 and f64 weights agree up to rounding.
    data::philoxBits(key, 0, 2 * (first + done), std::span(bits).first(2 * count));
    for (std::size_t i = 0; i < count; ++i) {
      const double uniform = data::uniformOf(bits[2 * i], bits[2 * i + 1]);
      values[done + i] = low_ + (high_ - low_) * uniform;
    }
  }
}

}  // namespace itw::nn
