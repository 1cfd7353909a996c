#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <functional>

#include "runtime/nn/module.h"
#include "tests/unit/model_fixture.h"

namespace itw::nn {
namespace {

using test::ModelBuilder;

constexpr auto kF64 = expr::DType::F64;

std::unique_ptr<Module> make(const expr::ModelGraph& graph, std::int64_t seed = 1) {
  auto module = Module::create(graph);
  EXPECT_TRUE(module) << module.error().message;
  EXPECT_TRUE((*module)->initialize(seed));
  (*module)->setSeed(seed);
  return *std::move(module);
}

at::Tensor sample(at::IntArrayRef shape, at::ScalarType type = at::kDouble) {
  at::Tensor values = at::arange(c10::multiply_integers(shape), at::kDouble);
  return at::sin(values * 12.9898 + 0.5).view(shape).to(type);
}

at::Tensor weight(const Module& module, const std::string& name) {
  const Weights& weights = module.weights();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights.nameOf(i) == name) return weights.slot(i).value;
  }
  ADD_FAILURE() << "no weight " << name;
  return {};
}

void expectClose(const at::Tensor& actual, const at::Tensor& expected, double tolerance) {
  ASSERT_EQ(actual.sizes(), expected.sizes());
  EXPECT_LE((actual - expected).abs().max().item<double>(), tolerance);
}

struct OpCase {
  std::string name;
  std::vector<std::int64_t> inputShape;  // Without the batch.
  std::function<void(ModelBuilder&)> build;
  std::function<at::Tensor(const Module&, const at::Tensor&)> expected;
};

std::vector<OpCase> opCases() {
  return {
      {"linear",
       {5},
       [](ModelBuilder& m) { m.linear(3); },
       [](const Module& m, const at::Tensor& x) {
         return at::linear(x, weight(m, "linear_1.w"), weight(m, "linear_1.b"));
       }},
      {"linearOfMoreDimensions",
       {4, 5},
       [](ModelBuilder& m) { m.linear(3); },
       [](const Module& m, const at::Tensor& x) {
         return at::linear(x, weight(m, "linear_1.w"), weight(m, "linear_1.b"));
       }},
      {"linearWithoutBias",
       {5},
       [](ModelBuilder& m) { m.linear(3, false); },
       [](const Module& m, const at::Tensor& x) { return at::linear(x, weight(m, "linear_1.w")); }},
      {"conv2d",
       {2, 6, 7},
       [](ModelBuilder& m) { m.conv2d(3, 3, 2, 1); },
       [](const Module& m, const at::Tensor& x) {
         return at::conv2d(x, weight(m, "conv2d_1.w"), weight(m, "conv2d_1.b"), 2, 1);
       }},
      {"maxPool2d",
       {2, 6, 7},
       [](ModelBuilder& m) { m.maxPool2d(2); },
       [](const Module&, const at::Tensor& x) { return at::max_pool2d(x, 2); }},
      {"maxPool2dOfThree",
       {1, 7, 8},
       [](ModelBuilder& m) { m.maxPool2d(3); },
       [](const Module&, const at::Tensor& x) { return at::max_pool2d(x, 3); }},
      {"avgPool2d",
       {2, 6, 7},
       [](ModelBuilder& m) { m.avgPool2d(2); },
       [](const Module&, const at::Tensor& x) { return at::avg_pool2d(x, 2); }},
      {"flatten",
       {2, 3, 4},
       [](ModelBuilder& m) { m.flatten(); },
       [](const Module&, const at::Tensor& x) { return x.flatten(1); }},
      {"relu",
       {5},
       [](ModelBuilder& m) { m.activation("relu"); },
       [](const Module&, const at::Tensor& x) { return at::relu(x); }},
      {"gelu",
       {5},
       [](ModelBuilder& m) { m.activation("gelu"); },
       [](const Module&, const at::Tensor& x) { return at::gelu(x); }},
      {"tanh",
       {5},
       [](ModelBuilder& m) { m.activation("tanh"); },
       [](const Module&, const at::Tensor& x) { return at::tanh(x); }},
      {"sigmoid",
       {5},
       [](ModelBuilder& m) { m.activation("sigmoid"); },
       [](const Module&, const at::Tensor& x) { return at::sigmoid(x); }},
      {"dropoutOfNothing",
       {5},
       [](ModelBuilder& m) { m.dropout(0); },
       [](const Module&, const at::Tensor& x) { return x; }},
  };
}

class OpTest : public ::testing::TestWithParam<OpCase> {
 protected:
  // The op between two linear layers, so that gradients flow through it in both directions.
  static expr::ModelGraph between(const OpCase& op) {
    ModelBuilder builder(op.inputShape, kF64);
    builder.linear(op.inputShape.back());
    op.build(builder);
    return builder.flatten().linear(2).build();
  }

  static std::vector<std::int64_t> batchShape(const OpCase& op) {
    std::vector<std::int64_t> shape = {3};
    shape.insert(shape.end(), op.inputShape.begin(), op.inputShape.end());
    return shape;
  }
};

TEST_P(OpTest, computesWhatLibTorchDoes) {
  for (const auto dtype : {expr::DType::F32, kF64}) {
    ModelBuilder builder(GetParam().inputShape, dtype);
    GetParam().build(builder);
    const auto module = make(builder.build());
    const at::Tensor input = sample(batchShape(GetParam()), scalarTypeOf(dtype));
    const at::Tensor expected = GetParam().expected(*module, input);
    const std::vector<at::Tensor> inputs = {input};
    expectClose(module->predict(inputs)[0], expected, 1e-6);
    expectClose(module->forward(inputs, {.training = true})[0], expected, 1e-6);
  }
}

// The sum of squares of the outputs, as a function of the weights.
double lossOf(Module& module, const at::Tensor& input) {
  const std::vector<at::Tensor> inputs = {input};
  return module.forward(inputs, {.training = true})[0].square().sum().item<double>();
}

void backward(Module& module, const at::Tensor& input) {
  const std::vector<at::Tensor> inputs = {input};
  module.weights().beginStep();
  const at::Tensor gradient = module.forward(inputs, {.training = true})[0] * 2;
  module.backward({&gradient, 1});
  module.weights().endStep();
}

void expectGradientsOfDifferences(Module& module, const at::Tensor& input) {
  constexpr double kStep = 1e-6;
  backward(module, input);
  for (std::size_t i = 0; i < module.weights().size(); ++i) {
    WeightSlot& slot = module.weights().slot(i);
    const at::Tensor gradient = slot.gradient.clone().view({-1});
    const at::Tensor flat = slot.value.view({-1});
    for (std::int64_t e = 0; e < flat.numel(); ++e) {
      const double value = flat[e].item<double>();
      flat[e] = value + kStep;
      const double above = lossOf(module, input);
      flat[e] = value - kStep;
      const double below = lossOf(module, input);
      flat[e] = value;
      const double expected = (above - below) / (2 * kStep);
      ASSERT_NEAR(gradient[e].item<double>(), expected, 1e-6 * std::max(1.0, std::abs(expected)))
          << module.weights().nameOf(i) << " " << e;
    }
  }
}

TEST_P(OpTest, gradientsAreThoseOfFiniteDifferences) {
  const auto module = make(between(GetParam()));
  expectGradientsOfDifferences(*module, sample(batchShape(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(All, OpTest, ::testing::ValuesIn(opCases()),
                         [](const auto& instance) { return instance.param.name; });

TEST(Module, gradientsOfDropoutFollowItsMask) {
  const auto module = make(ModelBuilder({6}, kF64).linear(8).dropout(0.4).linear(2).build());
  expectGradientsOfDifferences(*module, sample({5, 6}));
}

TEST(Module, maximaOfAllWidthsAreLibTorchsNansToo) {
  for (std::int64_t width = 2; width < 21; ++width) {
    const auto module = make(ModelBuilder({3, 6, width}).maxPool2d(2).build());
    std::vector<at::Tensor> inputs = {at::relu(sample({2, 3, 6, width}, at::kFloat))};
    inputs[0].view({-1})[width + 1] = NAN;
    inputs[0].view({-1})[5 * width] = -INFINITY;
    const auto [expected, places] = at::max_pool2d_with_indices(inputs[0], 2);
    EXPECT_TRUE(at::allclose(module->predict(inputs)[0], expected, 0, 0, true)) << width;
    const at::Tensor found = module->forward(inputs, {.training = true})[0];
    EXPECT_TRUE(at::allclose(found, expected, 0, 0, true)) << width;
  }
}

TEST(Module, theFirstOfEqualMaximaGetsTheGradient) {
  const expr::ModelGraph graph = ModelBuilder({1, 2, 8}).conv2d(1, 1).maxPool2d(2).build();
  const auto pooled = make(graph);
  const at::Tensor ones = at::ones({1, 1, 2, 8});
  ones[0][0][0][0].fill_(5);
  const std::vector<at::Tensor> inputs = {ones};
  pooled->weights().slot(0).value.fill_(1);
  pooled->weights().slot(1).value.fill_(0);
  pooled->weights().beginStep();
  const at::Tensor output = pooled->forward(inputs, {.training = true})[0];
  const at::Tensor gradient = at::arange(1, 5).to(at::kFloat).view_as(output);
  pooled->backward({&gradient, 1});
  // 1 * 5 for the window with the five, and its first one of each other window.
  EXPECT_EQ(pooled->weights().slot(0).gradient.item<float>(), 5 + 2 + 3 + 4);
}

TEST(Module, aSharedLayerSumsTheGradientsOfItsUses) {
  const auto module = make(
      ModelBuilder({4}, kF64).linear(4).activation("tanh").again(0).activation("tanh").build());
  EXPECT_EQ(module->weights().size(), 2U);
  expectGradientsOfDifferences(*module, sample({3, 4}));
}

TEST(Module, aTensorReadTwiceSumsItsGradients) {
  expr::ModelGraph graph = ModelBuilder({4}, kF64).linear(3).activation("tanh").linear(2).build();
  graph.outputs.push_back(
      {.name = "hidden", .source = {.input = false, .index = 1}, .type = graph.nodes[1].type});
  const auto module = make(graph);
  const std::vector<at::Tensor> inputs = {sample({3, 4})};
  const auto total = [&] {
    const auto outputs = module->forward(inputs, {.training = true});
    return (outputs[0].sum() + outputs[1].square().sum()).item<double>();
  };
  module->weights().beginStep();
  const auto outputs = module->forward(inputs, {.training = true});
  const std::vector<at::Tensor> gradients = {at::ones_like(outputs[0]), outputs[1] * 2};
  module->backward(gradients);
  const at::Tensor gradient = module->weights().slot(0).gradient.clone();
  const at::Tensor entry = module->weights().slot(0).value[1][2];
  const double value = entry.item<double>();
  entry.fill_(value + 1e-6);
  const double above = total();
  entry.fill_(value - 1e-6);
  EXPECT_NEAR(gradient[1][2].item<double>(), (above - total()) / 2e-6, 1e-6);
}

TEST(Module, weightsThatNoOutputNeedsGetZeroGradients) {
  expr::ModelGraph graph = ModelBuilder({4}, kF64).linear(3).linear(2).build();
  graph.outputs[0].source.index = 0;
  const auto module = make(graph);
  module->weights().slot(2).gradient.fill_(7);
  backward(*module, sample({3, 4}));
  EXPECT_EQ(module->weights().slot(2).gradient.abs().sum().item<double>(), 0);
}

TEST(Module, shortBatchesGiveTheGradientsOfTheirOwnSamples) {
  const auto module = make(test::digitsMlp(16, kF64));
  const auto fresh = make(test::digitsMlp(16, kF64));
  backward(*module, sample({8, 1, 8, 8}));
  backward(*module, sample({3, 1, 8, 8}));
  backward(*fresh, sample({3, 1, 8, 8}));
  expectClose(module->weights().blocks()[0].gradients, fresh->weights().blocks()[0].gradients, 0);
}

TEST(Module, firstWeightsDependOnSeedAndNameAlone) {
  const auto one = make(test::digitsMlp(), 7);
  const auto same = make(test::digitsMlp(), 7);
  const auto other = make(test::digitsMlp(), 8);
  const auto wide = make(test::digitsMlp(128, kF64), 7);
  EXPECT_TRUE(at::equal(one->weights().blocks()[0].values, same->weights().blocks()[0].values));
  EXPECT_FALSE(at::equal(one->weights().blocks()[0].values, other->weights().blocks()[0].values));
  expectClose(weight(*wide, "linear_2.w").to(at::kFloat), weight(*one, "linear_2.w"), 0);
  // A layer in front changes names, and nothing else would have.
  const auto deeper = make(ModelBuilder({1, 8, 8}).flatten().linear(128).build(), 7);
  EXPECT_TRUE(at::equal(weight(*deeper, "linear_1.w"), weight(*one, "linear_1.w")));
}

TEST(Module, firstWeightsFillTheirRange) {
  const auto module = make(test::digitsMlp(512), 7);
  const at::Tensor drawn = weight(*module, "linear_1.w");
  const double bound = 1 / std::sqrt(64.0);
  EXPECT_LT(drawn.abs().max().item<double>(), bound);
  EXPECT_GT(drawn.abs().max().item<double>(), 0.99 * bound);
  EXPECT_NEAR(drawn.mean().item<double>(), 0, 0.003);
  EXPECT_NEAR(drawn.var().item<double>(), bound * bound / 3, 2e-4);
}

TEST(Dropout, keepsTheShareItSaysAndScalesIt) {
  const auto module = make(ModelBuilder({1000}).dropout(0.2).build());
  const std::vector<at::Tensor> inputs = {at::ones({100, 1000})};
  const at::Tensor output = module->forward(inputs, {.training = true, .step = 5})[0];
  EXPECT_NEAR(output.eq(0).to(at::kDouble).mean().item<double>(), 0.2, 0.005);
  EXPECT_EQ(output.max().item<float>(), 1.25F);
  EXPECT_TRUE(at::equal(module->predict(inputs)[0], inputs[0]));
}

TEST(Dropout, drawsAnewInEveryStepAndLayerButNotInEveryShare) {
  const auto module = make(ModelBuilder({50}).dropout(0.5).again(0).build());
  const std::vector<at::Tensor> whole = {at::ones({8, 50})};
  const std::vector<at::Tensor> part = {at::ones({3, 50})};
  const auto maskAt = [&](std::uint64_t step) {
    return module->forward(whole, {.training = true, .step = step})[0].clone();
  };
  const at::Tensor first = maskAt(1);
  EXPECT_FALSE(at::equal(first, maskAt(2)));
  EXPECT_TRUE(at::equal(first, maskAt(1)));
  // Two independent masks leave a quarter.
  EXPECT_NEAR(first.ne(0).to(at::kDouble).mean().item<double>(), 0.25, 0.07);
  const at::Tensor share =
      module->forward(part, {.training = true, .step = 1, .firstSample = 5})[0];
  EXPECT_TRUE(at::equal(share, first.narrow(0, 5, 3)));
}

TEST(Module, graphsThatDoNotHoldTogetherAreRefused) {
  expr::ModelGraph graph = test::digitsMlp();
  graph.nodes[1].inputs[0].index = 3;
  EXPECT_EQ(Module::create(graph).error().code, "R0405");
  graph = test::digitsMlp();
  graph.layers[1].op = "std.nn.magic";
  EXPECT_EQ(Module::create(graph).error().code, "R0406");
  graph = test::digitsMlp();
  graph.layers[1].arguments.fields.clear();
  EXPECT_EQ(Module::create(graph).error().code, "R0405");
  graph = test::digitsMlp();
  graph.outputs[0].source.index = 99;
  EXPECT_EQ(Module::create(graph).error().code, "R0405");
}

}  // namespace
}  // namespace itw::nn
