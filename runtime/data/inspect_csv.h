#pragma once

#include <string>
#include <string_view>

#include "compiler/base/result.h"
#include "runtime/data/inspect.h"

namespace itw::data {

/// inspectFile for the text of a CSV file; `name` stands in messages.
Result<Inspection> inspectCsv(std::string_view text, const std::string& name);

}  // namespace itw::data
