#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace itw::expr {

/// What a quantity measures, as exponents of the base dimensions; all zero is a plain number.
struct Dimension {
  /// Time, data, mass, energy, epochs, steps, samples, trials, gpus, cpus.
  std::array<std::int8_t, 10> exponents{};

  bool isNone() const { return *this == Dimension{}; }
  Dimension times(const Dimension& other) const;
  Dimension over(const Dimension& other) const;
  friend bool operator==(const Dimension&, const Dimension&) = default;
};

/// An entry of the closed unit table.
struct Unit {
  std::string_view name;
  Dimension dimension;
  /// One of it is numerator / denominator in seconds, bytes, grams, joules and counts.
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
};

/// A dimension that has a name of its own in the language.
struct NamedDimension {
  std::string_view name;    ///< As a type: "duration".
  std::string_view base;    ///< The base unit that Quantity::unit says: "seconds".
  std::string_view symbol;  ///< The base unit as one writes it: "s".
  Dimension dimension;
  std::int64_t scale = 1;  ///< One base unit in seconds, bytes, ...: 3600 for gpu_h.
  bool counted = false;    ///< Written apart, with a singular: `1 epoch`.
};

/// The unit of that name; `%` is not one.
std::optional<Unit> findUnit(std::string_view name);
std::span<const Unit> allUnits();

/// By the name of a type: "duration", "bytes", "epochs".
const NamedDimension* findDimension(std::string_view name);
/// The name of a dimension, if it has one.
const NamedDimension* namedDimension(const Dimension& dimension);
std::span<const NamedDimension> allDimensions();

/// "duration", or a product of base units, such as "s * B^2", for a dimension without a name.
std::string textOf(const Dimension& dimension);

}  // namespace itw::expr
