#include <torch/optim/lbfgs.h>

#include "runtime/nn/arguments.h"
#include "runtime/train/optimizers/block_optimizer.h"

namespace itw::train::optimizers {

namespace {

using torch::optim::LBFGSOptions;
using torch::optim::LBFGSParamState;

// LibTorch's own, over the blocks as its parameters. It keeps one state for all of them, over their
// elements one behind the other.
class Lbfgs final : public Optimizer {
 public:
  Lbfgs(double lr, std::int64_t iterations, std::int64_t history)
      : lr_(lr),
        options_(LBFGSOptions(lr)
                     .max_iter(iterations)
                     .history_size(history)
                     .line_search_fn("strong_wolfe")) {}

  void step(std::vector<nn::WeightBlock>& blocks, double factor, double first,
            const Evaluate& evaluate) override {
    if (!optimizer_) bind(blocks);
    optimizer_->param_groups()[0].options().set_lr(lr_ * factor);
    const at::AutoGradMode recording(true);
    // What it asks for first is known: where the search begins.
    bool begun = false;
    optimizer_->step([&]() -> at::Tensor {
      const double loss = begun ? evaluate() : first;
      begun = true;
      return at::scalar_tensor(loss, at::kDouble);
    });
  }

  std::vector<StateTensor> state() const override {
    std::vector<StateTensor> all;
    const LBFGSParamState* found = stateOf();
    if (found == nullptr) return all;
    const auto add = [&](const std::string& name, const at::Tensor& value) {
      if (value.defined()) all.push_back({name, 0, value});
    };
    const auto number = [&](const std::string& name, double value) {
      all.push_back({name, 0, at::scalar_tensor(value, at::kDouble)});
    };
    number("evaluations", static_cast<double>(found->func_evals()));
    number("iterations", static_cast<double>(found->n_iter()));
    number("step_size", found->t());
    number("loss", found->prev_loss());
    add("direction", found->d());
    add("scale", found->H_diag());
    add("gradient", found->prev_flat_grad());
    for (std::size_t i = 0; i < found->old_dirs().size(); ++i) {
      add("differences." + std::to_string(i), found->old_dirs()[i]);
      add("steps." + std::to_string(i), found->old_stps()[i]);
      add("products." + std::to_string(i), found->ro()[i]);
    }
    return all;
  }

  Result<void> restore(const std::vector<nn::WeightBlock>& blocks,
                       const std::vector<StateTensor>& state) override {
    bind(blocks);
    if (state.empty()) return {};
    auto made = std::make_unique<LBFGSParamState>();
    std::size_t used = 0;
    const auto find = [&](const std::string& name) -> at::Tensor {
      for (const StateTensor& one : state)
        if (one.name == name) {
          ++used;
          return one.value.clone();
        }
      return {};
    };
    const auto number = [&](const std::string& name) {
      const at::Tensor value = find(name);
      return value.defined() ? value.item<double>() : 0;
    };
    made->func_evals(static_cast<std::int64_t>(number("evaluations")));
    made->n_iter(static_cast<std::int64_t>(number("iterations")));
    made->t(number("step_size"));
    made->prev_loss(number("loss"));
    made->d(find("direction"));
    made->H_diag(find("scale"));
    made->prev_flat_grad(find("gradient"));
    for (std::size_t i = 0;; ++i) {
      const at::Tensor difference = find("differences." + std::to_string(i));
      if (!difference.defined()) break;
      made->old_dirs().push_back(difference);
      made->old_stps().push_back(find("steps." + std::to_string(i)));
      made->ro().push_back(find("products." + std::to_string(i)));
    }
    if (used != state.size()) return fail(badState("*"));
    optimizer_->state()[parameters_[0].unsafeGetTensorImpl()] = std::move(made);
    return {};
  }

 private:
  void bind(const std::vector<nn::WeightBlock>& blocks) {
    parameters_.clear();
    for (const nn::WeightBlock& block : blocks) {
      at::Tensor parameter = block.values.detach();
      parameter.mutable_grad() = block.gradients;
      parameters_.push_back(parameter.set_requires_grad(true));
    }
    optimizer_ = std::make_unique<torch::optim::LBFGS>(parameters_, options_);
  }

  const LBFGSParamState* stateOf() const {
    if (!optimizer_) return nullptr;
    const auto found = optimizer_->state().find(parameters_[0].unsafeGetTensorImpl());
    if (found == optimizer_->state().end()) return nullptr;
    return static_cast<const LBFGSParamState*>(found->second.get());
  }

  double lr_;
  LBFGSOptions options_;
  std::vector<at::Tensor> parameters_;
  std::unique_ptr<torch::optim::LBFGS> optimizer_;
};

}  // namespace

Bound lbfgs(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const double lr = arguments.number("lr");
  const std::int64_t iterations = arguments.integer("iterations");
  const std::int64_t history = arguments.integer("history");
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<Lbfgs>(lr, iterations, history);
}

}  // namespace itw::train::optimizers
