#include "runtime/train/schedule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "runtime/nn/arguments.h"
#include "runtime/nn/elementwise_function.h"
#include "runtime/nn/nn_errors.h"

namespace itw::train {

namespace {

using Factor = std::function<double(std::int64_t)>;
using MakeFactor = Factor (*)(nn::Arguments& arguments, const Horizon& horizon);

/// A length in epochs as steps.
double stepsOf(nn::Arguments& arguments, const std::string& name, const Horizon& horizon) {
  return arguments.amount(name) * static_cast<double>(horizon.stepsPerEpoch);
}

// Rises linearly over `warmup` steps, then does what `after` says of the share of the other steps
// that is over.
Factor warmThen(double warmup, const Horizon& horizon, std::function<double(double)> after) {
  return [warmup, steps = static_cast<double>(horizon.steps),
          after = std::move(after)](std::int64_t step) {
    const auto at = static_cast<double>(step);
    if (at < warmup) return std::min(1.0, (at + 1) / warmup);
    return steps <= warmup ? 1.0 : after((at - warmup) / (steps - warmup));
  };
}

Factor constant(nn::Arguments&, const Horizon&) {
  return [](std::int64_t) { return 1.0; };
}

Factor warmup(nn::Arguments& arguments, const Horizon& horizon) {
  return warmThen(stepsOf(arguments, "length", horizon), horizon, [](double) { return 1.0; });
}

Factor cosine(nn::Arguments& arguments, const Horizon& horizon) {
  return warmThen(stepsOf(arguments, "warmup", horizon), horizon,
                  [](double share) { return 0.5 * (1 + std::cos(std::numbers::pi * share)); });
}

Factor polynomial(nn::Arguments& arguments, const Horizon& horizon) {
  const double power = arguments.number("power");
  return warmThen(stepsOf(arguments, "warmup", horizon), horizon,
                  [power](double share) { return std::pow(1 - share, power); });
}

Factor stepwise(nn::Arguments& arguments, const Horizon& horizon) {
  const double every = stepsOf(arguments, "every", horizon);
  const double factor = arguments.number("factor");
  return [every, factor](std::int64_t step) {
    return std::pow(factor, std::floor(static_cast<double>(step) / every));
  };
}

Factor exponential(nn::Arguments& arguments, const Horizon& horizon) {
  const double factor = arguments.number("factor");
  return [factor, perEpoch = horizon.stepsPerEpoch](std::int64_t step) {
    return std::pow(factor, static_cast<double>(step / perEpoch));
  };
}

Factor multistep(nn::Arguments& arguments, const Horizon& horizon) {
  const double factor = arguments.number("factor");
  std::vector<double> places;
  const expr::Value* at = arguments.optional("at");
  const auto* list = at == nullptr ? nullptr : std::get_if<expr::List>(&at->node);
  if (list == nullptr) arguments.complain("at", "a list of epochs");
  for (const expr::Value& item : list == nullptr ? std::vector<expr::Value>{} : list->items) {
    const auto* quantity = std::get_if<expr::Quantity>(&item.node);
    const double epochs = quantity != nullptr ? quantity->amount : expr::numberOf(item).value_or(0);
    places.push_back(epochs * static_cast<double>(horizon.stepsPerEpoch));
  }
  return [factor, places](std::int64_t step) {
    double product = 1;
    for (double place : places)
      if (static_cast<double>(step) >= place) product *= factor;
    return product;
  };
}

// Both halves as PyTorch's OneCycleLR counts them: the first ends in step `rise * steps - 1`.
Factor oneCycle(nn::Arguments& arguments, const Horizon& horizon) {
  const auto steps = static_cast<double>(horizon.steps);
  const double top = arguments.number("rise") * steps - 1;
  const double start = 1 / arguments.number("start");
  const double end = start / arguments.number("final");
  const auto between = [](double from, double to, double share) {
    return to + (from - to) / 2 * (1 + std::cos(std::numbers::pi * share));
  };
  return [=](std::int64_t step) {
    const auto at = static_cast<double>(step);
    if (at <= top) return between(start, 1, top <= 0 ? 1 : at / top);
    const double down = steps - 1 - top;
    return between(1, end, down <= 0 ? 1 : std::min(1.0, (at - top) / down));
  };
}

// A user's function of the share of the training that is done.
Factor custom(nn::Arguments& arguments, const Horizon& horizon) {
  auto function = nn::ElementwiseFunction::of(arguments.optional("factor"), 1);
  if (!function) {
    arguments.complain("factor", "a function");
    return {};
  }
  const auto steps = static_cast<double>(std::max<std::int64_t>(horizon.steps, 1));
  return [function = *std::move(function), steps](std::int64_t step) {
    const std::array<at::Tensor, 1> progress = {
        at::full({1}, static_cast<double>(step) / steps, at::kDouble)};
    return function(progress).item<double>();
  };
}

struct Entry {
  ScheduleEntry entry;
  MakeFactor make;
};

const std::vector<Entry>& entries() {
  static const std::vector<Entry> kEntries = {
      {{"std.train.constant", {}}, constant},
      {{"std.train.cosine", {"warmup"}}, cosine},
      {{"std.train.custom", {"factor"}}, custom},
      {{"std.train.exponential", {"factor"}}, exponential},
      {{"std.train.multistep", {"at", "factor"}}, multistep},
      {{"std.train.one_cycle", {"rise", "start", "final"}}, oneCycle},
      {{"std.train.plateau", {"series", "factor", "patience"}}, constant},
      {{"std.train.polynomial", {"power", "warmup"}}, polynomial},
      {{"std.train.step", {"every", "factor"}}, stepwise},
      {{"std.train.warmup", {"length"}}, warmup},
  };
  return kEntries;
}

}  // namespace

const std::vector<ScheduleEntry>& scheduleTable() {
  static const std::vector<ScheduleEntry> kTable = [] {
    std::vector<ScheduleEntry> table;
    for (const Entry& each : entries()) table.push_back(each.entry);
    return table;
  }();
  return kTable;
}

Result<Schedule> Schedule::plateauOf(const expr::Component& component,
                                     const std::vector<Series>& series) {
  nn::Arguments arguments(component.name, component.arguments);
  const std::string name = arguments.text("series");
  Rule rule{.factor = arguments.number("factor"),
            .patience = static_cast<std::int64_t>(arguments.amount("patience"))};
  if (arguments.error()) return fail(*arguments.error());
  auto found = findSeries(series, name);
  if (!found) return fail(std::move(found.error()));
  rule.series = *found;
  rule.higherIsBetter = series[*found].higherIsBetter;
  Schedule schedule([](std::int64_t) { return 1.0; });
  schedule.rule_ = rule;
  return schedule;
}

Result<Schedule> Schedule::of(const expr::Component& component, const Horizon& horizon,
                              const std::vector<Series>& series) {
  if (component.name == "std.train.plateau") return plateauOf(component, series);
  for (const Entry& each : entries()) {
    if (each.entry.name != component.name) continue;
    nn::Arguments arguments(component.name, component.arguments);
    Factor factor = each.make(arguments, horizon);
    if (arguments.error()) return fail(*arguments.error());
    return Schedule(std::move(factor));
  }
  return fail(nn::unknownComponent("schedule", component.name));
}

// As PyTorch's ReduceLROnPlateau: better means by more than one part in ten thousand.
void Schedule::onEpoch(const std::vector<double>& values) {
  if (!rule_) return;
  constexpr double kThreshold = 1e-4;
  const double value = values[rule_->series];
  const bool better =
      !plateau_.hasBest || (rule_->higherIsBetter ? value > plateau_.best * (1 + kThreshold)
                                                  : value < plateau_.best * (1 - kThreshold));
  if (better) {
    plateau_.best = value;
    plateau_.hasBest = true;
    plateau_.worse = 0;
  } else if (++plateau_.worse > rule_->patience) {
    plateau_.factor *= rule_->factor;
    plateau_.worse = 0;
  }
}

}  // namespace itw::train
