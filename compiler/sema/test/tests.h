#pragma once

#include <vector>

#include "compiler/sema/checked_program.h"
#include "compiler/sema/context.h"

namespace itw::sema {

/// Checks the tests of the user's file. A test is a small pipeline of its own whose results are
/// compared instead of published.
std::vector<TestInstance> checkTests(Context& context);

}  // namespace itw::sema
