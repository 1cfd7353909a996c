#pragma once

#include <vector>

#include "compiler/sema/context.h"
#include "compiler/sema/search/search_info.h"

namespace itw::sema {

/// Checks all sweeps of the user's file against the pipelines that they search; these were checked
/// before.
std::vector<SweepInfo> checkSweeps(Context& context);

/// The same for studies.
std::vector<StudyInfo> checkStudies(Context& context);

}  // namespace itw::sema
