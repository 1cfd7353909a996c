#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace itw {

/// One code point of a text and the bytes it takes; 0 bytes where the text is not UTF-8 (RFC 3629).
struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;
};

/// The code point that starts at byte `at`, which must be inside the text.
CodePoint decodeUtf8(std::string_view text, std::size_t at);

}  // namespace itw
