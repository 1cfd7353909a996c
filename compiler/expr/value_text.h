#pragma once

#include <string>

#include "compiler/expr/value.h"

namespace itw::expr {

/// A value as a user would write it: `0.001`, `"quad"`, `4GiB`, `adamw(lr = 0.001)`,
/// `[accuracy]`. A task's output is `output of task 3`, a model `model 0`, since their names are
/// elsewhere.
std::string textOf(const Value& value);

/// Shortest decimal that reads back as the same double, always with a point or an exponent.
std::string textOfDouble(double value);

/// In the largest unit that gives a whole number: `6h`, `4GiB`, `1500ms`.
std::string textOf(const Quantity& quantity);

/// In quotes, with escapes.
std::string quoted(const std::string& text);

}  // namespace itw::expr
