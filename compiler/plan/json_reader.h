#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/error.h"

namespace itw::plan {

/// What kind of JSON value comes next; `Bad` when the text is not JSON there, or after a failure.
enum class JsonKind : std::uint8_t { Null, Boolean, Number, String, Array, Object, Bad };

/// A number as it was written: whole ones that fit are integers, all others floats.
struct JsonNumber {
  bool isInteger = false;
  std::int64_t integer = 0;
  double floating = 0;
};

/// Reads strict JSON (RFC 8259) front to back without building a tree. The first failure is kept
/// and every call after it returns a default, so callers check once, at the end. Takes any bytes.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  /// What comes next, without moving.
  JsonKind peek();
  /// Each takes one value of its kind; anything else fails.
  std::string string();
  JsonNumber number();
  /// A whole number that fits 64 bits; anything else fails.
  std::int64_t integer();
  bool boolean();
  void null();
  /// Passes over one value of any kind.
  void skip();
  /// Calls `onField(name)` for each field; it must read the field's value.
  template <class F>
  void object(F&& onField);
  /// Calls `onItem()` for each item; it must read the item.
  template <class F>
  void array(F&& onItem);
  /// Fails unless only blanks are left.
  void finish();

  /// Keeps a failure of the caller's own, unless there is one already.
  void fail(std::string message);
  bool failed() const { return error_.has_value(); }
  /// What went wrong first, with the byte where; call only when `failed()`.
  Error error() const { return *error_; }

 private:
  void skipBlanks();
  bool take(char c);
  bool enter(char open, std::string_view what);
  /// After an item: true when another one follows, false at the end or on failure.
  bool another(char close);
  void literal(std::string_view word);
  void escape(std::string& out);
  std::uint32_t hexUnit();
  std::size_t numberLength() const;

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::optional<Error> error_;
};

/// One field that an object must have, and what reads it.
template <class F>
struct RequiredField {
  std::string_view name;
  F read;
  bool seen = false;
};
template <class F>
RequiredField(std::string_view, F) -> RequiredField<F>;

/// One field that an object may have; it is left out where it would say nothing.
template <class F>
struct OptionalField {
  std::string_view name;
  F read;
  bool seen = false;
};
template <class F>
OptionalField(std::string_view, F) -> OptionalField<F>;

/// Whether a field of this kind may be left out.
template <class Field>
inline constexpr bool kIsOptional = false;
/// OptionalField is the one that may.
template <class F>
inline constexpr bool kIsOptional<OptionalField<F>> = true;

/// Reads an object that has no fields but these, in any order; `what` names it in messages.
template <class... Field>
void readObject(JsonReader& in, std::string_view what, Field... fields) {
  in.object([&](const std::string& name) {
    const auto tryField = [&](auto& field) {
      if (field.name != name) return false;
      if (field.seen) in.fail("field `" + name + "` stands twice");
      field.seen = true;
      field.read();
      return true;
    };
    if (!(tryField(fields) || ...)) {
      in.fail("unknown field `" + name + "` of " + std::string(what));
    }
  });
  const auto require = [&]<class F>(const F& field) {
    if constexpr (!kIsOptional<F>)
      if (!field.seen)
        in.fail(std::string(what) + " has no field `" + std::string(field.name) + "`");
  };
  (require(fields), ...);
}

template <class F>
void JsonReader::object(F&& onField) {
  if (!enter('{', "an object")) return;
  skipBlanks();
  if (take('}')) {
    --depth_;
    return;
  }
  do {
    skipBlanks();
    const std::string name = string();
    skipBlanks();
    if (!failed() && !take(':')) fail("no `:` after a field's name");
    if (failed()) return;
    onField(name);
  } while (another('}'));
}

template <class F>
void JsonReader::array(F&& onItem) {
  if (!enter('[', "an array")) return;
  skipBlanks();
  if (take(']')) {
    --depth_;
    return;
  }
  do {
    onItem();
  } while (another(']'));
}

}  // namespace itw::plan
