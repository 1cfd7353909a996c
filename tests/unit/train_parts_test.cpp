#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include "runtime/train/loss.h"
#include "runtime/train/metric.h"
#include "runtime/train/optimizer.h"
#include "runtime/train/schedule.h"
#include "runtime/train/threads.h"
#include "tests/unit/model_fixture.h"

namespace itw::train {
namespace {

using test::component;
using test::ModelBuilder;

at::Tensor sample(at::IntArrayRef shape, double shift = 0) {
  const at::Tensor values = at::arange(c10::multiply_integers(shape), at::kDouble);
  // Squared, since sines of equal steps are linearly dependent.
  return at::sin(values.square() * 0.37 + shift).view(shape);
}

struct LossCase {
  std::string name;
  at::Tensor target;
  at::Tensor (*expected)(const at::Tensor& prediction, const at::Tensor& target);
};

void expectLossOfLibTorch(const LossCase& what) {
  auto loss = makeLoss(component(what.name));
  ASSERT_TRUE(loss);
  const at::Tensor prediction = sample({6, 4}).set_requires_grad(true);
  const at::Tensor expected = what.expected(prediction, what.target);
  expected.backward();
  const at::Tensor plain = prediction.detach();
  EXPECT_NEAR((*loss)->sum(plain, what.target) / 6, expected.item<double>(), 1e-12);
  EXPECT_TRUE(at::allclose((*loss)->gradient(1.0 / 6), prediction.grad(), 1e-12, 1e-14));
  EXPECT_NEAR((*loss)->perSample(plain, what.target).mean().item<double>(), expected.item<double>(),
              1e-12);
  EXPECT_EQ((*loss)->mismatch(plain, what.target), "");
}

TEST(Losses, crossEntropyIsLibTorchs) {
  expectLossOfLibTorch(
      {"std.train.cross_entropy", at::arange(6).remainder(4),
       [](const at::Tensor& p, const at::Tensor& t) { return at::cross_entropy_loss(p, t); }});
}

TEST(Losses, meanSquareIsLibTorchs) {
  expectLossOfLibTorch(
      {"std.train.mse", sample({6, 4}, 1),
       [](const at::Tensor& p, const at::Tensor& t) { return at::mse_loss(p, t); }});
}

TEST(Losses, shapesThatDoNotFitAreTold) {
  EXPECT_NE((*makeLoss(component("std.train.mse")))->mismatch(sample({6, 1}), sample({6})), "");
  EXPECT_NE(
      (*makeLoss(component("std.train.cross_entropy")))->mismatch(sample({6, 4}), sample({6, 4})),
      "");
  EXPECT_EQ(makeLoss(component("std.train.hinge")).error().code, "R0406");
}

// Moves one block along the same gradients with an optimizer of ours and one of LibTorch's.
void expectTrajectory(
    const expr::Component& ours, std::vector<at::Tensor> parameters,
    const std::function<std::unique_ptr<torch::optim::Optimizer>(std::vector<at::Tensor>)>&
        theirs) {
  auto optimizer = makeOptimizer(ours);
  ASSERT_TRUE(optimizer) << optimizer.error().message;
  std::vector<nn::WeightBlock> blocks = {
      {.values = parameters[0].detach().clone(), .gradients = at::zeros_like(parameters[0])}};
  const auto reference = theirs(parameters);
  for (int step = 0; step < 20; ++step) {
    const at::Tensor gradient = sample(parameters[0].sizes(), step) + 0.1 * step;
    parameters[0].mutable_grad() = gradient.clone();
    reference->step();
    blocks[0].gradients.copy_(gradient);
    (*optimizer)->step(blocks, 1);
    ASSERT_TRUE(at::allclose(blocks[0].values, parameters[0], 1e-11, 1e-12)) << step;
  }
}

TEST(Optimizers, adamIsLibTorchs) {
  expectTrajectory(
      component(
          "std.train.adam",
          {{"lr", 0.1}, {"beta1", 0.8}, {"beta2", 0.95}, {"eps", 1e-6}, {"weight_decay", 0.02}}),
      {sample({5, 3}).set_requires_grad(true)}, [](auto parameters) {
        return std::make_unique<torch::optim::Adam>(
            parameters,
            torch::optim::AdamOptions(0.1).betas({0.8, 0.95}).eps(1e-6).weight_decay(0.02));
      });
}

TEST(Optimizers, adamwIsLibTorchs) {
  expectTrajectory(
      component(
          "std.train.adamw",
          {{"lr", 0.1}, {"beta1", 0.8}, {"beta2", 0.95}, {"eps", 1e-6}, {"weight_decay", 0.02}}),
      {sample({5, 3}).set_requires_grad(true)}, [](auto parameters) {
        return std::make_unique<torch::optim::AdamW>(
            parameters,
            torch::optim::AdamWOptions(0.1).betas({0.8, 0.95}).eps(1e-6).weight_decay(0.02));
      });
}

TEST(Optimizers, sgdIsLibTorchsWithAndWithoutMomentum) {
  for (double momentum : {0.0, 0.9}) {
    expectTrajectory(
        component("std.train.sgd", {{"lr", 0.1}, {"momentum", momentum}, {"weight_decay", 0.02}}),
        {sample({5, 3}).set_requires_grad(true)}, [momentum](auto parameters) {
          return std::make_unique<torch::optim::SGD>(
              parameters, torch::optim::SGDOptions(0.1).momentum(momentum).weight_decay(0.02));
        });
  }
}

TEST(Schedules, cosineWarmsUpAndFallsToZero) {
  expr::Component cosine = component("std.train.cosine");
  cosine.arguments.fields.push_back(
      {.name = "warmup", .value = {.node = expr::Quantity{.amount = 2, .unit = "epochs"}}});
  auto schedule = Schedule::of(cosine, {.stepsPerEpoch = 10, .steps = 100});
  ASSERT_TRUE(schedule);
  EXPECT_DOUBLE_EQ(schedule->factor(0), 0.05);
  EXPECT_DOUBLE_EQ(schedule->factor(19), 1);
  EXPECT_DOUBLE_EQ(schedule->factor(20), 1);
  EXPECT_NEAR(schedule->factor(60), 0.5, 1e-12);
  EXPECT_NEAR(schedule->factor(99), 0.0004, 1e-4);
  for (int step = 21; step < 100; ++step) {
    EXPECT_LT(schedule->factor(step), schedule->factor(step - 1));
  }
  EXPECT_DOUBLE_EQ(Schedule::of(component("std.train.constant"), {})->factor(5), 1);
}

TEST(Threads, smallModelsTakeOne) {
  const expr::ModelGraph small = test::digitsMlp(128);
  EXPECT_DOUBLE_EQ(forwardOperations(small, 64), 2.0 * 64 * (64 * 128 + 128 * 10));
  EXPECT_EQ(usefulThreads(small, 64, 8), 1);
  EXPECT_EQ(usefulThreads(small, 16384, 8), 7);
  EXPECT_EQ(usefulThreads(small, 1 << 20, 8), 8);
  const expr::ModelGraph images = ModelBuilder({1, 8, 8}).conv2d(16, 3, 1, 1).build();
  EXPECT_DOUBLE_EQ(forwardOperations(images, 1), 2.0 * 16 * 9 * 64);
}

TEST(Metrics, countOverBatchesOfAnySize) {
  auto metrics =
      makeMetrics({component("std.train.accuracy"), component("std.train.confusion_matrix"),
                   component("std.train.mae"), component("std.train.mse")});
  ASSERT_TRUE(metrics);
  const at::Tensor scores = at::tensor({1.0, 0.0, 0.0, 1.0, 0.0, 1.0}).view({3, 2});
  const at::Tensor labels = at::tensor({0, 1, 0}, at::kLong);
  for (std::size_t i = 0; i < 2; ++i) {
    (*metrics)[i].metric->reset();
    (*metrics)[i].metric->add(scores.narrow(0, 0, 1), labels.narrow(0, 0, 1));
    (*metrics)[i].metric->add(scores.narrow(0, 1, 2), labels.narrow(0, 1, 2));
  }
  EXPECT_DOUBLE_EQ(*(*metrics)[0].metric->number(), 2.0 / 3);
  EXPECT_EQ((*metrics)[1].metric->json(), "[[1,1],[0,1]]");
  for (std::size_t i = 2; i < 4; ++i) {
    (*metrics)[i].metric->reset();
    (*metrics)[i].metric->add(at::tensor({1.0, 2.0}).view({2, 1}),
                              at::tensor({3.0, 2.0}).view({2, 1}));
    (*metrics)[i].metric->add(at::tensor({5.0}).view({1, 1}), at::tensor({4.0}).view({1, 1}));
  }
  EXPECT_DOUBLE_EQ(*(*metrics)[2].metric->number(), 1);
  EXPECT_DOUBLE_EQ(*(*metrics)[3].metric->number(), 5.0 / 3);
}

}  // namespace
}  // namespace itw::train
