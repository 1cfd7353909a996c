#include "runtime/nn/arguments.h"
#include "runtime/train/optimizers/block_optimizer.h"

namespace itw::train::optimizers {

namespace {

struct Settings {
  double lr = 0;
  double beta1 = 0;
  double beta2 = 0;
  double eps = 0;
  double weightDecay = 0;
  bool decoupled = false;  // AdamW.
};

class Adam final : public BlockOptimizer {
 public:
  explicit Adam(const Settings& settings)
      : BlockOptimizer({{"means"}, {"squares"}, {"steps", false}}), settings_(settings) {}

 private:
  void update(nn::WeightBlock& block, State& state, double factor) override {
    state[2].add_(1);
    const Kernel kernel = settings_.decoupled ? kFusedAdamW : kFusedAdam;
    kernel({block.values}, {block.gradients}, {state[0]}, {state[1]}, {}, {state[2]},
           settings_.lr * factor, settings_.beta1, settings_.beta2, settings_.weightDecay,
           settings_.eps, /*amsgrad=*/false, /*maximize=*/false, {}, {});
  }

  using Kernel = void (*)(at::TensorList, at::TensorList, at::TensorList, at::TensorList,
                          at::TensorList, at::TensorList, double, double, double, double, double,
                          bool, bool, const std::optional<at::Tensor>&,
                          const std::optional<at::Tensor>&);
  static constexpr Kernel kFusedAdam = at::_fused_adam_;
  static constexpr Kernel kFusedAdamW = at::_fused_adamw_;

  Settings settings_;
};

}  // namespace

Bound adam(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const Settings settings{.lr = arguments.number("lr"),
                          .beta1 = arguments.number("beta1"),
                          .beta2 = arguments.number("beta2"),
                          .eps = arguments.number("eps"),
                          .weightDecay = arguments.number("weight_decay"),
                          .decoupled = component.name == "std.train.adamw"};
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<Adam>(settings);
}

}  // namespace itw::train::optimizers
