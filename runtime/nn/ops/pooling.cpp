#include "runtime/nn/arguments.h"
#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

class MaxPool2d final : public Op {
 public:
  MaxPool2d(std::int64_t kernel, std::int64_t stride) : kernel_(kernel), stride_(stride) {}

  at::Tensor forward(const OpCall& call, const Pass& pass) const override {
    if (!pass.training) {
      return at::max_pool2d(call.inputs[0], {kernel_, kernel_}, {stride_, stride_});
    }
    auto [output, places] =
        at::max_pool2d_with_indices(call.inputs[0], {kernel_, kernel_}, {stride_, stride_});
    call.memory.kept = {places};
    return output;
  }

  void backward(const OpCall& call, const at::Tensor& gradient,
                std::span<const bool> wanted) const override {
    if (!wanted[0]) return;
    call.memory.inputGradients[0] = at::max_pool2d_with_indices_backward(
        gradient, call.inputs[0], {kernel_, kernel_}, {stride_, stride_}, /*padding=*/{0, 0},
        /*dilation=*/{1, 1}, /*ceil_mode=*/false, call.memory.kept[0]);
  }

 private:
  std::int64_t kernel_;
  std::int64_t stride_;
};

struct Window {
  std::int64_t kernel = 1;
  std::int64_t stride = 1;
};

// Without a stride the windows stand side by side.
Result<Window> windowOf(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  Window window;
  window.kernel = arguments.integer("kernel");
  window.stride =
      arguments.optional("stride") == nullptr ? window.kernel : arguments.integer("stride");
  if (arguments.error()) return fail(*arguments.error());
  return window;
}

}  // namespace

Bound maxPool2d(const expr::LayerInstance& layer) {
  auto window = windowOf(layer);
  if (!window) return fail(std::move(window.error()));
  return std::make_unique<MaxPool2d>(window->kernel, window->stride);
}

Bound avgPool2d(const expr::LayerInstance& layer) {
  auto window = windowOf(layer);
  if (!window) return fail(std::move(window.error()));
  return autogradOp([window = *window](auto inputs, auto) {
    return at::avg_pool2d(inputs[0], {window.kernel, window.kernel},
                          {window.stride, window.stride});
  });
}

}  // namespace itw::nn::ops
