#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/model_graph.h"
#include "compiler/expr/value.h"
#include "runtime/data/dataset.h"
#include "runtime/train/observer.h"

namespace itw::train {

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
  expr::Component keep;
  std::int64_t epochs = 1;
  std::int64_t batch = 1;
  std::int64_t seed = 0;
  int threads = 1;  ///< At most; small models take fewer.
};

/// What std.train.evaluate is asked for.
struct EvaluateSpec {
  std::string modelPath;
  data::DataView data;
  std::string target;
  std::vector<expr::Component> metrics;
  std::int64_t batch = 256;
  int threads = 1;
};

/// A measured output: its name and its value as JSON.
struct Measured {
  std::string name;
  std::string json;
};

/// Trains and writes the kept model to `modelPath`. The results are train_loss and, with a
/// validation set, validation_loss and the metrics, all of the kept epoch. Equal specs give equal
/// files and results on one machine with one number of threads.
Result<std::vector<Measured>> trainModel(const TrainSpec& spec, const std::string& modelPath,
                                         Observer& observer);

/// Measures a trained model.
Result<std::vector<Measured>> evaluateModel(const EvaluateSpec& spec, Observer& observer);

}  // namespace itw::train
