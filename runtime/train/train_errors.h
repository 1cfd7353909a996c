#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/error.h"

namespace itw::train {

/// Where a training stands when a loss is no number.
struct LossPlace {
  std::int64_t epoch = 0;  ///< From 1.
  std::int64_t step = 0;   ///< Global, from 1.
};

/// A loss that is NaN or infinite, with the rows of the dataset that it comes from; `batch` is how
/// many samples the batch has.
Error lossNotFinite(double loss, const LossPlace& place, const std::vector<std::int64_t>& rows,
                    std::int64_t batch);
/// A measure that is NaN or infinite; `where` is like "on the validation set after epoch 3".
Error measureNotFinite(std::string_view name, double value, std::string_view where);
/// The dataset has no field for an input or target of the model, or one of another type.
Error dataMismatch(std::string_view model, std::string_view what, std::string_view help = {});
/// A layer that needs the whole batch, in a training that computes it in parts or shards.
Error batchInParts(std::string_view layer);
/// A tensor of a file whose type and shape are not those of the model's weight.
Error weightDiffers(std::string_view weight, std::string_view found, std::string_view wanted);
/// A file that lacks weights of the model, or has tensors that the model does not know.
Error weightsDoNotMatch(std::string_view model, const std::vector<std::string>& missing,
                        const std::vector<std::string>& extra);
/// A dataset without a row.
Error emptyDataset(std::string_view argument);
/// `keep = best(x)` where x is no series of this training.
Error unknownSeries(std::string_view name, const std::vector<std::string>& known);

}  // namespace itw::train
