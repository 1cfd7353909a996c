#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "compiler/base/result.h"
#include "compiler/plan/plan.h"

namespace itw::plan {

/// What the only output of a task is called when its declaration gives it no name.
inline constexpr std::string_view kUnnamedOutput = "output";

/// What every task is measured by, besides its declared outputs.
inline constexpr std::string_view kSecondsOutput = "seconds";
inline constexpr std::string_view kPeakMemoryOutput = "peak_memory";
inline constexpr std::string_view kEnergyOutput = "energy";

/// The component of a task that stands for a sweep whose results the plan uses: what depends on it
/// is known after it has run.
inline constexpr std::string_view kSweepComponent = "sweep";

/// Finds tasks by id, and reads references as the plan's JSON writes them.
class TaskIndex {
 public:
  explicit TaskIndex(const Plan& plan);

  /// The output that `digits/parts.train` means; the whole record of outputs has an empty name.
  Result<Source> find(const std::string& reference) const;

 private:
  const Plan& plan_;
  std::unordered_map<std::string_view, TaskId> ids_;
};

}  // namespace itw::plan
