#pragma once

#include "runtime/train/metric.h"

namespace itw::train::metrics {

/// Each function makes one metric of stdlib/train.itw.
using Made = std::unique_ptr<Metric>;

/// Of scores and labels.
Made accuracy();
Made confusionMatrix();
Made precision();
Made recall();
Made f1();
/// Needs all scores at once, and keeps them.
Made auc();

/// Of values.
Made meanAbsolute();
Made meanSquare();
Made determination();

/// Of a user's function of prediction and truth.
Result<Made> functionMean(const expr::Component& component);
Result<Made> functionLargest(const expr::Component& component);

}  // namespace itw::train::metrics
