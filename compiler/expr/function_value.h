#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/expr/expression.h"
#include "compiler/expr/value.h"

namespace itw::expr {

/// What stands in a plan for a component's argument that is a function.
inline constexpr std::string_view kFunctionComponent = "function";

/// The operation of that name in such a value.
std::optional<Op> operationNamed(std::string_view name);

/// The function as a value: the types of its parameters, and its operations in an order in which
/// they can run, calls of other functions written out, `captures` filled in. Names do not count.
Value functionValue(const Function& function, const std::vector<Scalar>& captures);

/// `(a, b) -> abs(a - b) / max(b, 1.0)`: such a value as people read it.
std::string functionText(const Record& function);

}  // namespace itw::expr
