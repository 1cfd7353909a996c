#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace itw {

/// A dense index that cannot be mixed up with one of another kind: `using TaskId = Id<struct
/// TaskTag>`.
template <class Tag>
struct Id {
  std::uint32_t value = std::numeric_limits<std::uint32_t>::max();

  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}
  constexpr bool valid() const { return value != std::numeric_limits<std::uint32_t>::max(); }
  constexpr std::size_t index() const { return value; }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

}  // namespace itw

template <class Tag>
struct std::hash<itw::Id<Tag>> {
  std::size_t operator()(itw::Id<Tag> id) const noexcept { return id.value; }
};
