#pragma once

#include <string>
#include <vector>

#include "compiler/expr/value.h"

namespace itw::plan {

/// Cells in columns of equal width, each row behind `indent`.
std::string aligned(const std::vector<std::vector<std::string>>& rows, const std::string& indent);

/// A sweep or study as people read it: what varies, what is best, how it searches, when it ends.
std::string describeSearch(const expr::Value& search);

}  // namespace itw::plan
