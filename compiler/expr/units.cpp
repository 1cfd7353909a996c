#include "compiler/expr/units.h"

#include <algorithm>

namespace itw::expr {
namespace {

constexpr Dimension kDuration{{1}};
constexpr Dimension kBytes{{0, 1}};
constexpr Dimension kFrequency{{-1}};
constexpr Dimension kRate{{-1, 1}};
constexpr Dimension kMass{{0, 0, 1}};
constexpr Dimension kEnergy{{0, 0, 0, 1}};
constexpr Dimension kPower{{-1, 0, 0, 1}};
constexpr Dimension kCarbon{{0, 0, 1, -1}};
constexpr Dimension kEpochs{{0, 0, 0, 0, 1}};
constexpr Dimension kSteps{{0, 0, 0, 0, 0, 1}};
constexpr Dimension kSamples{{0, 0, 0, 0, 0, 0, 1}};
constexpr Dimension kTrials{{0, 0, 0, 0, 0, 0, 0, 1}};
constexpr Dimension kGpus{{0, 0, 0, 0, 0, 0, 0, 0, 1}};
constexpr Dimension kGpuHours{{1, 0, 0, 0, 0, 0, 0, 0, 1}};
constexpr Dimension kCpus{{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}};
constexpr Dimension kCpuHours{{1, 0, 0, 0, 0, 0, 0, 0, 0, 1}};

constexpr std::array<std::string_view, 10> kBaseSymbols = {
    "s", "B", "g", "J", "epochs", "steps", "samples", "trials", "gpus", "cpus"};

constexpr NamedDimension kDimensions[] = {
    {"duration", "seconds", "s", kDuration},
    {"bytes", "bytes", "B", kBytes},
    {"frequency", "hertz", "Hz", kFrequency},
    {"power", "watts", "W", kPower},
    {"energy", "joules", "J", kEnergy},
    {"rate", "bytes_per_second", "B/s", kRate},
    {"mass", "grams", "g", kMass},
    {"carbon", "grams_per_joule", "g/J", kCarbon},
    {"epochs", "epochs", "epochs", kEpochs, 1, true},
    {"steps", "steps", "steps", kSteps, 1, true},
    {"samples", "samples", "samples", kSamples, 1, true},
    {"trials", "trials", "trials", kTrials, 1, true},
    {"gpus", "gpus", "gpus", kGpus, 1, true},
    {"cpus", "cpus", "cpus", kCpus, 1, true},
    {"gpu_h", "gpu_h", "gpu_h", kGpuHours, 3600},
    {"cpu_h", "cpu_h", "cpu_h", kCpuHours, 3600},
};

constexpr Unit kUnits[] = {
#define ITW_UNIT(name, dimension, numerator, denominator) \
  {name, k##dimension, numerator, denominator},
#include "compiler/expr/units.def"
#undef ITW_UNIT
};

std::string powerText(std::string_view symbol, int exponent) {
  std::string text(symbol);
  return exponent == 1 ? text : text + "^" + std::to_string(exponent);
}

}  // namespace

Dimension Dimension::times(const Dimension& other) const {
  Dimension product = *this;
  for (std::size_t i = 0; i < exponents.size(); ++i)
    product.exponents[i] =
        static_cast<std::int8_t>(std::clamp(exponents[i] + other.exponents[i], -100, 100));
  return product;
}

Dimension Dimension::over(const Dimension& other) const {
  Dimension inverse;
  for (std::size_t i = 0; i < exponents.size(); ++i)
    inverse.exponents[i] = static_cast<std::int8_t>(-other.exponents[i]);
  return times(inverse);
}

std::optional<Unit> findUnit(std::string_view name) {
  for (const Unit& unit : kUnits)
    if (unit.name == name) return unit;
  return std::nullopt;
}

std::span<const Unit> allUnits() { return kUnits; }

const NamedDimension* findDimension(std::string_view name) {
  for (const NamedDimension& named : kDimensions)
    if (named.name == name) return &named;
  return nullptr;
}

const NamedDimension* namedDimension(const Dimension& dimension) {
  for (const NamedDimension& named : kDimensions)
    if (named.dimension == dimension) return &named;
  return nullptr;
}

std::span<const NamedDimension> allDimensions() { return kDimensions; }

std::string textOf(const Dimension& dimension) {
  if (const NamedDimension* named = namedDimension(dimension)) return std::string(named->name);
  std::string text;
  for (std::size_t i = 0; i < kBaseSymbols.size(); ++i) {
    if (dimension.exponents[i] == 0) continue;
    if (!text.empty()) text += " * ";
    text += powerText(kBaseSymbols[i], dimension.exponents[i]);
  }
  return text.empty() ? "number" : text;
}

}  // namespace itw::expr
