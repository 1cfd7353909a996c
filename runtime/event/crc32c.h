#pragma once

#include <cstdint>
#include <string_view>

namespace itw::event {

/// CRC-32C (Castagnoli, RFC 3720) of `bytes`, continuing from `crc` of what came before. Uses the
/// processor's instruction where there is one.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t crc = 0);

/// The same by table, for machines without the instruction and as its test oracle.
std::uint32_t crc32cByTable(std::string_view bytes, std::uint32_t crc = 0);

}  // namespace itw::event
