#include <cmath>

#include "runtime/nn/arguments.h"
#include "runtime/nn/autograd_op.h"
#include "runtime/nn/nn_errors.h"
#include "runtime/nn/ops/dropout_mask.h"
#include "runtime/nn/ops/ops.h"

namespace itw::nn::ops {

namespace {

struct Heads {
  std::int64_t count = 1;
  double dropout = 0;
  bool causal = false;
};

struct AttentionWeights {
  at::Tensor w;
  at::Tensor b;
  at::Tensor outW;
  at::Tensor outB;
};

// Softmax of the scaled products of queries and keys, applied to the values: [N, heads, T, E /
// heads].
at::Tensor attend(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                  const Heads& heads, const FunctionCall& call) {
  if (!call.pass.training || heads.dropout == 0) {
    return at::scaled_dot_product_attention(query, key, value, {}, 0.0, heads.causal);
  }
  const double scale = 1 / std::sqrt(static_cast<double>(query.size(-1)));
  at::Tensor scores = at::matmul(query, key.transpose(-2, -1)) * scale;
  if (heads.causal) {
    const at::Tensor later =
        at::ones({scores.size(-2), scores.size(-1)}, scores.options().dtype(at::kBool)).triu(1);
    scores = scores.masked_fill(later, -INFINITY);
  }
  return at::matmul(dropped(scores.softmax(-1), heads.dropout, call.pass, call.key, 0), value);
}

// Vaswani et al. (2017), section 3.2.2, over `input` of [N, T, E].
at::Tensor selfAttention(const at::Tensor& input, const AttentionWeights& weights,
                         const Heads& heads, const FunctionCall& call) {
  const std::int64_t samples = input.size(0);
  const std::int64_t positions = input.size(1);
  const std::int64_t features = input.size(2);
  const at::Tensor projected =
      at::linear(input, weights.w, weights.b)
          .view({samples, positions, 3, heads.count, features / heads.count})
          .permute({2, 0, 3, 1, 4});
  const at::Tensor attended = attend(projected[0], projected[1], projected[2], heads, call)
                                  .transpose(1, 2)
                                  .reshape({samples, positions, features});
  return at::linear(attended, weights.outW, weights.outB);
}

// What a layer of an encoder is made of, besides its attention.
struct EncoderForm {
  Heads heads;
  bool normFirst = false;
};

at::Tensor normalized(const at::Tensor& input, const at::Tensor& scale, const at::Tensor& shift) {
  return at::layer_norm(input, {input.size(-1)}, scale, shift, 1e-5);
}

// Weights in the order of stdlib/nn.itw: 0-3 attention, 4-7 feed-forward, 8-11 normalisations.
at::Tensor encode(const EncoderForm& form, const FunctionCall& call) {
  const auto& w = call.weights;
  const double dropout = form.heads.dropout;
  auto attention = [&](const at::Tensor& x) {
    const at::Tensor y = selfAttention(x, {w[0], w[1], w[2], w[3]}, form.heads, call);
    return dropped(y, dropout, call.pass, call.key, 1);
  };
  auto forward = [&](const at::Tensor& x) {
    const at::Tensor up = at::relu(at::linear(x, w[4], w[5]));
    const at::Tensor down = at::linear(dropped(up, dropout, call.pass, call.key, 2), w[6], w[7]);
    return dropped(down, dropout, call.pass, call.key, 3);
  };
  const at::Tensor& input = call.inputs[0];
  if (form.normFirst) {
    const at::Tensor middle = input + attention(normalized(input, w[8], w[9]));
    return middle + forward(normalized(middle, w[10], w[11]));
  }
  const at::Tensor middle = normalized(input + attention(input), w[8], w[9]);
  return normalized(middle + forward(middle), w[10], w[11]);
}

}  // namespace

Bound attention(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  const Heads heads{.count = arguments.integer("heads"),
                    .dropout = arguments.number("dropout"),
                    .causal = arguments.boolean("causal")};
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([heads](const FunctionCall& call) {
    const auto& w = call.weights;
    return selfAttention(call.inputs[0], {w[0], w[1], w[2], w[3]}, heads, call);
  });
}

Bound transformerEncoder(const expr::LayerInstance& layer) {
  Arguments arguments(layer.name, layer.arguments);
  EncoderForm form;
  form.heads = {.count = arguments.integer("heads"), .dropout = arguments.number("dropout")};
  form.normFirst = arguments.boolean("norm_first");
  if (arguments.error()) return fail(*arguments.error());
  return autogradOp([form](const FunctionCall& call) { return encode(form, call); });
}

}  // namespace itw::nn::ops
