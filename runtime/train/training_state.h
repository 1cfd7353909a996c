#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "runtime/nn/module.h"
#include "runtime/train/keeper.h"
#include "runtime/train/optimizer.h"
#include "runtime/train/schedule.h"
#include "runtime/train/stopper.h"
#include "runtime/train/weight_average.h"

namespace itw::train {

/// Where a training stands between two steps. Random numbers need no place here: they are functions
/// of seed, step and sample.
struct TrainingPlace {
  std::int64_t epoch = 1;  ///< The running one.
  std::int64_t step = 0;   ///< Steps done, of all epochs.
  std::int64_t first = 0;  ///< Samples of the running epoch that are done.
  double lossSum = 0;      ///< Of the running epoch.
  double lossWeight = 0;
};

/// Everything that changes while a training runs.
struct TrainingState {
  TrainingPlace place;
  std::unique_ptr<nn::Module> module;
  std::unique_ptr<Optimizer> optimizer;
  std::optional<WeightAverage> average;
  std::optional<Schedule> schedule;
  std::optional<Stopper> stopper;
  std::optional<Keeper> keeper;
};

/// Writes a checkpoint as one safetensors file, whole or not at all, flushed to the disk: weights
/// under their names, `average/NAME`, `kept/NAME`, `optimizer/STATE/NAME`, and the rest as JSON in
/// the metadata. It does not depend on how the training is divided over ranks.
Result<void> writeCheckpoint(const std::string& path, const TrainingState& state);

/// Brings a training that was just made to where a checkpoint left it. What the file lacks or has
/// too much is an error, and the state must then not be used.
Result<void> readCheckpoint(const std::string& path, TrainingState& state);

}  // namespace itw::train
