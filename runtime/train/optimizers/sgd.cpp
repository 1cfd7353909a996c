#include "runtime/nn/arguments.h"
#include "runtime/train/optimizers/block_optimizer.h"

namespace itw::train::optimizers {

namespace {

class Sgd final : public BlockOptimizer {
 public:
  Sgd(double lr, double momentum, bool nesterov, double weightDecay)
      : BlockOptimizer(momentum == 0 ? std::vector<Slot>{} : std::vector<Slot>{{"momenta"}}),
        lr_(lr),
        momentum_(momentum),
        nesterov_(nesterov),
        weightDecay_(weightDecay) {}

 private:
  // A momentum of zero in front of the first step is what PyTorch makes of none.
  void update(nn::WeightBlock& block, State& state, double factor) override {
    at::_fused_sgd_({block.values}, {block.gradients}, state, weightDecay_, momentum_, lr_ * factor,
                    /*dampening=*/0, nesterov_, /*maximize=*/false,
                    /*is_first_step=*/false, {}, {});
  }

  double lr_;
  double momentum_;
  bool nesterov_;
  double weightDecay_;
};

}  // namespace

Bound sgd(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const double lr = arguments.number("lr");
  const double momentum = arguments.number("momentum");
  const bool nesterov = arguments.optional("nesterov") != nullptr && arguments.boolean("nesterov");
  const double weightDecay = arguments.number("weight_decay");
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<Sgd>(lr, momentum, nesterov, weightDecay);
}

}  // namespace itw::train::optimizers
