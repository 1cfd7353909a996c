#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The journal's frames: u32 length of the payload, u32 crc32c of all but itself, u64 sequence, u64
/// sequence that was durable when the frame was written, payload; little-endian. A frame without
/// payload is no record: it only says what was durable.
namespace itw::event {

/// How a journal file begins, and the bytes of a frame before its payload.
inline constexpr std::string_view kJournalMagic{"ITWJRNL\x01", 8};
inline constexpr std::size_t kJournalHead = 24;

/// One record as it stands in the file.
struct JournalFrame {
  std::uint64_t sequence = 0;
  std::uint64_t durable = 0;
  std::string_view payload;
};

/// Writes a frame with its checksum.
void appendJournalFrame(std::string& out, const JournalFrame& frame);

/// The whole and unharmed frame at the start of `bytes`, or none.
std::optional<JournalFrame> readJournalFrame(std::string_view bytes);

/// Whether `bytes`, which start at the broken frame that should be number `sequence`, hold a later
/// frame that was written when `sequence` was already durable: then the break is damage, and no
/// write that a crash cut short.
bool durableFrameFollows(std::string_view bytes, std::uint64_t sequence);

}  // namespace itw::event
