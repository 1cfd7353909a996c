#include "runtime/event/journal_frame.h"

#include "runtime/event/crc32c.h"

namespace itw::event {
namespace {

constexpr std::size_t kLengthAt = 0;
constexpr std::size_t kCrcAt = 4;
constexpr std::size_t kSequenceAt = 8;
constexpr std::size_t kDurableAt = 16;

void put(char* to, std::uint64_t value, int bytes) {
  for (int byte = 0; byte < bytes; ++byte)
    to[byte] = static_cast<char>((value >> (8 * byte)) & 0xFF);
}

std::uint64_t get(const char* from, int bytes) {
  std::uint64_t value = 0;
  for (int byte = bytes; byte-- > 0;) value = (value << 8) | static_cast<unsigned char>(from[byte]);
  return value;
}

std::uint32_t checksum(std::string_view frame) {
  return crc32c(frame.substr(kSequenceAt), crc32c(frame.substr(kLengthAt, 4)));
}

}  // namespace

void appendJournalFrame(std::string& out, const JournalFrame& frame) {
  const std::size_t start = out.size();
  out.resize(start + kJournalHead);
  out.append(frame.payload);
  char* head = out.data() + start;
  put(head + kLengthAt, frame.payload.size(), 4);
  put(head + kSequenceAt, frame.sequence, 8);
  put(head + kDurableAt, frame.durable, 8);
  put(head + kCrcAt, checksum(std::string_view(out).substr(start)), 4);
}

std::optional<JournalFrame> readJournalFrame(std::string_view bytes) {
  if (bytes.size() < kJournalHead) return std::nullopt;
  const std::uint64_t length = get(bytes.data() + kLengthAt, 4);
  if (length > bytes.size() - kJournalHead) return std::nullopt;
  const std::string_view frame = bytes.substr(0, kJournalHead + length);
  if (checksum(frame) != get(bytes.data() + kCrcAt, 4)) return std::nullopt;
  return JournalFrame{.sequence = get(bytes.data() + kSequenceAt, 8),
                      .durable = get(bytes.data() + kDurableAt, 8),
                      .payload = frame.substr(kJournalHead)};
}

bool durableFrameFollows(std::string_view bytes, std::uint64_t sequence) {
  for (std::size_t at = 1; at + kJournalHead <= bytes.size(); ++at) {
    const std::uint64_t claimed = get(bytes.data() + at + kSequenceAt, 8);
    // Sequences grow by one a frame, which spares the checksum at all but a few places.
    if (claimed <= sequence || claimed - sequence > bytes.size() / kJournalHead) continue;
    const auto frame = readJournalFrame(bytes.substr(at));
    if (frame && frame->durable >= sequence) return true;
  }
  return false;
}

}  // namespace itw::event
