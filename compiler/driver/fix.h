#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/driver/driver.h"

namespace itw {

/// A fix that was applied: what it answered, and where that stood at the time.
struct AppliedFix {
  DiagKind kind{};
  LineColumn place;
  std::string title;
};

/// A file after all its fixes.
struct FixedFile {
  std::string text;
  std::vector<AppliedFix> applied;
  /// The last check: of `text`, with what is left to a person. Never null.
  std::unique_ptr<Compilation> rest;
};

/// Checks a file, applies the fixes that are safe enough and checks again, until none is left. It
/// writes nothing: the text is in the result.
FixedFile fixFile(const FileSystem& files, const CompileRequest& request, Applicability atLeast);

}  // namespace itw
