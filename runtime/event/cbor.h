#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace itw::event {

/// Appends CBOR (RFC 8949) to a string: definite lengths, shortest integers, 8-byte floats. A map
/// or array is a header followed by its items, which the caller writes.
class CborWriter {
 public:
  explicit CborWriter(std::string& out) : out_(out) {}

  /// Each appends one item, or the head of a map or array.
  void map(std::size_t pairs) { head(5, pairs); }
  void array(std::size_t items) { head(4, items); }
  void text(std::string_view text);
  void bytes(std::string_view bytes);
  void integer(std::int64_t value);
  void natural(std::uint64_t value) { head(0, value); }
  void number(double value);
  void boolean(bool value);
  void null();

 private:
  void head(unsigned major, std::uint64_t argument);

  std::string& out_;
};

/// Reads CBOR item by item from bytes that may be anything. After the first item that is not what
/// was asked for, `failed` stays true and every read gives a zero value.
class CborReader {
 public:
  explicit CborReader(std::string_view bytes) : bytes_(bytes) {}

  /// Number of pairs; never more than the remaining bytes could hold.
  std::size_t map() { return container(5); }
  std::size_t array() { return container(4); }
  std::string_view text();
  std::string_view bytes();
  std::int64_t integer();
  std::uint64_t natural();
  /// A float of 4 or 8 bytes, or an integer.
  double number();
  bool boolean();
  /// Takes a null if one is next.
  bool takeNull();
  /// Passes over one item of any type, nested up to 32 deep.
  void skip();

  bool atEnd() const { return bytes_.empty(); }
  bool failed() const { return failed_; }
  /// Lets a caller refuse what was read.
  void fail() { failed_ = true; }

 private:
  struct Head {
    unsigned major = 0;
    unsigned detail = 0;
    std::uint64_t argument = 0;
  };
  Head head();
  std::size_t container(unsigned major);
  std::string_view take(std::uint64_t count);
  void skip(int depth);

  std::string_view bytes_;
  bool failed_ = false;
};

}  // namespace itw::event
