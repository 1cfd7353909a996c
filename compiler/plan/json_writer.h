#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace itw::plan {

/// Appends `text` as a JSON string as RFC 8785 wants it; bytes that are not UTF-8 become U+FFFD.
void appendJsonString(std::string& out, std::string_view text);

/// Appends a finite number as ECMAScript prints it: shortest digits that read back the same.
void appendJsonNumber(std::string& out, double number);

/// The order of RFC 8785 for the fields of an object: by UTF-16 code units.
bool canonicalLess(std::string_view left, std::string_view right);

/// Writes a JSON document piece by piece, without blanks. The caller gives the fields of an object
/// in canonical order and balances begin and end.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  /// Balanced by the caller.
  void beginObject();
  void endObject();
  void beginArray();
  void endArray();
  /// The name of the field whose value comes next.
  void key(std::string_view name);

  /// One value each: an item of the open array, or what the last key names.
  void string(std::string_view text);
  void integer(std::int64_t number);
  void number(double number);
  void boolean(bool truth);
  void null();
  /// A value that is JSON already.
  void raw(std::string_view json);

 private:
  void separate();

  std::string& out_;
  std::vector<bool> hasItems_;
  bool afterKey_ = false;
};

}  // namespace itw::plan
