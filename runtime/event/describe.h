#pragma once

#include "runtime/event/codec.h"
#include "runtime/event/message.h"

/// How the structs that messages and journal records share stand in CBOR.
namespace itw::event {

/// Beyond it, a number is no class.
constexpr ErrorClass lastOf(Type<ErrorClass>) { return ErrorClass::Interrupted; }

/// The fields of each struct and the keys that they stand under.
constexpr auto describe(Type<SourcePlace>) {
  return std::tuple(field("file", &SourcePlace::file), field("line", &SourcePlace::line),
                    field("column", &SourcePlace::column));
}

constexpr auto describe(Type<Error>) {
  return std::tuple(
      field("code", &Error::code), field("class", &Error::kind), field("message", &Error::message),
      field("help", &Error::help), field("causes", &Error::causes), field("place", &Error::place),
      field("task", &Error::task), field("rank", &Error::rank), field("attempt", &Error::attempt));
}

constexpr auto describe(Type<OutputValue>) {
  return std::tuple(field("output", &OutputValue::output), field("kind", &OutputValue::kind),
                    field("path", &OutputValue::path), field("value", &OutputValue::value),
                    field("digest", &OutputValue::digest));
}

}  // namespace itw::event
