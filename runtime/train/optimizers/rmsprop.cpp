#include "runtime/nn/arguments.h"
#include "runtime/train/optimizers/block_optimizer.h"

namespace itw::train::optimizers {

namespace {

struct Settings {
  double lr = 0;
  double alpha = 0;
  double eps = 0;
  double momentum = 0;
  double weightDecay = 0;
};

class RmsProp final : public BlockOptimizer {
 public:
  explicit RmsProp(const Settings& settings)
      : BlockOptimizer(settings.momentum == 0 ? std::vector<Slot>{{"squares"}}
                                              : std::vector<Slot>{{"squares"}, {"momenta"}}),
        settings_(settings) {}

 private:
  void update(nn::WeightBlock& block, State& state, double factor) override {
    const double lr = settings_.lr * factor;
    at::Tensor& gradient = block.gradients;
    if (settings_.weightDecay != 0) gradient.add_(block.values, settings_.weightDecay);
    state[0].mul_(settings_.alpha).addcmul_(gradient, gradient, 1 - settings_.alpha);
    at::sqrt_out(nn::reuseLike(root_, gradient), state[0]).add_(settings_.eps);
    if (settings_.momentum == 0) {
      block.values.addcdiv_(gradient, root_, -lr);
    } else {
      state[1].mul_(settings_.momentum).addcdiv_(gradient, root_);
      block.values.add_(state[1], -lr);
    }
  }

  Settings settings_;
  at::Tensor root_;
};

}  // namespace

Bound rmsprop(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const Settings settings{.lr = arguments.number("lr"),
                          .alpha = arguments.number("alpha"),
                          .eps = arguments.number("eps"),
                          .momentum = arguments.number("momentum"),
                          .weightDecay = arguments.number("weight_decay")};
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<RmsProp>(settings);
}

}  // namespace itw::train::optimizers
