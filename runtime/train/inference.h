#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/data/dataset.h"
#include "runtime/train/observer.h"
#include "runtime/train/train_spec.h"

namespace itw::train {

/// Measures a trained model.
Result<std::vector<Measured>> evaluateModel(const EvaluateSpec& spec, Observer& observer);

/// The results of a trained model for every sample, in the order of the data; metrics and target of
/// the spec do not count.
Result<std::shared_ptr<const data::Dataset>> predictModel(const EvaluateSpec& spec,
                                                          Observer& observer);

/// Writes the weights of a trained model under their names, floating ones rounded to `dtype` if it
/// is given, with nothing else but the mark that PyTorch's users expect.
Result<void> exportModel(const std::string& modelPath, std::optional<expr::DType> dtype,
                         const std::string& path);

}  // namespace itw::train
