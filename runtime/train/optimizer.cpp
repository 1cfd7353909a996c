#include "runtime/train/optimizer.h"

#include "runtime/nn/arguments.h"
#include "runtime/nn/nn_errors.h"

namespace itw::train {

namespace {

struct AdamSettings {
  double lr = 0;
  double beta1 = 0;
  double beta2 = 0;
  double eps = 0;
  double weightDecay = 0;
  bool decoupled = false;  // AdamW.
};

class Adam final : public Optimizer {
 public:
  explicit Adam(const AdamSettings& settings) : settings_(settings) {}

  void step(std::vector<nn::WeightBlock>& blocks, double factor) override {
    const at::NoGradGuard plain;
    if (states_.empty()) {
      for (const nn::WeightBlock& block : blocks) {
        states_.push_back({.means = at::zeros_like(block.values),
                           .squares = at::zeros_like(block.values),
                           .steps = at::zeros({}, at::kFloat)});
      }
    }
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      State& state = states_[i];
      state.steps.add_(1);
      const Update update = settings_.decoupled ? kFusedAdamW : kFusedAdam;
      update({blocks[i].values}, {blocks[i].gradients}, {state.means}, {state.squares}, {},
             {state.steps}, settings_.lr * factor, settings_.beta1, settings_.beta2,
             settings_.weightDecay, settings_.eps, /*amsgrad=*/false, /*maximize=*/false, {}, {});
    }
  }

 private:
  struct State {
    at::Tensor means;
    at::Tensor squares;
    at::Tensor steps;
  };
  using Update = void (*)(at::TensorList, at::TensorList, at::TensorList, at::TensorList,
                          at::TensorList, at::TensorList, double, double, double, double, double,
                          bool, bool, const std::optional<at::Tensor>&,
                          const std::optional<at::Tensor>&);
  static constexpr Update kFusedAdam = at::_fused_adam_;
  static constexpr Update kFusedAdamW = at::_fused_adamw_;

  AdamSettings settings_;
  std::vector<State> states_;
};

class Sgd final : public Optimizer {
 public:
  Sgd(double lr, double momentum, double weightDecay)
      : lr_(lr), momentum_(momentum), weightDecay_(weightDecay) {}

  void step(std::vector<nn::WeightBlock>& blocks, double factor) override {
    const at::NoGradGuard plain;
    const bool first = momenta_.empty();
    if (first) {
      for (const nn::WeightBlock& block : blocks) momenta_.push_back(at::zeros_like(block.values));
    }
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const std::vector<at::Tensor> momentum =
          momentum_ == 0 ? std::vector<at::Tensor>{} : std::vector<at::Tensor>{momenta_[i]};
      at::_fused_sgd_({blocks[i].values}, {blocks[i].gradients}, momentum, weightDecay_, momentum_,
                      lr_ * factor, /*dampening=*/0, /*nesterov=*/false, /*maximize=*/false, first,
                      {}, {});
    }
  }

 private:
  double lr_;
  double momentum_;
  double weightDecay_;
  std::vector<at::Tensor> momenta_;
};

Result<std::unique_ptr<Optimizer>> makeAdam(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const AdamSettings settings{.lr = arguments.number("lr"),
                              .beta1 = arguments.number("beta1"),
                              .beta2 = arguments.number("beta2"),
                              .eps = arguments.number("eps"),
                              .weightDecay = arguments.number("weight_decay"),
                              .decoupled = component.name == "std.train.adamw"};
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<Adam>(settings);
}

Result<std::unique_ptr<Optimizer>> makeSgd(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const double lr = arguments.number("lr");
  const double momentum = arguments.number("momentum");
  const double weightDecay = arguments.number("weight_decay");
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<Sgd>(lr, momentum, weightDecay);
}

}  // namespace

const std::vector<OptimizerEntry>& optimizerTable() {
  static const std::vector<OptimizerEntry> kTable = {
      {"std.train.adam", {"lr", "beta1", "beta2", "eps", "weight_decay"}, makeAdam},
      {"std.train.adamw", {"lr", "beta1", "beta2", "eps", "weight_decay"}, makeAdam},
      {"std.train.sgd", {"lr", "momentum", "weight_decay"}, makeSgd},
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
