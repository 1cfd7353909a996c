#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/plan/plan.h"
#include "runtime/store/store.h"

namespace itw::cli {

/// A run to be told of: what was planned, and what its journal says.
struct RunView {
  const store::Store& store;
  const plan::Plan& plan;
  const store::RunState& state;
  std::string run;
};

/// What stands around a run in the document of language.md section 9.
struct DocumentFrame {
  std::string_view kind = "run";
  bool ok = true;
  std::string_view warnings = "[]";  ///< JSON array of what the compiler said.
  const Error* fatal = nullptr;      ///< What ended the run as a whole.
  bool full = false;  ///< With metrics, environment and versions, as `show` has them.
};

/// The run as one JSON document and a newline.
std::string runDocument(const RunView& view, const DocumentFrame& frame);

/// What the run published, as people read it; empty when there is nothing.
std::string publishedText(const RunView& view);

/// "3 done, 1 failed"; "all 4 tasks cached".
std::string countsText(const RunView& view);

/// All that `itwc show` tells of a run.
std::string runText(const RunView& view);

/// The errors of a run's tasks, in the order of the plan.
std::vector<Error> errorsOf(const RunView& view);

}  // namespace itw::cli
