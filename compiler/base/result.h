#pragma once

#include <tl/expected.hpp>

#include "compiler/base/error.h"

namespace itw {

/// A value or the reason why there is none. Ignoring one is a compile error.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

/// The failing half of a Result: `return fail(makeError(...));`.
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace itw
