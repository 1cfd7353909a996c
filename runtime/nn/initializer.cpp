#include "runtime/nn/initializer.h"

#include <array>
#include <cmath>
#include <string>

#include "runtime/nn/arguments.h"
#include "runtime/nn/nn_errors.h"

namespace itw::nn {

namespace {

struct Fans {
  double in = 1;   // Elements of one row of the weight: what feeds one output.
  double out = 1;  // What one input feeds.
};

Fans fansOf(const std::vector<std::int64_t>& shape) {
  Fans fans;
  for (std::size_t i = 1; i < shape.size(); ++i) fans.in *= static_cast<double>(shape[i]);
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (i != 1) fans.out *= static_cast<double>(shape[i]);
  return fans;
}

}  // namespace

const std::vector<InitializerEntry>& initializers() {
  static const std::vector<InitializerEntry> kTable = {{"std.nn.kaiming_uniform", {"a"}},
                                                       {"std.nn.normal", {"mean", "std"}},
                                                       {"std.nn.ones", {}},
                                                       {"std.nn.uniform", {"low", "high"}},
                                                       {"std.nn.xavier_uniform", {"gain"}},
                                                       {"std.nn.zeros", {}}};
  return kTable;
}

Result<Initializer> Initializer::of(const expr::Component& component,
                                    const std::vector<std::int64_t>& shape) {
  Arguments arguments(component.name, component.arguments);
  const Fans fans = fansOf(shape);
  Initializer made(Shape::Uniform, 0, 0);
  auto within = [&](double bound) { made = Initializer(Shape::Uniform, -bound, bound); };
  if (component.name == "std.nn.kaiming_uniform") {
    const double a = arguments.number("a");
    within(std::sqrt(6 / ((1 + a * a) * fans.in)));
  } else if (component.name == "std.nn.xavier_uniform") {
    within(arguments.number("gain") * std::sqrt(6 / (fans.in + fans.out)));
  } else if (component.name == "std.nn.uniform") {
    made = Initializer(Shape::Uniform, arguments.number("low"), arguments.number("high"));
  } else if (component.name == "std.nn.normal") {
    made = Initializer(Shape::Normal, arguments.number("mean"), arguments.number("std"));
  } else if (component.name == "std.nn.ones") {
    made = Initializer(Shape::Uniform, 1, 1);
  } else if (component.name != "std.nn.zeros") {
    return fail(unknownComponent("initializer", component.name));
  }
  if (arguments.error()) return fail(*arguments.error());
  return made;
}

void Initializer::fill(data::PhiloxKey key, std::uint64_t first, std::span<double> values) const {
  constexpr std::size_t kChunk = 512;
  std::array<std::uint32_t, 2 * kChunk> bits{};
  for (std::size_t done = 0; done < values.size(); done += kChunk) {
    const std::size_t count = std::min(kChunk, values.size() - done);
    // Two words for an element, so that f32 and f64 weights agree up to rounding.
    data::philoxBits(key, 0, 2 * (first + done), std::span(bits).first(2 * count));
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t low = bits[2 * i];
      const std::uint32_t high = bits[2 * i + 1];
      values[done + i] = shape_ == Shape::Normal
                             ? first_ + second_ * data::normalOf(low, high)
                             : first_ + (second_ - first_) * data::uniformOf(low, high);
    }
  }
}

}  // namespace itw::nn
