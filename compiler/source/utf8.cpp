#include <cstdint>

#include "compiler/source/source_map.h"

namespace itw {

namespace {

/// What may follow a first byte: how many bytes, and the bounds of the first of them (RFC 3629,
/// section 4), which rule out overlong forms, surrogates and what lies above U+10FFFF.
struct Tail {
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

bool tailOf(unsigned char first, Tail& tail) {
  if (first < 0x80) return true;
  if (first < 0xC2 || first > 0xF4) return false;
  tail.length = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
  if (first == 0xE0) tail.low = 0xA0;
  if (first == 0xED) tail.high = 0x9F;
  if (first == 0xF0) tail.low = 0x90;
  if (first == 0xF4) tail.high = 0x8F;
  return true;
}

unsigned char byteAt(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

/// Bytes of the sequence at `start`, 0 when it is broken.
std::size_t sequenceLength(std::string_view text, std::size_t start) {
  Tail tail;
  if (!tailOf(byteAt(text, start), tail)) return 0;
  if (start + tail.length >= text.size()) return 0;
  for (std::size_t i = 1; i <= tail.length; ++i) {
    const unsigned char byte = byteAt(text, start + i);
    if (byte < (i == 1 ? tail.low : 0x80) || byte > (i == 1 ? tail.high : 0xBF)) return 0;
  }
  return tail.length + 1;
}

}  // namespace

std::size_t findInvalidUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (byteAt(text, at) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = sequenceLength(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

}  // namespace itw
