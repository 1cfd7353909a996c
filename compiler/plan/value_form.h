#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/expr/value.h"

namespace itw::plan {

/// Whole numbers up to this one every JSON reader keeps exactly (RFC 7493).
inline constexpr std::int64_t kLargestSafe = (std::int64_t{1} << 53) - 1;

/// The first field, in canonical order, of the special form that a record looks like: "arguments"
/// of a component, "base" of a path; empty for a plain record.
std::string_view formOf(const expr::Record& record);

}  // namespace itw::plan
