#include "runtime/train/optimizer.h"

#include "runtime/nn/nn_errors.h"
#include "runtime/train/optimizers/block_optimizer.h"

namespace itw::train {

const std::vector<OptimizerEntry>& optimizerTable() {
  static const std::vector<OptimizerEntry> kTable = {
      {"std.train.adagrad", {"lr", "eps", "weight_decay"}, optimizers::adagrad},
      {"std.train.adam", {"lr", "beta1", "beta2", "eps", "weight_decay"}, optimizers::adam},
      {"std.train.adamw", {"lr", "beta1", "beta2", "eps", "weight_decay"}, optimizers::adam},
      {"std.train.lbfgs", {"lr", "iterations", "history"}, optimizers::lbfgs},
      {"std.train.rmsprop",
       {"lr", "alpha", "eps", "momentum", "weight_decay"},
       optimizers::rmsprop},
      {"std.train.sgd", {"lr", "momentum", "nesterov", "weight_decay"}, optimizers::sgd},
  };
  return kTable;
}

Result<std::unique_ptr<Optimizer>> makeOptimizer(const expr::Component& component) {
  for (const OptimizerEntry& entry : optimizerTable()) {
    if (entry.name == component.name) return entry.make(component);
  }
  return fail(nn::unknownComponent("optimizer", component.name));
}

}  // namespace itw::train
