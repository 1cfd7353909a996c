#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "compiler/base/sha256.h"
#include "runtime/event/cbor.h"

namespace itw::event {

/// A struct's member and the key under which it stands in a CBOR map.
template <class Owner, class Member>
struct Field {
  std::string_view name;
  Member Owner::* member;
};

/// Names a member in `describe`.
template <class Owner, class Member>
constexpr Field<Owner, Member> field(std::string_view name, Member Owner::* member) {
  return {name, member};
}

/// Carries a type to `describe` without an object of it.
template <class T>
struct Type {};

/// A struct is described by `constexpr auto describe(Type<T>)`, a tuple of its fields; encode and
/// decode follow that one list.
template <class T>
concept Described = requires { describe(Type<T>{}); };

template <Described T>
void encode(CborWriter& out, const T& object);
template <Described T>
void decode(CborReader& in, T& object);

/// Each writes one value, for `decode` to read back.
inline void encode(CborWriter& out, const std::string& value) { out.text(value); }
inline void encode(CborWriter& out, const Digest& value) {
  out.bytes({reinterpret_cast<const char*>(value.data()), value.size()});
}
inline void encode(CborWriter& out, std::int64_t value) { out.integer(value); }
inline void encode(CborWriter& out, int value) { out.integer(value); }
inline void encode(CborWriter& out, std::uint64_t value) { out.natural(value); }
inline void encode(CborWriter& out, std::uint32_t value) { out.natural(value); }
inline void encode(CborWriter& out, double value) { out.number(value); }
inline void encode(CborWriter& out, bool value) { out.boolean(value); }

template <class E>
  requires std::is_enum_v<E>
void encode(CborWriter& out, E value) {
  out.natural(static_cast<std::uint64_t>(value));
}

template <class T>
void encode(CborWriter& out, const std::optional<T>& value) {
  if (!value) return out.null();
  encode(out, *value);
}

template <class T>
void encode(CborWriter& out, const std::vector<T>& values) {
  out.array(values.size());
  for (const T& value : values) encode(out, value);
}

inline void decode(CborReader& in, std::string& value) { value = in.text(); }
inline void decode(CborReader& in, std::int64_t& value) { value = in.integer(); }
inline void decode(CborReader& in, std::uint64_t& value) { value = in.natural(); }
inline void decode(CborReader& in, double& value) { value = in.number(); }
inline void decode(CborReader& in, bool& value) { value = in.boolean(); }

inline void decode(CborReader& in, Digest& value) {
  const std::string_view bytes = in.bytes();
  if (bytes.size() != value.size()) return in.fail();
  std::copy(bytes.begin(), bytes.end(), value.begin());
}

inline void decode(CborReader& in, int& value) {
  const std::int64_t wide = in.integer();
  value = static_cast<int>(wide);
  if (value != wide) in.fail();
}

inline void decode(CborReader& in, std::uint32_t& value) {
  const std::uint64_t wide = in.natural();
  value = static_cast<std::uint32_t>(wide);
  if (value != wide) in.fail();
}

/// An enumeration that says its last enumerator by `constexpr E lastOf(Type<E>)`.
template <class E>
  requires std::is_enum_v<E>
void decode(CborReader& in, E& value) {
  const std::uint64_t number = in.natural();
  if (number > static_cast<std::uint64_t>(lastOf(Type<E>{}))) return in.fail();
  value = static_cast<E>(number);
}

template <class T>
void decode(CborReader& in, std::optional<T>& value) {
  value.reset();
  if (in.takeNull()) return;
  decode(in, value.emplace());
}

template <class T>
void decode(CborReader& in, std::vector<T>& values) {
  values.clear();
  const std::size_t count = in.array();
  for (std::size_t index = 0; index < count && !in.failed(); ++index) {
    decode(in, values.emplace_back());
  }
}

/// Writes the fields into a map that the caller has opened.
template <Described T>
void encodeFields(CborWriter& out, const T& object) {
  std::apply(
      [&](const auto&... each) {
        ((out.text(each.name), encode(out, object.*(each.member))), ...);
      },
      describe(Type<T>{}));
}

/// How many fields `describe` lists.
template <Described T>
constexpr std::size_t fieldCount() {
  return std::tuple_size_v<decltype(describe(Type<T>{}))>;
}

template <Described T>
void encode(CborWriter& out, const T& object) {
  out.map(fieldCount<T>());
  encodeFields(out, object);
}

/// Reads `pairs` pairs. Every field must be there once; keys that are not fields are passed over,
/// so that a newer writer may add some.
template <Described T>
void decodeFields(CborReader& in, T& object, std::size_t pairs) {
  std::array<bool, fieldCount<T>()> seen{};
  std::size_t found = 0;
  const auto fields = describe(Type<T>{});
  for (std::size_t pair = 0; pair < pairs && !in.failed(); ++pair) {
    const std::string_view key = in.text();
    std::size_t index = 0;
    bool known = false;
    const auto tryField = [&](const auto& each) {
      if (!known && each.name == key) {
        known = true;
        decode(in, object.*(each.member));
        if (seen[index]) in.fail();
        seen[index] = true;
        ++found;
      }
      ++index;
    };
    std::apply([&](const auto&... each) { (tryField(each), ...); }, fields);
    if (!known) in.skip();
  }
  if (found != fieldCount<T>()) in.fail();
}

template <Described T>
void decode(CborReader& in, T& object) {
  decodeFields(in, object, in.map());
}

/// Writes one alternative as a map whose first pair is "type" and the alternative's name.
template <class... Ts>
void encodeTagged(CborWriter& out, const std::variant<Ts...>& value) {
  std::visit(
      [&]<class T>(const T& object) {
        out.map(fieldCount<T>() + 1);
        out.text("type");
        out.text(nameOf(Type<T>{}));
        encodeFields(out, object);
      },
      value);
}

/// Reads the value of "type" without moving the reader; empty when there is none.
std::string_view peekTag(CborReader in);

/// Reads the fields of `T` into the variant if `tag` names it.
template <class T, class Variant>
bool decodeIfTagged(CborReader& in, std::string_view tag, std::size_t pairs, Variant& value) {
  if (nameOf(Type<T>{}) != tag) return false;
  decodeFields(in, value.template emplace<T>(), pairs);
  return true;
}

/// Reads what encodeTagged wrote; false when the type is unknown.
template <class... Ts>
bool decodeTagged(CborReader& in, std::variant<Ts...>& value) {
  const std::string_view tag = peekTag(in);
  const std::size_t pairs = in.map();
  return (decodeIfTagged<Ts>(in, tag, pairs, value) || ...);
}

}  // namespace itw::event
