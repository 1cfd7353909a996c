#pragma once

#include <optional>
#include <vector>

#include "runtime/nn/module.h"
#include "runtime/train/feed.h"
#include "runtime/train/loss.h"
#include "runtime/train/metric.h"
#include "runtime/train/observer.h"

namespace itw::train {

/// Runs the model over a whole dataset, `batch` samples at a time. Leaves the metrics filled and
/// returns the mean loss if one is given.
Result<std::optional<double>> measure(const nn::Module& module, Feed& feed, std::int64_t batch,
                                      const Loss* loss, std::vector<NamedMetric>& metrics,
                                      Observer& observer);

}  // namespace itw::train
