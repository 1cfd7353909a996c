#pragma once

#include <optional>
#include <vector>

#include "runtime/nn/module.h"
#include "runtime/train/feed.h"
#include "runtime/train/loss.h"
#include "runtime/train/metric.h"
#include "runtime/train/observer.h"

namespace itw::train {

/// How a dataset is gone through.
struct MeasureOptions {
  std::int64_t batch = 256;    ///< Samples at a time; of no influence on the result.
  const Loss* loss = nullptr;  ///< Measured too if given.
};

/// Runs the model over a whole dataset. Leaves the metrics filled and returns the mean loss if one
/// is given.
Result<std::optional<double>> measure(const nn::Module& module, Feed& feed,
                                      const MeasureOptions& options,
                                      std::vector<NamedMetric>& metrics, Observer& observer);

}  // namespace itw::train
