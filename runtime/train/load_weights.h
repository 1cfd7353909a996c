#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/base/result.h"
#include "compiler/expr/model_graph.h"

namespace itw::train {

/// What std.train.load_weights is asked for.
struct LoadSpec {
  expr::ModelGraph model;
  std::string startPath;  ///< A trained model to take, in place of `model`; may be empty.
  std::string path;       ///< The safetensors file with the weights.
  std::optional<std::int64_t> seed;  ///< Draws what the file lacks, which is else an error.
  bool ignoreExtra = false;          ///< What the file has too much is left alone.
  bool convert = false;              ///< Takes floating element types other than the model's.
};

/// Writes the model with the weights of the file to `modelPath`.
Result<void> loadWeights(const LoadSpec& spec, const std::string& modelPath);

}  // namespace itw::train
