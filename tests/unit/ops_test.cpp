// Every op of the standard library as the compiler makes it of a program: against LibTorch's own
// function, and its gradients against finite differences in f64.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <functional>

#include "runtime/nn/module.h"
#include "tests/unit/compiled_model.h"

namespace itw::nn {
namespace {

std::unique_ptr<Module> make(const expr::ModelGraph& graph) {
  auto module = Module::create(graph);
  EXPECT_TRUE(module) << module.error().message;
  EXPECT_TRUE((*module)->initialize(3));
  (*module)->setSeed(3);
  return *std::move(module);
}

at::Tensor sample(const expr::ConcreteTensor& type) {
  std::vector<std::int64_t> shape = {3};
  for (std::size_t i = 1; i < type.dims.size(); ++i) shape.push_back(type.dims[i].size);
  const at::Tensor values = at::arange(c10::multiply_integers(shape), at::kDouble);
  return at::sin(values * 12.9898 + 0.5).view(shape).to(scalarTypeOf(type.dtype));
}

// The weights of a layer in the order of its declaration.
using Values = std::vector<at::Tensor>;

Values valuesOf(const Module& module) {
  Values values;
  for (std::size_t i = 0; i < module.weights().size(); ++i)
    values.push_back(module.weights().slot(i).value);
  return values;
}

struct OpCase {
  std::string name;
  test::ModelText model;
  std::function<at::Tensor(const at::Tensor& x, const Values& w)> expected;
};

at::Tensor lstmOf(const at::Tensor& x, const Values& w) {
  const at::Tensor zero = at::zeros({1, x.size(0), w[1].size(1)}, x.options());
  return std::get<0>(at::lstm(x, {zero, zero}, w, true, 1, 0, false, false, true));
}

at::Tensor gruOf(const at::Tensor& x, const Values& w) {
  const at::Tensor zero = at::zeros({1, x.size(0), w[1].size(1)}, x.options());
  return std::get<0>(at::gru(x, zero, w, true, 1, 0, false, false, true));
}

// Attention written out, head by head.
at::Tensor attentionOf(const at::Tensor& x, const Values& w, std::int64_t heads, bool causal) {
  const std::int64_t features = x.size(2);
  const std::int64_t width = features / heads;
  const at::Tensor all = at::linear(x, w[0], w[1]);
  std::vector<at::Tensor> results;
  for (std::int64_t h = 0; h < heads; ++h) {
    const at::Tensor q = all.narrow(2, h * width, width);
    const at::Tensor k = all.narrow(2, features + h * width, width);
    const at::Tensor v = all.narrow(2, 2 * features + h * width, width);
    at::Tensor scores = at::bmm(q, k.transpose(1, 2)) / std::sqrt(static_cast<double>(width));
    if (causal) {
      const at::Tensor later = at::ones({x.size(1), x.size(1)}, at::kBool).triu(1);
      scores = scores.masked_fill(later, -INFINITY);
    }
    results.push_back(at::bmm(scores.softmax(-1), v));
  }
  return at::linear(at::cat(results, 2), w[2], w[3]);
}

at::Tensor encoderOf(const at::Tensor& x, const Values& w, bool normFirst) {
  const auto norm = [&](const at::Tensor& y, std::size_t at) {
    return at::layer_norm(y, {y.size(-1)}, w[at], w[at + 1]);
  };
  const auto forward = [&](const at::Tensor& y) {
    return at::linear(at::relu(at::linear(y, w[4], w[5])), w[6], w[7]);
  };
  if (normFirst) {
    const at::Tensor middle = x + attentionOf(norm(x, 8), w, 2, false);
    return middle + forward(norm(middle, 10));
  }
  const at::Tensor middle = norm(x + attentionOf(x, w, 2, false), 8);
  return norm(middle + forward(middle), 10);
}

std::vector<OpCase> cases() {
  return {
      {"conv1d",
       {"f64[2, 9]", "f64[3, 5]", "conv1d(3, kernel = 3, stride = 2, padding = 1)"},
       [](auto& x, auto& w) { return at::conv1d(x, w[0], w[1], 2, 1); }},
      {"conv1dWithoutBias",
       {"f64[2, 9]", "f64[3, 8]", "conv1d(3, kernel = 2, bias = false)"},
       [](auto& x, auto& w) { return at::conv1d(x, w[0]); }},
      {"conv3d",
       {"f64[2, 4, 5, 3]", "f64[3, 4, 5, 3]", "conv3d(3, kernel = 3, padding = 1)"},
       [](auto& x, auto& w) { return at::conv3d(x, w[0], w[1], 1, 1); }},
      {"maxPool1d",
       {"f64[2, 9]", "f64[2, 3]", "max_pool1d(3)"},
       [](auto& x, auto&) { return at::max_pool1d(x, 3); }},
      {"maxPool3d",
       {"f64[2, 4, 5, 3]", "f64[2, 3, 4, 2]", "max_pool3d(2, stride = 1)"},
       [](auto& x, auto&) { return at::max_pool3d(x, 2, 1); }},
      {"avgPool1d",
       {"f64[2, 9]", "f64[2, 4]", "avg_pool1d(3, stride = 2)"},
       [](auto& x, auto&) { return at::avg_pool1d(x, 3, 2); }},
      {"avgPool3d",
       {"f64[2, 4, 5, 3]", "f64[2, 2, 2, 1]", "avg_pool3d(2)"},
       [](auto& x, auto&) { return at::avg_pool3d(x, 2); }},
      {"layerNorm",
       {"f64[2, 9]", "f64[2, 9]", "layer_norm(eps = 1e-3)"},
       [](auto& x, auto& w) { return at::layer_norm(x, {9}, w[0], w[1], 1e-3); }},
      {"groupNorm",
       {"f64[4, 5]", "f64[4, 5]", "group_norm(2)"},
       [](auto& x, auto& w) { return at::group_norm(x, 2, w[0], w[1]); }},
      {"lstm", {"f64[5, 4]", "f64[5, 6]", "lstm(6)"}, lstmOf},
      {"gru", {"f64[5, 4]", "f64[5, 6]", "gru(6)"}, gruOf},
      {"attention",
       {"f64[5, 4]", "f64[5, 4]", "attention(2)"},
       [](auto& x, auto& w) { return attentionOf(x, w, 2, false); }},
      {"causalAttention",
       {"f64[5, 6]", "f64[5, 6]", "attention(3, causal = true)"},
       [](auto& x, auto& w) { return attentionOf(x, w, 3, true); }},
      {"encoder",
       {"f64[5, 4]", "f64[5, 4]", "transformer_encoder(heads = 2, hidden = 7, dropout = 0)"},
       [](auto& x, auto& w) { return encoderOf(x, w, false); }},
      {"encoderWithNormFirst",
       {"f64[5, 4]", "f64[5, 4]",
        "transformer_encoder(heads = 2, hidden = 7, dropout = 0, norm_first = true)"},
       [](auto& x, auto& w) { return encoderOf(x, w, true); }},
      {"mean",
       {"f64[2, 3, 4]", "f64[3]", "mean(dims = [1, 3])"},
       [](auto& x, auto&) { return x.mean(at::IntArrayRef{1, 3}); }},
      {"sum", {"f64[2, 4]", "f64[4]", "sum(dims = [1])"}, [](auto& x, auto&) { return x.sum(1); }},
      {"unsqueeze",
       {"f64[2, 4]", "f64[2, 1, 4]", "unsqueeze(2)"},
       [](auto& x, auto&) { return x.unsqueeze(2); }},
      {"squeeze",
       {"f64[1, 4]", "f64[4]", "squeeze(1)"},
       [](auto& x, auto&) { return x.squeeze(1); }},
      {"reshape",
       {"f64[2, 6]", "f64[3, 4]", "reshape(sizes = [3, -1])"},
       [](auto& x, auto&) { return x.reshape({3, 3, 4}); }},
      {"permute",
       {"f64[2, 3, 4]", "f64[4, 2, 3]", "permute(dims = [0, 3, 1, 2])"},
       [](auto& x, auto&) { return x.permute({0, 3, 1, 2}); }},
      {"transposeInFrontOfLinear",
       {"f64[2, 3]", "f64[3, 4]", "transpose(dims = [1, 2]) |> linear(4)"},
       [](auto& x, auto& w) { return at::linear(x.transpose(1, 2), w[0], w[1]); }},
      {"concat",
       {"f64[2, 3]", "f64[2, 10]", "linear(4) |> concat(input, input, dim = 2)"},
       [](auto& x, auto& w) { return at::cat({at::linear(x, w[0], w[1]), x, x}, 2); }},
      {"max",
       {"f64[2, 3, 4]", "f64[3]", "max(dims = [1, 3])"},
       [](auto& x, auto&) { return x.amax(at::IntArrayRef{1, 3}); }},
      {"min", {"f64[2, 4]", "f64[4]", "min(dims = [1])"}, [](auto& x, auto&) { return x.amin(1); }},
      {"leakyRelu",
       {"f64[5]", "f64[5]", "leaky_relu(0.1)"},
       [](auto& x, auto&) { return at::leaky_relu(x, 0.1); }},
      {"elu", {"f64[5]", "f64[5]", "elu"}, [](auto& x, auto&) { return at::elu(x); }},
      {"selu", {"f64[5]", "f64[5]", "selu"}, [](auto& x, auto&) { return at::selu(x); }},
      {"silu", {"f64[5]", "f64[5]", "silu"}, [](auto& x, auto&) { return at::silu(x); }},
      {"softplus",
       {"f64[5]", "f64[5]", "softplus"},
       [](auto& x, auto&) { return at::softplus(x); }},
      {"softmax",
       {"f64[2, 5]", "f64[2, 5]", "softmax"},
       [](auto& x, auto&) { return at::softmax(x, 2); }},
      {"logSoftmax",
       {"f64[2, 5]", "f64[2, 5]", "log_softmax"},
       [](auto& x, auto&) { return at::log_softmax(x, 2); }},
  };
}

// The sum of squares of a training pass, whose gradients must be those of finite differences.
void expectGradients(Module& module, const std::vector<at::Tensor>& inputs) {
  const auto loss = [&] {
    return module.forward(inputs, {.training = true})[0].square().sum().item<double>();
  };
  module.weights().beginStep();
  const at::Tensor gradient = module.forward(inputs, {.training = true})[0] * 2;
  module.backward({&gradient, 1});
  for (std::size_t i = 0; i < module.weights().size(); ++i) {
    const WeightSlot& slot = module.weights().slot(i);
    if (!slot.gradient.defined()) continue;
    const at::Tensor found = slot.gradient.clone().view({-1});
    const at::Tensor flat = slot.value.view({-1});
    for (std::int64_t e = 0; e < flat.numel(); ++e) {
      const double value = flat[e].item<double>();
      flat[e] = value + 1e-6;
      const double above = loss();
      flat[e] = value - 1e-6;
      const double expected = (above - loss()) / 2e-6;
      flat[e] = value;
      ASSERT_NEAR(found[e].item<double>(), expected, 1e-5 * std::max(1.0, std::abs(expected)))
          << module.weights().nameOf(i) << " " << e;
    }
  }
}

class OpsTest : public ::testing::TestWithParam<OpCase> {
 protected:
  const std::unique_ptr<Module> module = make(test::compiled(GetParam().model));
  const std::vector<at::Tensor> inputs = {sample(module->graph().inputs[0].type)};
};

TEST_P(OpsTest, computesWhatLibTorchDoes) {
  const at::Tensor expected = GetParam().expected(inputs[0], valuesOf(*module));
  for (const at::Tensor& found :
       {module->predict(inputs)[0], module->forward(inputs, {.training = true})[0]}) {
    ASSERT_EQ(found.sizes(), expected.sizes());
    EXPECT_LE((found - expected).abs().max().item<double>(), 1e-12);
  }
}

// With the inputs behind a weight each, so that their gradients are seen too.
TEST_P(OpsTest, gradientsAreThoseOfFiniteDifferences) {
  test::ModelText text = GetParam().model;
  const std::int64_t width = inputs[0].size(-1);
  text.body = "linear(" + std::to_string(width) + ") |> " + text.body + " |> tanh";
  const auto whole = make(test::compiled(text));
  expectGradients(*whole, inputs);
}

INSTANTIATE_TEST_SUITE_P(All, OpsTest, ::testing::ValuesIn(cases()),
                         [](const auto& instance) { return instance.param.name; });

TEST(BatchNorm, usesTheBatchWhileTrainingAndItsRunningStatisticsAfterwards) {
  const auto module =
      make(test::compiled({"f64[2, 3]", "f64[2, 3]", "batch_norm(momentum = 0.5)"}));
  EXPECT_EQ(module->graph().parameterCount(), 4);
  EXPECT_EQ(module->weights().blocks().size(), 1U);
  const std::vector<at::Tensor> inputs = {sample(module->graph().inputs[0].type)};
  const at::Tensor& x = inputs[0];
  const at::Tensor plain = at::batch_norm(x, {}, {}, {}, {}, true, 0.5, 1e-5, false);
  const at::Tensor found = module->forward(inputs, {.training = true})[0];
  EXPECT_LE((found - plain).abs().max().item<double>(), 1e-12);
  const Values w = valuesOf(*module);
  const at::Tensor mean = x.mean(at::IntArrayRef{0, 2});
  const at::Tensor variance = x.transpose(0, 1).reshape({2, -1}).var(1);
  EXPECT_LE((w[2] - mean * 0.5).abs().max().item<double>(), 1e-12);
  EXPECT_LE((w[3] - (variance * 0.5 + 0.5)).abs().max().item<double>(), 1e-12);
  const at::Tensor expected = (x - w[2].view({1, 2, 1})) / (w[3].view({1, 2, 1}) + 1e-5).sqrt();
  EXPECT_LE((module->predict(inputs)[0] - expected).abs().max().item<double>(), 1e-12);
}

TEST(BatchNorm, gradientsAreThoseOfFiniteDifferences) {
  const auto module =
      make(test::compiled({"f64[2, 3]", "f64[2, 3]", "linear(3) |> batch_norm |> tanh"}));
  expectGradients(*module, {sample(module->graph().inputs[0].type)});
}

TEST(Embedding, givesRowsAndTheirGradients) {
  const auto module =
      make(test::compiled({"i64[4]", "f32[12]", "embedding(10, dim = 3) |> flatten"}));
  const std::vector<at::Tensor> inputs = {at::tensor({1, 9, 1, 0}, at::kLong).view({1, 4})};
  const at::Tensor table = module->weights().slot(0).value;
  const at::Tensor found = module->forward(inputs, {.training = true})[0];
  EXPECT_TRUE(at::equal(found.view({4, 3}), table.index_select(0, inputs[0][0])));
  module->weights().beginStep();
  module->forward(inputs, {.training = true});
  const at::Tensor ones = at::ones_like(found);
  module->backward({&ones, 1});
  const at::Tensor gradient = module->weights().slot(0).gradient;
  EXPECT_EQ(gradient[1][0].item<float>(), 2);
  EXPECT_EQ(gradient[9][2].item<float>(), 1);
  EXPECT_EQ(gradient[5].abs().sum().item<float>(), 0);
}

TEST(Attention, itsDropoutDependsOnStepAndSampleAlone) {
  const auto module =
      make(test::compiled({"f64[5, 4]", "f64[5, 4]", "attention(2, dropout = 50%)"}));
  const std::vector<at::Tensor> whole = {sample(module->graph().inputs[0].type)};
  const std::vector<at::Tensor> last = {whole[0].narrow(0, 2, 1)};
  const auto at = [&](const std::vector<at::Tensor>& inputs, std::uint64_t step,
                      std::uint32_t first) {
    return module->forward(inputs, {.training = true, .step = step, .firstSample = first})[0]
        .clone();
  };
  const at::Tensor found = at(whole, 4, 0);
  EXPECT_FALSE(at::equal(found, at(whole, 5, 0)));
  EXPECT_LE((found.narrow(0, 2, 1) - at(last, 4, 2)).abs().max().item<double>(), 1e-14);
  EXPECT_FALSE(at::equal(found.narrow(0, 2, 1), at(last, 4, 1)));
}

// Bounds and moments of PyTorch's defaults.
TEST(Initializers, drawAsPyTorchDoes) {
  const auto module = make(test::compiled(
      {"f32[16, 64]", "f32[16, 64]", "transformer_encoder(heads = 4, hidden = 256)"}));
  const Values w = valuesOf(*module);
  EXPECT_NEAR(w[0].abs().max().item<double>(), std::sqrt(6.0 / (64 + 192)), 1e-3);
  EXPECT_EQ(w[1].abs().max().item<double>(), 0);
  EXPECT_NEAR(w[2].abs().max().item<double>(), 1 / std::sqrt(64.0), 1e-3);
  EXPECT_NEAR(w[6].abs().max().item<double>(), 1 / std::sqrt(256.0), 1e-3);
  EXPECT_EQ(w[8].min().item<double>(), 1);
  const auto table = make(test::compiled({"i64[1]", "f32[1, 64]", "embedding(1000, dim = 64)"}));
  const at::Tensor drawn = table->weights().slot(0).value;
  EXPECT_NEAR(drawn.mean().item<double>(), 0, 0.02);
  EXPECT_NEAR(drawn.std().item<double>(), 1, 0.02);
}

}  // namespace
}  // namespace itw::nn
