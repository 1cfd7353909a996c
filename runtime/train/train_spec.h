#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/expr/model_graph.h"
#include "compiler/expr/value.h"
#include "runtime/data/dataset.h"

namespace itw::train {

/// How the gradient of a global batch is put together.
struct GradientForm {
  /// Parts that are computed one after the other to save memory; they add up to the batch.
  std::int64_t parts = 1;
  /// Virtual shards, each with a gradient of its own, summed in a fixed tree, so that the result
  /// has the same bits however the shards are divided over ranks; 0 without.
  std::int64_t shards = 0;
};

/// Bounds on the gradient of a batch.
struct Clipping {
  std::optional<double> norm;   ///< Of all gradients together, in the sense of Euclid.
  std::optional<double> value;  ///< Of every element, in magnitude.
};

/// When a training saves what it would need to go on, and where.
struct CheckpointRule {
  std::string folder;           ///< Empty: never.
  std::int64_t everySteps = 0;  ///< 0: by time alone.
  double everySeconds = 30;     ///< Where `everySteps` is 0.
};

/// What std.train.train is asked for. The batch is global: no other number of ranks changes the
/// result.
struct TrainSpec {
  expr::ModelGraph model;
  std::string startPath;  ///< A trained model to go on from, in place of `model`; may be empty.
  data::DataView data;
  std::optional<data::DataView> validation;
  std::string target;  ///< Empty: the sole class field, or the field named like the model's result.
  expr::Component loss;
  expr::Component optimizer;
  expr::Component schedule;
  std::vector<expr::Component> metrics;
  std::vector<std::string> metricNames;  ///< Of their outputs; empty for their own names.
  expr::Component keep;
  std::optional<expr::Component> stop;
  std::int64_t epochs = 1;
  std::int64_t batch = 1;
  std::int64_t seed = 0;
  GradientForm gradient;
  Clipping clipping;
  std::optional<double> averageDecay;  ///< Of the moving average of the weights.
  bool mixedPrecision = false;         ///< bf16 where LibTorch's autocast takes it.
  CheckpointRule checkpoints;
  std::int64_t logEvery = 0;  ///< Steps between points of the series `batch_loss`; 0 for none.
  int threads = 1;            ///< At most; small models take fewer.
};

/// What std.train.evaluate is asked for.
struct EvaluateSpec {
  std::string modelPath;
  data::DataView data;
  std::string target;
  std::vector<expr::Component> metrics;
  std::vector<std::string> metricNames;  ///< Of their outputs; empty for their own names.
  std::int64_t batch = 256;
  int threads = 1;
};

/// A measured output: its name and its value as JSON.
struct Measured {
  std::string name;
  std::string json;
};

}  // namespace itw::train
