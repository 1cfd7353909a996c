#include "runtime/nn/arguments.h"
#include "runtime/train/optimizers/block_optimizer.h"

namespace itw::train::optimizers {

namespace {

class Adagrad final : public BlockOptimizer {
 public:
  Adagrad(double lr, double eps, double weightDecay)
      : BlockOptimizer({{"squares"}, {"steps", false}}),
        lr_(lr),
        eps_(eps),
        weightDecay_(weightDecay) {}

 private:
  void update(nn::WeightBlock& block, State& state, double factor) override {
    state[1].add_(1);
    at::_fused_adagrad_({block.values}, {block.gradients}, {state[0]}, {state[1]}, lr_ * factor,
                        /*lr_decay=*/0, weightDecay_, eps_, /*maximize=*/false, {}, {});
  }

  double lr_;
  double eps_;
  double weightDecay_;
};

}  // namespace

Bound adagrad(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const double lr = arguments.number("lr");
  const double eps = arguments.number("eps");
  const double weightDecay = arguments.number("weight_decay");
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<Adagrad>(lr, eps, weightDecay);
}

}  // namespace itw::train::optimizers
