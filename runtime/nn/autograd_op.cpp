#include "runtime/nn/autograd_op.h"

#include <ATen/autocast_mode.h>
#include <torch/autograd.h>

#include "compiler/base/check.h"

namespace itw::nn {

namespace {

// Switches autocast on for its lifetime.
class Autocast {
 public:
  explicit Autocast(bool on) : before_(at::autocast::is_autocast_enabled(at::kCPU)) {
    at::autocast::set_autocast_enabled(at::kCPU, on);
  }
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;
  ~Autocast() {
    const bool was = at::autocast::is_autocast_enabled(at::kCPU);
    at::autocast::set_autocast_enabled(at::kCPU, before_);
    // Copies of weights in bf16, which the next step changes.
    if (was) at::autocast::clear_cache();
  }

 private:
  bool before_;
};

// memory.kept holds the inputs, then the weights, as leaves of the graph, then the output.
class AutogradOp final : public Op {
 public:
  explicit AutogradOp(TensorFunction function) : function_(std::move(function)) {}

  at::Tensor forward(const OpCall& call, const Pass& pass) const override {
    std::vector<at::Tensor>& kept = call.memory.kept;
    kept.clear();
    for (const at::Tensor& input : call.inputs) kept.push_back(input.detach());
    for (const WeightSlot* weight : call.weights) kept.push_back(weight->value.detach());
    const std::span<const at::Tensor> leaves(kept);
    const at::AutoGradMode recording(pass.training);
    if (pass.training) {
      for (std::size_t i = 0; i < kept.size(); ++i) {
        const std::size_t inputs = call.inputs.size();
        const bool isBuffer = i >= inputs && !call.weights[i - inputs]->gradient.defined();
        kept[i].set_requires_grad(kept[i].is_floating_point() && !isBuffer);
      }
    }
    const Autocast autocast(pass.mixed);
    at::Tensor output = function_(
        {leaves.first(call.inputs.size()), leaves.subspan(call.inputs.size()), pass, call.key});
    // Between the ops everything is of the type that the model says.
    if (pass.mixed)
      output = output.to(call.weights.empty() ? call.inputs[0].scalar_type()
                                              : call.weights[0]->value.scalar_type());
    if (!pass.training) return output;
    kept.push_back(output);
    return output.detach();
  }

  void backward(const OpCall& call, const at::Tensor& gradient,
                std::span<const bool> wanted) const override {
    std::vector<at::Tensor>& kept = call.memory.kept;
    ITW_CHECK(!kept.empty(), "backward follows a training forward");
    const at::Tensor output = kept.back();
    kept.pop_back();
    const at::AutoGradMode recording(true);
    // Asking for all leaves keeps this simple; the ops for which it is too much have their own
    // backward.
    const std::vector<at::Tensor> gradients = gradientsOf(output, kept, gradient);
    kept.clear();
    const at::NoGradGuard plain;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i]) call.memory.inputGradients[i] = gradients[i];
    }
    for (std::size_t i = 0; i < call.weights.size(); ++i) {
      const at::Tensor& found = gradients[wanted.size() + i];
      if (found.defined()) call.weights[i]->accumulate(found);
    }
  }

 private:
  // One for each leaf; none where the leaf holds indices.
  static std::vector<at::Tensor> gradientsOf(const at::Tensor& output,
                                             const std::vector<at::Tensor>& leaves,
                                             const at::Tensor& gradient) {
    std::vector<at::Tensor> asked;
    for (const at::Tensor& leaf : leaves)
      if (leaf.requires_grad()) asked.push_back(leaf);
    const std::vector<at::Tensor> found =
        torch::autograd::grad({output}, asked, {gradient}, /*retain_graph=*/false,
                              /*create_graph=*/false, /*allow_unused=*/true);
    std::vector<at::Tensor> gradients(leaves.size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < leaves.size(); ++i)
      if (leaves[i].requires_grad()) gradients[i] = found[next++];
    return gradients;
  }

  TensorFunction function_;
};

// The plain ops that are wrapped keep nothing in memory.kept, so what is there tells which forward
// was the last.
class MixedOp final : public Op {
 public:
  MixedOp(std::unique_ptr<Op> plain, TensorFunction mixed)
      : plain_(std::move(plain)), mixed_(std::move(mixed)) {}

  at::Tensor forward(const OpCall& call, const Pass& pass) const override {
    call.memory.kept.clear();
    return pass.mixed ? mixed_.forward(call, pass) : plain_->forward(call, pass);
  }

  void backward(const OpCall& call, const at::Tensor& gradient,
                std::span<const bool> wanted) const override {
    if (call.memory.kept.empty()) return plain_->backward(call, gradient, wanted);
    mixed_.backward(call, gradient, wanted);
  }

 private:
  std::unique_ptr<Op> plain_;
  AutogradOp mixed_;
};

}  // namespace

std::unique_ptr<Op> withMixed(std::unique_ptr<Op> plain, TensorFunction mixed) {
  return std::make_unique<MixedOp>(std::move(plain), std::move(mixed));
}

std::unique_ptr<Op> autogradOp(TensorFunction function) {
  return std::make_unique<AutogradOp>(std::move(function));
}

}  // namespace itw::nn
