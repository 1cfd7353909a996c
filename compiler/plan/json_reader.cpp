#include "compiler/plan/json_reader.h"

#include <charconv>

#include "compiler/base/utf8.h"

namespace itw::plan {
namespace {

constexpr int kDeepest = 256;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

void appendUtf8(std::string& out, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0U | (point >> 6));
    put(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    put(0xE0U | (point >> 12));
    put(0x80U | ((point >> 6) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  } else {
    put(0xF0U | (point >> 18));
    put(0x80U | ((point >> 12) & 0x3FU));
    put(0x80U | ((point >> 6) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  }
}

}  // namespace

void JsonReader::fail(std::string message) {
  if (failed()) return;
  error_ =
      makeError(ErrorClass::Program, std::move(message) + " (byte " + std::to_string(at_) + ")");
}

void JsonReader::skipBlanks() {
  while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string::npos) {
    ++at_;
  }
}

bool JsonReader::take(char c) {
  if (at_ >= text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

JsonKind JsonReader::peek() {
  skipBlanks();
  if (failed() || at_ >= text_.size()) return JsonKind::Bad;
  const char c = text_[at_];
  if (isDigit(c) || c == '-') return JsonKind::Number;
  switch (c) {
    case '{':
      return JsonKind::Object;
    case '[':
      return JsonKind::Array;
    case '"':
      return JsonKind::String;
    case 't':
    case 'f':
      return JsonKind::Boolean;
    case 'n':
      return JsonKind::Null;
    default:
      return JsonKind::Bad;
  }
}

bool JsonReader::enter(char open, std::string_view what) {
  skipBlanks();
  if (failed()) return false;
  if (depth_ >= kDeepest) {
    fail("nested deeper than " + std::to_string(kDeepest));
    return false;
  }
  if (!take(open)) {
    fail("not " + std::string(what));
    return false;
  }
  ++depth_;
  return true;
}

bool JsonReader::another(char close) {
  skipBlanks();
  if (failed()) return false;
  if (take(',')) return true;
  if (!take(close)) fail(std::string("no `,` or `") + close + "` after a value");
  --depth_;
  return false;
}

void JsonReader::literal(std::string_view word) {
  skipBlanks();
  if (failed()) return;
  if (text_.substr(at_, word.size()) != word) {
    fail("not " + std::string(word));
    return;
  }
  at_ += word.size();
}

bool JsonReader::boolean() {
  skipBlanks();
  const bool truth = at_ < text_.size() && text_[at_] == 't';
  if (peek() != JsonKind::Boolean) {
    fail("not true or false");
  } else {
    literal(truth ? "true" : "false");
  }
  return truth && !failed();
}

void JsonReader::null() { literal("null"); }

std::uint32_t JsonReader::hexUnit() {
  std::uint32_t unit = 0;
  const char* begin = text_.data() + at_;
  const std::string_view digits = text_.substr(at_, 4);
  const auto end = std::from_chars(begin, begin + digits.size(), unit, 16);
  if (digits.size() < 4 || end.ptr != begin + 4) fail("no four hexadecimal digits after `\\u`");
  at_ += digits.size();
  return unit;
}

void JsonReader::escape(std::string& out) {
  if (at_ >= text_.size()) return fail("text ends inside a string");
  const char c = text_[at_++];
  constexpr std::string_view kNames = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (const std::size_t known = kNames.find(c); known != std::string_view::npos) {
    out += kMeanings[known];
    return;
  }
  if (c != 'u') return fail("unknown escape in a string");
  std::uint32_t point = hexUnit();
  if (point >= 0xDC00 && point <= 0xDFFF) return fail("half of a surrogate pair in a string");
  if (point >= 0xD800 && point <= 0xDBFF) {
    if (!take('\\') || !take('u')) return fail("half of a surrogate pair in a string");
    const std::uint32_t low = hexUnit();
    if (low < 0xDC00 || low > 0xDFFF) return fail("half of a surrogate pair in a string");
    point = 0x10000U + ((point - 0xD800U) << 10) + (low - 0xDC00U);
  }
  if (!failed()) appendUtf8(out, point);
}

std::string JsonReader::string() {
  skipBlanks();
  if (failed()) return {};
  if (!take('"')) {
    fail("not a string");
    return {};
  }
  std::string out;
  while (!failed()) {
    const std::size_t plain = at_;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\') {
      const CodePoint point = decodeUtf8(text_, at_);
      if (point.value < 0x20) break;
      at_ += point.bytes;
    }
    out.append(text_, plain, at_ - plain);
    if (take('"')) return out;
    if (take('\\')) {
      escape(out);
    } else {
      fail(at_ < text_.size() ? "byte that no string may hold" : "text ends inside a string");
    }
  }
  return {};
}

/// Length of the number at the current place by the grammar of RFC 8259; 0 where there is none.
std::size_t JsonReader::numberLength() const {
  std::size_t at = at_;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text_.size() && isDigit(text_[at])) ++at;
    return at - from;
  };
  const auto is = [&](std::string_view set) {
    return at < text_.size() && set.find(text_[at]) != std::string_view::npos;
  };
  if (is("-")) ++at;
  const bool leadingZero = is("0");
  const std::size_t whole = digits();
  if (whole == 0 || (leadingZero && whole > 1)) return 0;
  if (is(".")) {
    ++at;
    if (digits() == 0) return 0;
  }
  if (is("eE")) {
    ++at;
    if (is("+-")) ++at;
    if (digits() == 0) return 0;
  }
  return at - at_;
}

JsonNumber JsonReader::number() {
  skipBlanks();
  if (failed()) return {};
  const std::string_view token = text_.substr(at_, numberLength());
  JsonNumber result;
  if (token.empty()) {
    fail("not a number");
    return result;
  }
  const char* end = token.data() + token.size();
  if (token.find_first_of(".eE") == std::string_view::npos) {
    result.isInteger = std::from_chars(token.data(), end, result.integer).ec == std::errc();
  }
  const auto parsed = std::from_chars(token.data(), end, result.floating);
  if (parsed.ec != std::errc()) fail("number outside the range of a float");
  at_ += token.size();
  return result;
}

std::int64_t JsonReader::integer() {
  const JsonNumber read = number();
  if (!failed() && !read.isInteger) fail("not a whole number of 64 bits");
  return read.integer;
}

void JsonReader::skip() {
  switch (peek()) {
    case JsonKind::Null:
      return null();
    case JsonKind::Boolean:
      boolean();
      return;
    case JsonKind::Number:
      number();
      return;
    case JsonKind::String:
      string();
      return;
    case JsonKind::Array:
      return array([&] { skip(); });
    case JsonKind::Object:
      return object([&](const std::string&) { skip(); });
    case JsonKind::Bad:
      return fail("not a JSON value");
  }
}

void JsonReader::finish() {
  skipBlanks();
  if (!failed() && at_ < text_.size()) fail("more text after the end of the document");
}

}  // namespace itw::plan
