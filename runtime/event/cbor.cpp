#include "runtime/event/cbor.h"

#include <bit>
#include <limits>

namespace itw::event {
namespace {

constexpr unsigned kUnsigned = 0;
constexpr unsigned kNegative = 1;
constexpr unsigned kBytes = 2;
constexpr unsigned kText = 3;
constexpr unsigned kArray = 4;
constexpr unsigned kMap = 5;
constexpr unsigned kTag = 6;
constexpr unsigned kSimple = 7;

constexpr unsigned kFalse = 20;
constexpr unsigned kTrue = 21;
constexpr unsigned kNull = 22;
constexpr unsigned kFloat32 = 26;
constexpr unsigned kFloat64 = 27;

constexpr int kMaxDepth = 32;
constexpr std::uint64_t kMaxItems = 1U << 22U;
constexpr auto kMaxInteger = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

void appendBigEndian(std::string& out, std::uint64_t value, int count) {
  for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xFF));
  }
}

}  // namespace

void CborWriter::head(unsigned major, std::uint64_t argument) {
  unsigned detail = static_cast<unsigned>(argument);
  int extra = 0;
  if (argument >= 24) {
    extra = argument <= 0xFF ? 1 : argument <= 0xFFFF ? 2 : argument <= 0xFFFFFFFF ? 4 : 8;
    detail = 24U + static_cast<unsigned>(std::countr_zero(static_cast<unsigned>(extra)));
  }
  out_.push_back(static_cast<char>((major << 5) | detail));
  appendBigEndian(out_, argument, extra);
}

void CborWriter::text(std::string_view text) {
  head(kText, text.size());
  out_.append(text);
}

void CborWriter::bytes(std::string_view bytes) {
  head(kBytes, bytes.size());
  out_.append(bytes);
}

void CborWriter::integer(std::int64_t value) {
  if (value >= 0) return head(kUnsigned, static_cast<std::uint64_t>(value));
  head(kNegative, static_cast<std::uint64_t>(-(value + 1)));
}

void CborWriter::number(double value) {
  out_.push_back(static_cast<char>((kSimple << 5) | kFloat64));
  appendBigEndian(out_, std::bit_cast<std::uint64_t>(value), 8);
}

void CborWriter::boolean(bool value) { head(kSimple, value ? kTrue : kFalse); }

void CborWriter::null() { head(kSimple, kNull); }

std::string_view CborReader::take(std::uint64_t count) {
  if (failed_ || count > bytes_.size()) {
    failed_ = true;
    return {};
  }
  std::string_view taken = bytes_.substr(0, count);
  bytes_.remove_prefix(count);
  return taken;
}

CborReader::Head CborReader::head() {
  std::string_view first = take(1);
  if (failed_) return {};
  const unsigned byte = static_cast<unsigned char>(first[0]);
  Head head{.major = byte >> 5U, .detail = byte & 31U, .argument = byte & 31U};
  if (head.detail < 24) return head;
  if (head.detail > 27) {  // Reserved, or an indefinite length, which we never write.
    failed_ = true;
    return {};
  }
  head.argument = 0;
  for (char next : take(std::uint64_t{1} << (head.detail - 24))) {
    head.argument = (head.argument << 8) | static_cast<unsigned char>(next);
  }
  return head;
}

std::size_t CborReader::container(unsigned major) {
  Head next = head();
  // Each item takes a byte at least, so a larger count is a lie.
  if (failed_ || next.major != major || next.argument > bytes_.size() ||
      next.argument > kMaxItems) {
    failed_ = true;
    return 0;
  }
  return next.argument;
}

std::string_view CborReader::text() {
  Head next = head();
  if (next.major != kText) failed_ = true;
  return take(next.argument);
}

std::string_view CborReader::bytes() {
  Head next = head();
  if (next.major != kBytes) failed_ = true;
  return take(next.argument);
}

std::int64_t CborReader::integer() {
  Head next = head();
  if (next.major > kNegative || next.argument > kMaxInteger) failed_ = true;
  if (failed_) return 0;
  auto value = static_cast<std::int64_t>(next.argument);
  return next.major == kNegative ? -1 - value : value;
}

std::uint64_t CborReader::natural() {
  Head next = head();
  if (next.major != kUnsigned) failed_ = true;
  return failed_ ? 0 : next.argument;
}

double CborReader::number() {
  if (bytes_.empty() || static_cast<unsigned char>(bytes_[0]) >> 5U <= kNegative) {
    return static_cast<double>(integer());
  }
  Head next = head();
  if (failed_ || next.major != kSimple) {
    failed_ = true;
    return 0;
  }
  if (next.detail == kFloat64) return std::bit_cast<double>(next.argument);
  if (next.detail == kFloat32) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(next.argument));
  }
  failed_ = true;
  return 0;
}

bool CborReader::boolean() {
  Head next = head();
  if (next.major != kSimple || (next.detail != kTrue && next.detail != kFalse)) failed_ = true;
  return !failed_ && next.detail == kTrue;
}

bool CborReader::takeNull() {
  constexpr auto kNullByte = static_cast<char>((kSimple << 5) | kNull);
  if (failed_ || bytes_.empty() || bytes_[0] != kNullByte) return false;
  bytes_.remove_prefix(1);
  return true;
}

void CborReader::skip() { skip(0); }

void CborReader::skip(int depth) {
  if (depth > kMaxDepth) failed_ = true;
  Head next = head();
  if (failed_) return;
  if (next.major == kBytes || next.major == kText) {
    take(next.argument);
    return;
  }
  if (next.major == kTag) failed_ = true;
  if (next.major != kArray && next.major != kMap) return;
  if (next.argument > bytes_.size()) failed_ = true;
  const std::uint64_t items = next.argument * (next.major == kMap ? 2 : 1);
  for (std::uint64_t item = 0; item < items && !failed_; ++item) skip(depth + 1);
}

}  // namespace itw::event
