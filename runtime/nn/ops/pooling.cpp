#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>

#include <algorithm>

#include "runtime/nn/arguments.h"
#include "runtime/nn/autograd_op.h"
#include "runtime/nn/ops/max_pool.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

// Shapes of a call, for the whole batch or a part of its planes.
PoolShape shapeOf(const at::Tensor& input, std::int64_t kernel, std::int64_t stride) {
  return {.planes = input.size(0) * input.size(1),
          .height = input.size(2),
          .width = input.size(3),
          .kernel = kernel,
          .stride = stride};
}

// Own loops over the planes: LibTorch's take four times as long, as they look at each window with
// general loops.
class MaxPool2d final : public Op {
 public:
  MaxPool2d(std::int64_t kernel, std::int64_t stride) : kernel_(kernel), stride_(stride) {}

  at::Tensor forward(const OpCall& call, const Pass& pass) const override {
    const at::Tensor input = call.inputs[0].contiguous();
    const PoolShape shape = shapeOf(input, kernel_, stride_);
    at::Tensor& output = reuse(call.memory.output,
                               {input.size(0), input.size(1), shape.outHeight(), shape.outWidth()},
                               input.scalar_type());
    call.memory.kept.resize(1);
    std::int32_t* places = nullptr;
    if (pass.training) {
      places =
          reuse(call.memory.kept[0], output.sizes(), at::kInt).mutable_data_ptr<std::int32_t>();
    }
    AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "max_pool2d", [&] {
      overPlanes(shape, [&](const PoolShape& part, std::int64_t in, std::int64_t out) {
        maxPoolForward(part, input.const_data_ptr<scalar_t>() + in,
                       output.mutable_data_ptr<scalar_t>() + out,
                       places == nullptr ? nullptr : places + out);
      });
    });
    return output;
  }

  void backward(const OpCall& call, const at::Tensor& gradient,
                std::span<const bool> wanted) const override {
    if (!wanted[0]) return;
    const at::Tensor& input = call.inputs[0];
    const at::Tensor from = gradient.contiguous();
    const auto* places = call.memory.kept[0].const_data_ptr<std::int32_t>();
    at::Tensor& inputGradient =
        reuse(call.memory.inputGradients[0], input.sizes(), input.scalar_type());
    AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "max_pool2d", [&] {
      overPlanes(shapeOf(input, kernel_, stride_),
                 [&](const PoolShape& part, std::int64_t in, std::int64_t out) {
                   maxPoolBackward(part, from.const_data_ptr<scalar_t>() + out, places + out,
                                   inputGradient.mutable_data_ptr<scalar_t>() + in);
                 });
    });
  }

 private:
  // Shares the planes among LibTorch's threads; each part gets its offsets in input and output.
  template <class F>
  static void overPlanes(const PoolShape& shape, F work) {
    constexpr std::int64_t kElementsWorthAThread = 1 << 16;
    const std::int64_t inputs = shape.height * shape.width;
    const std::int64_t outputs = shape.outHeight() * shape.outWidth();
    const std::int64_t grain = std::max<std::int64_t>(1, kElementsWorthAThread / inputs);
    at::parallel_for(0, shape.planes, grain, [&](std::int64_t first, std::int64_t last) {
      PoolShape part = shape;
      part.planes = last - first;
      work(part, first * inputs, first * outputs);
    });
  }

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

// The other pools leave loops and gradients to LibTorch.
template <class F>
Bound pool(const expr::LayerInstance& layer, F function) {
  auto window = windowOf(layer);
  if (!window) return fail(std::move(window.error()));
  return autogradOp([function, window = *window](const FunctionCall& call) {
    return function(call.inputs[0], window.kernel, window.stride);
  });
}

}  // namespace

Bound maxPool1d(const expr::LayerInstance& layer) {
  return pool(layer, [](const at::Tensor& input, std::int64_t kernel, std::int64_t stride) {
    return at::max_pool1d(input, {kernel}, {stride});
  });
}

Bound maxPool2d(const expr::LayerInstance& layer) {
  auto window = windowOf(layer);
  if (!window) return fail(std::move(window.error()));
  return std::make_unique<MaxPool2d>(window->kernel, window->stride);
}

Bound maxPool3d(const expr::LayerInstance& layer) {
  return pool(layer, [](const at::Tensor& input, std::int64_t kernel, std::int64_t stride) {
    return at::max_pool3d(input, {kernel, kernel, kernel}, {stride, stride, stride});
  });
}

Bound avgPool1d(const expr::LayerInstance& layer) {
  return pool(layer, [](const at::Tensor& input, std::int64_t kernel, std::int64_t stride) {
    return at::avg_pool1d(input, {kernel}, {stride});
  });
}

Bound avgPool2d(const expr::LayerInstance& layer) {
  return pool(layer, [](const at::Tensor& input, std::int64_t kernel, std::int64_t stride) {
    return at::avg_pool2d(input, {kernel, kernel}, {stride, stride});
  });
}

Bound avgPool3d(const expr::LayerInstance& layer) {
  return pool(layer, [](const at::Tensor& input, std::int64_t kernel, std::int64_t stride) {
    return at::avg_pool3d(input, {kernel, kernel, kernel}, {stride, stride, stride});
  });
}

}  // namespace itw::nn::ops
