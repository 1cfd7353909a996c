#pragma once

#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/train/observer.h"
#include "runtime/train/train_spec.h"

namespace itw::train {

/// Trains and writes the kept model to `modelPath`. The results are train_loss and, with a
/// validation set, validation_loss and the metrics, all of the kept epoch. Equal specs give equal
/// files and results on one machine with one number of threads.
Result<std::vector<Measured>> trainModel(const TrainSpec& spec, const std::string& modelPath,
                                         Observer& observer);

}  // namespace itw::train
