#include "runtime/nn/autograd_op.h"

#include <torch/autograd.h>

#include "compiler/base/check.h"

namespace itw::nn {

namespace {

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
      for (at::Tensor& leaf : kept) leaf.set_requires_grad(leaf.is_floating_point());
    }
    at::Tensor output = function_(
        {leaves.first(call.inputs.size()), leaves.subspan(call.inputs.size()), pass, call.key});
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

}  // namespace

std::unique_ptr<Op> autogradOp(TensorFunction function) {
  return std::make_unique<AutogradOp>(std::move(function));
}

}  // namespace itw::nn
