#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/data/dataset.h"

namespace itw::data {

/// How a series of samples becomes windows.
struct WindowRule {
  std::int64_t length = 1;          ///< Samples in a window.
  std::int64_t horizon = 1;         ///< How far behind the window's last sample the target lies.
  std::int64_t stride = 1;          ///< From the start of one window to that of the next.
  std::vector<std::string> fields;  ///< What the windows hold, each sample one entry.
  std::string target;               ///< The field whose later value is the target.
  std::optional<std::string>
      group;  ///< Windows stay within samples that have the same value of it.
};

/// The name of the field with the later value.
inline constexpr const char* kWindowTarget = "target";

/// One sample for each window: the fields with a new first dimension of `length`, and `target`, the
/// value of the target field `horizon` samples behind the window. Errors: no such field, a series
/// too short for one window.
Result<std::shared_ptr<const Dataset>> windowsOf(const DataView& view, const WindowRule& rule);

}  // namespace itw::data
