#include "runtime/data/noise.h"

#include "runtime/data/assemble.h"
#include "runtime/data/element_access.h"
#include "runtime/data/philox.h"

namespace itw::data {

namespace {

void addNoise(const DataView& view, const Column& column, double deviation, PhiloxKey key,
              std::byte* to) {
  const auto elements = static_cast<std::size_t>(column.field.type.elements());
  std::size_t next = 0;
  for (std::int64_t i = 0; i < view.size(); ++i) {
    const auto row = static_cast<std::uint64_t>(rowAt(view, i));
    PhiloxBlock block{};
    for (std::size_t e = 0; e < elements; ++e, ++next) {
      // Two words for a number, so two numbers for a block.
      if (e % 2 == 0)
        block = philox({static_cast<std::uint32_t>(e / 2), 0, static_cast<std::uint32_t>(row),
                        static_cast<std::uint32_t>(row >> 32)},
                       key);
      const double noise = normalOf(block[e % 2 * 2], block[e % 2 * 2 + 1]);
      const double value = elementAt(column, row * elements + e);
      storeFloating(to, next, column.field.type.dtype, value + deviation * noise);
    }
  }
}

}  // namespace

std::shared_ptr<const Dataset> withNoise(const DataView& view, double deviation,
                                         std::int64_t seed) {
  Assembly assembly(view.size());
  for (const Column& column : view.base->columns) {
    std::byte* to = assembly.add(column.field);
    if (isFloating(column.field.type))
      addNoise(view, column, deviation, philoxKey(seed, "noise", column.field.name), to);
    else
      gather(view, column, to);
  }
  return assembly.finish();
}

}  // namespace itw::data
