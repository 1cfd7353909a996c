#include "compiler/plan/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "compiler/base/check.h"
#include "compiler/base/utf8.h"

namespace itw::plan {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

void appendEscape(std::string& out, unsigned char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u00";
  out += kHex[c >> 4];
  out += kHex[c & 15U];
}

/// Where UTF-16 would put a code point: those above U+FFFF begin with a surrogate.
std::uint32_t utf16Rank(std::uint32_t codePoint) {
  if (codePoint >= 0x10000) return 0xD800U + ((codePoint - 0x10000U) >> 10);
  return codePoint;
}

/// Digits of `mantissa` ("1.25" or "5") without the point.
std::string digitsOf(std::string_view mantissa) {
  std::string digits;
  std::copy_if(mantissa.begin(), mantissa.end(), std::back_inserter(digits),
               [](char c) { return c != '.'; });
  return digits;
}

/// ECMAScript's Number::toString for digits d1d2...dk times 10^(point - k).
void appendPlaced(std::string& out, const std::string& digits, int point) {
  const int count = static_cast<int>(digits.size());
  const auto at = static_cast<std::size_t>(std::max(point, 0));
  if (count <= point && point <= 21) {
    out += digits;
    out.append(static_cast<std::size_t>(point - count), '0');
  } else if (0 < point && point <= 21) {
    out.append(digits, 0, at).append(1, '.').append(digits, at);
  } else if (-6 < point && point <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  } else {
    out += digits[0];
    if (count > 1) out.append(1, '.').append(digits, 1);
    out.append(point > 0 ? "e+" : "e-").append(std::to_string(std::abs(point - 1)));
  }
}

}  // namespace

void appendJsonString(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    const CodePoint point = decodeUtf8(text, at);
    if (point.bytes == 0) {
      out += kReplacement;
    } else if (c < 0x20 || c == '"' || c == '\\') {
      appendEscape(out, c);
    } else {
      out += text.substr(at, point.bytes);
    }
    at += std::max<std::size_t>(point.bytes, 1);
  }
  out += '"';
}

void appendJsonNumber(std::string& out, double number) {
  ITW_CHECK(std::isfinite(number), "JSON has no number for infinity or nan");
  if (number == 0) {
    out += '0';
    return;
  }
  if (number < 0) out += '-';
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number),
                                 std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  const std::size_t e = text.find('e');
  int exponent = 0;
  const bool negative = text[e + 1] == '-';
  std::from_chars(text.data() + e + 2, text.data() + text.size(), exponent);
  appendPlaced(out, digitsOf(text.substr(0, e)), (negative ? -exponent : exponent) + 1);
}

bool canonicalLess(std::string_view left, std::string_view right) {
  const auto [l, r] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  if (r == right.end()) return false;
  if (l == left.end()) return true;
  auto start = static_cast<std::size_t>(l - left.begin());
  while (start > 0 && (static_cast<unsigned char>(left[start]) & 0xC0U) == 0x80U) --start;
  const CodePoint a = decodeUtf8(left, start);
  const CodePoint b = decodeUtf8(right, start);
  if (a.bytes == 0 || b.bytes == 0) {
    return static_cast<unsigned char>(*l) < static_cast<unsigned char>(*r);
  }
  const std::uint32_t rankA = utf16Rank(a.value);
  const std::uint32_t rankB = utf16Rank(b.value);
  return rankA != rankB ? rankA < rankB : a.value < b.value;
}

void JsonWriter::separate() {
  if (afterKey_) {
    afterKey_ = false;
    return;
  }
  if (hasItems_.empty()) return;
  if (hasItems_.back()) out_ += ',';
  hasItems_.back() = true;
}

void JsonWriter::beginObject() {
  separate();
  out_ += '{';
  hasItems_.push_back(false);
}

void JsonWriter::endObject() {
  hasItems_.pop_back();
  out_ += '}';
}

void JsonWriter::beginArray() {
  separate();
  out_ += '[';
  hasItems_.push_back(false);
}

void JsonWriter::endArray() {
  hasItems_.pop_back();
  out_ += ']';
}

void JsonWriter::key(std::string_view name) {
  separate();
  appendJsonString(out_, name);
  out_ += ':';
  afterKey_ = true;
}

void JsonWriter::string(std::string_view text) {
  separate();
  appendJsonString(out_, text);
}

void JsonWriter::integer(std::int64_t number) {
  separate();
  std::array<char, 24> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  out_.append(buffer.data(), end.ptr);
}

void JsonWriter::number(double number) {
  separate();
  appendJsonNumber(out_, number);
}

void JsonWriter::boolean(bool truth) {
  separate();
  out_ += truth ? "true" : "false";
}

void JsonWriter::null() {
  separate();
  out_ += "null";
}

void JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
}

}  // namespace itw::plan
