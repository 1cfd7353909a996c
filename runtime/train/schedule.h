#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"
#include "runtime/train/series.h"

namespace itw::train {

/// The steps of a training.
struct Horizon {
  std::int64_t stepsPerEpoch = 1;
  std::int64_t steps = 1;
};

/// What a schedule that looks at results remembers; part of a checkpoint.
struct PlateauState {
  double best = 0;
  bool hasBest = false;
  std::int64_t worse = 0;  ///< Epochs since the best.
  double factor = 1;
};

/// The factor on the optimizer's learning rate in every step.
class Schedule {
 public:
  /// The schedule that a component names, for a training of this length with these series.
  static Result<Schedule> of(const expr::Component& component, const Horizon& horizon,
                             const std::vector<Series>& series);

  /// The factor of a step, from 0.
  double factor(std::int64_t step) const { return function_(step) * plateau_.factor; }

  /// Looks at the values of an epoch, one for each series.
  void onEpoch(const std::vector<double>& values);

  const PlateauState& plateau() const { return plateau_; }
  void restore(const PlateauState& state) { plateau_ = state; }

 private:
  /// `plateau`: of which series, and when to act.
  struct Rule {
    std::size_t series = 0;
    bool higherIsBetter = false;
    double factor = 1;
    std::int64_t patience = 0;  ///< In epochs.
  };

  explicit Schedule(std::function<double(std::int64_t)> function)
      : function_(std::move(function)) {}

  static Result<Schedule> plateauOf(const expr::Component& component,
                                    const std::vector<Series>& series);

  std::function<double(std::int64_t)> function_;
  std::optional<Rule> rule_;
  PlateauState plateau_;
};

/// A schedule and its parameters, for the worker's registry.
struct ScheduleEntry {
  std::string_view name;
  std::vector<std::string_view> parameters;
};

/// All schedules, by name.
const std::vector<ScheduleEntry>& scheduleTable();

}  // namespace itw::train
