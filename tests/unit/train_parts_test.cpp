#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>
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

using expr::NamedValue;

// A list of numbers as an argument.
NamedValue numbers(const std::string& name, const std::vector<double>& values) {
  expr::List list;
  for (double value : values) list.items.push_back({.node = value});
  return {.name = name, .value = {.node = std::move(list)}};
}

struct LossCase {
  std::string name;
  std::vector<NamedValue> arguments;
  at::Tensor prediction;
  at::Tensor target;
  std::function<at::Tensor(const at::Tensor& prediction, const at::Tensor& target)> expected;
};

std::vector<LossCase> lossCases() {
  const at::Tensor labels = at::arange(6).remainder(4);
  const at::Tensor scores = sample({6, 4});
  const at::Tensor values = sample({6, 4}, 1);
  const at::Tensor shares = values.sigmoid();
  const at::Tensor weights = at::tensor({1.0, 2.0, 0.5, 4.0}, at::kDouble);
  const NamedValue none = numbers("weights", {});
  const NamedValue some = numbers("weights", {1.0, 2.0, 0.5, 4.0});
  const NamedValue plain{.name = "label_smoothing", .value = {.node = 0.0}};
  const NamedValue smooth{.name = "label_smoothing", .value = {.node = 0.1}};
  const NamedValue delta{.name = "delta", .value = {.node = 0.4}};
  return {
      {"cross_entropy",
       {none, plain},
       scores,
       labels,
       [](auto& p, auto& t) { return at::cross_entropy_loss(p, t); }},
      {"cross_entropy",
       {some, plain},
       scores,
       labels,
       [weights](auto& p, auto& t) { return at::cross_entropy_loss(p, t, weights); }},
      {"cross_entropy",
       {none, smooth},
       scores,
       labels,
       [](auto& p, auto& t) {
         return at::cross_entropy_loss(p, t, {}, at::Reduction::Mean, -100, 0.1);
       }},
      {"nll",
       {some},
       scores,
       labels,
       [weights](auto& p, auto& t) { return at::nll_loss(p, t, weights); }},
      {"mse", {}, scores, values, [](auto& p, auto& t) { return at::mse_loss(p, t); }},
      {"l1", {}, scores, values, [](auto& p, auto& t) { return at::l1_loss(p, t); }},
      {"huber",
       {delta},
       scores,
       values,
       [](auto& p, auto& t) { return at::huber_loss(p, t, at::Reduction::Mean, 0.4); }},
      {"bce",
       {},
       scores.sigmoid(),
       shares,
       [](auto& p, auto& t) { return at::binary_cross_entropy(p, t); }},
      {"bce_with_logits",
       {},
       scores,
       shares,
       [](auto& p, auto& t) { return at::binary_cross_entropy_with_logits(p, t); }},
  };
}

TEST(Losses, areLibTorchs) {
  for (const LossCase& what : lossCases()) {
    SCOPED_TRACE(what.name);
    auto loss = makeLoss({"std.train." + what.name, {what.arguments}});
    ASSERT_TRUE(loss) << loss.error().message;
    const at::Tensor prediction = what.prediction.detach().clone().set_requires_grad(true);
    const at::Tensor expected = what.expected(prediction, what.target);
    expected.backward();
    const at::Tensor plain = prediction.detach();
    EXPECT_EQ((*loss)->mismatch(plain, what.target), "");
    const double weight = (*loss)->weight(what.target);
    EXPECT_NEAR((*loss)->sum(plain, what.target) / weight, expected.item<double>(), 1e-12);
    EXPECT_TRUE(at::allclose((*loss)->gradient(1 / weight), prediction.grad(), 1e-12, 1e-14));
    const double total = (*loss)->perSample(plain, what.target).sum().item<double>();
    EXPECT_NEAR(total / weight, expected.item<double>(), 1e-12);
  }
}

TEST(Losses, weightsMustBeAsManyAsClasses) {
  auto loss = makeLoss({"std.train.nll", {{numbers("weights", {1, 2, 3})}}});
  EXPECT_NE((*loss)->mismatch(sample({6, 4}), at::arange(6).remainder(4)), "");
}

TEST(Losses, shapesThatDoNotFitAreTold) {
  EXPECT_NE((*makeLoss(component("std.train.mse")))->mismatch(sample({6, 1}), sample({6})), "");
  EXPECT_NE((*makeLoss(component("std.train.l1")))->mismatch(sample({6, 4}), sample({6, 3})), "");
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
    (*optimizer)->step(blocks, 1, 0, {});
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

TEST(Optimizers, rmspropIsLibTorchsWithAndWithoutMomentum) {
  for (double momentum : {0.0, 0.9}) {
    expectTrajectory(component("std.train.rmsprop", {{"lr", 0.1},
                                                     {"alpha", 0.9},
                                                     {"eps", 1e-6},
                                                     {"momentum", momentum},
                                                     {"weight_decay", 0.02}}),
                     {sample({5, 3}).set_requires_grad(true)}, [momentum](auto parameters) {
                       return std::make_unique<torch::optim::RMSprop>(
                           parameters, torch::optim::RMSpropOptions(0.1)
                                           .alpha(0.9)
                                           .eps(1e-6)
                                           .momentum(momentum)
                                           .weight_decay(0.02));
                     });
  }
}

TEST(Optimizers, adagradIsLibTorchs) {
  expectTrajectory(
      component("std.train.adagrad", {{"lr", 0.1}, {"eps", 1e-6}, {"weight_decay", 0.02}}),
      {sample({5, 3}).set_requires_grad(true)}, [](auto parameters) {
        return std::make_unique<torch::optim::Adagrad>(
            parameters, torch::optim::AdagradOptions(0.1).eps(1e-6).weight_decay(0.02));
      });
}

// Rosenbrock's valley, whose gradient is written by hand.
double valley(nn::WeightBlock& block) {
  const double x = block.values[0].item<double>();
  const double y = block.values[1].item<double>();
  block.gradients[0] = -2 * (1 - x) - 400 * x * (y - x * x);
  block.gradients[1] = 200 * (y - x * x);
  return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
}

std::vector<nn::WeightBlock> valleyStart() {
  return {{.values = at::tensor({-1.2, 1.0}, at::kDouble), .gradients = at::zeros(2, at::kDouble)}};
}

expr::Component lbfgs() {
  expr::Component made = component("std.train.lbfgs", {{"lr", 1.0}});
  made.arguments.fields.push_back({.name = "iterations", .value = {.node = std::int64_t{4}}});
  made.arguments.fields.push_back({.name = "history", .value = {.node = std::int64_t{5}}});
  return made;
}

TEST(Optimizers, lbfgsFindsTheBottomOfTheValley) {
  auto optimizer = makeOptimizer(lbfgs());
  ASSERT_TRUE(optimizer);
  std::vector<nn::WeightBlock> blocks = valleyStart();
  for (int step = 0; step < 20; ++step)
    (*optimizer)->step(blocks, 1, valley(blocks[0]), [&] { return valley(blocks[0]); });
  EXPECT_NEAR(blocks[0].values[0].item<double>(), 1, 1e-4);
  EXPECT_NEAR(blocks[0].values[1].item<double>(), 1, 1e-4);
}

// Goes on from a copy of its state as if nothing had happened, to the last bit.
void expectRestores(const expr::Component& component) {
  SCOPED_TRACE(component.name);
  auto first = *makeOptimizer(component);
  std::vector<nn::WeightBlock> blocks = valleyStart();
  const auto step = [](Optimizer& optimizer, std::vector<nn::WeightBlock>& moved) {
    valley(moved[0]);
    optimizer.step(moved, 1, valley(moved[0]), [&] { return valley(moved[0]); });
  };
  for (int i = 0; i < 3; ++i) step(*first, blocks);
  std::vector<nn::WeightBlock> others = {
      {.values = blocks[0].values.clone(), .gradients = blocks[0].gradients.clone()}};
  std::vector<StateTensor> saved = first->state();
  for (StateTensor& one : saved) one.value = one.value.clone();
  auto second = *makeOptimizer(component);
  ASSERT_TRUE(second->restore(others, saved));
  for (int i = 0; i < 3; ++i) {
    step(*first, blocks);
    step(*second, others);
    EXPECT_TRUE(at::equal(blocks[0].values, others[0].values)) << i;
  }
  if (saved.empty()) return;
  saved[0].name = "strange";
  EXPECT_FALSE((*makeOptimizer(component))->restore(others, saved));
}

TEST(Optimizers, goOnFromTheirState) {
  expectRestores(lbfgs());
  expectRestores(component("std.train.sgd", {{"lr", 1e-4}, {"momentum", 0}, {"weight_decay", 0}}));
  expectRestores(
      component("std.train.sgd", {{"lr", 1e-4}, {"momentum", 0.9}, {"weight_decay", 0}}));
  expectRestores(component("std.train.adagrad", {{"lr", 0.1}, {"eps", 1e-8}, {"weight_decay", 0}}));
  for (const char* name : {"std.train.adam", "std.train.adamw"})
    expectRestores(component(
        name,
        {{"lr", 0.1}, {"beta1", 0.9}, {"beta2", 0.99}, {"eps", 1e-8}, {"weight_decay", 0.01}}));
  expectRestores(component(
      "std.train.rmsprop",
      {{"lr", 0.1}, {"alpha", 0.9}, {"eps", 1e-8}, {"momentum", 0.9}, {"weight_decay", 0}}));
}

TEST(Schedules, cosineWarmsUpAndFallsToZero) {
  expr::Component cosine = component("std.train.cosine");
  cosine.arguments.fields.push_back(
      {.name = "warmup", .value = {.node = expr::Quantity{.amount = 2, .unit = "epochs"}}});
  auto schedule = Schedule::of(cosine, {.stepsPerEpoch = 10, .steps = 100}, {});
  ASSERT_TRUE(schedule);
  EXPECT_DOUBLE_EQ(schedule->factor(0), 0.05);
  EXPECT_DOUBLE_EQ(schedule->factor(19), 1);
  EXPECT_DOUBLE_EQ(schedule->factor(20), 1);
  EXPECT_NEAR(schedule->factor(60), 0.5, 1e-12);
  EXPECT_NEAR(schedule->factor(99), 0.0004, 1e-4);
  for (int step = 21; step < 100; ++step) {
    EXPECT_LT(schedule->factor(step), schedule->factor(step - 1));
  }
  EXPECT_DOUBLE_EQ(Schedule::of(component("std.train.constant"), {}, {})->factor(5), 1);
}

NamedValue epochs(const std::string& name, double count) {
  return {.name = name, .value = {.node = expr::Quantity{.amount = count, .unit = "epochs"}}};
}

NamedValue number(const std::string& name, double value) {
  return {.name = name, .value = {.node = value}};
}

std::vector<double> factorsOf(const std::string& name, std::vector<NamedValue> arguments,
                              std::int64_t steps) {
  auto schedule = Schedule::of({"std.train." + name, {std::move(arguments)}},
                               {.stepsPerEpoch = 2, .steps = steps}, {});
  EXPECT_TRUE(schedule);
  std::vector<double> factors;
  for (std::int64_t step = 0; step < steps; ++step) factors.push_back(schedule->factor(step));
  return factors;
}

using ::testing::DoubleNear;
using ::testing::Pointwise;

MATCHER(IsNear, "") { return std::abs(std::get<0>(arg) - std::get<1>(arg)) < 1e-9; }

// The factors of two steps an epoch; those of one_cycle are PyTorch's OneCycleLR for ten steps.
TEST(Schedules, areTheUsualOnes) {
  EXPECT_THAT(factorsOf("step", {epochs("every", 2), number("factor", 0.1)}, 9),
              Pointwise(IsNear(), {1.0, 1.0, 1.0, 1.0, 0.1, 0.1, 0.1, 0.1, 0.01}));
  EXPECT_THAT(factorsOf("exponential", {number("factor", 0.5)}, 6),
              Pointwise(IsNear(), {1.0, 1.0, 0.5, 0.5, 0.25, 0.25}));
  expr::List at{{{expr::Quantity{1, "epochs"}}, {expr::Quantity{2, "epochs"}}}};
  EXPECT_THAT(factorsOf("multistep", {{"at", {at}}, number("factor", 0.1)}, 6),
              Pointwise(IsNear(), {1.0, 1.0, 0.1, 0.1, 0.01, 0.01}));
  EXPECT_THAT(factorsOf("polynomial", {number("power", 2), epochs("warmup", 1)}, 6),
              Pointwise(IsNear(), {0.5, 1.0, 1.0, 0.5625, 0.25, 0.0625}));
  EXPECT_THAT(factorsOf("warmup", {epochs("length", 2)}, 6),
              Pointwise(IsNear(), {0.25, 0.5, 0.75, 1.0, 1.0, 1.0}));
  EXPECT_THAT(
      factorsOf("one_cycle", {number("rise", 0.3), number("start", 25), number("final", 1e4)}, 10),
      Pointwise(IsNear(), {0.04, 0.52, 1.0, 0.9504846319, 0.8117456539, 0.6112620219, 0.3887419781,
                           0.1882583461, 0.0495193681, 0.000004}));
}

TEST(Schedules, plateauLowersWhenNothingGetsBetter) {
  const std::vector<Series> series = {{"train_loss", false}, {"accuracy", true}};
  const auto make = [&](const char* name) {
    return Schedule::of(
        {"std.train.plateau",
         {{{"series", {std::string(name)}}, number("factor", 0.1), epochs("patience", 1)}}},
        {}, series);
  };
  auto schedule = make("accuracy");
  ASSERT_TRUE(schedule);
  for (double accuracy : {0.5, 0.6, 0.6}) schedule->onEpoch({1.0, accuracy});
  EXPECT_DOUBLE_EQ(schedule->factor(0), 1);
  schedule->onEpoch({1.0, 0.55});
  EXPECT_DOUBLE_EQ(schedule->factor(0), 0.1);
  auto other = make("train_loss");
  other->restore(schedule->plateau());
  EXPECT_DOUBLE_EQ(other->factor(0), 0.1);
  EXPECT_FALSE(make("acuracy"));
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

double measured(const std::string& name, const std::vector<at::Tensor>& predictions,
                const std::vector<at::Tensor>& targets) {
  auto metrics = makeMetrics({component("std.train." + name)});
  EXPECT_TRUE(metrics);
  Metric& metric = *metrics->at(0).metric;
  metric.reset();
  for (std::size_t i = 0; i < targets.size(); ++i) metric.add(predictions[i], targets[i]);
  return metric.number().value_or(-1);
}

// The values are scikit-learn's, with average = "macro" and multi_class = "ovr".
TEST(Metrics, ofClassesAreScikitLearns) {
  const at::Tensor scores = at::tensor({5.0, 1.0, 0.0, 2.0, 3.0, 0.0, 1.0, 0.0, 4.0, 3.0, 2.0, 1.0,
                                        0.0, 1.0, 0.5, 0.0, 0.0, 2.0})
                                .view({6, 3});
  const at::Tensor labels = at::tensor({0, 1, 2, 1, 1, 0}, at::kLong);
  const std::vector<at::Tensor> predictions = {scores.narrow(0, 0, 4), scores.narrow(0, 4, 2)};
  const std::vector<at::Tensor> targets = {labels.narrow(0, 0, 4), labels.narrow(0, 4, 2)};
  EXPECT_NEAR(measured("precision", predictions, targets), 2.0 / 3, 1e-12);
  EXPECT_NEAR(measured("recall", predictions, targets), (0.5 + 2.0 / 3 + 1) / 3, 1e-12);
  EXPECT_NEAR(measured("f1", predictions, targets), (0.5 + 0.8 + 2.0 / 3) / 3, 1e-12);
  EXPECT_NEAR(measured("auc", predictions, targets), (0.625 + 1 + 1) / 3, 1e-12);
}

TEST(Metrics, aTieOfScoresCountsHalf) {
  const at::Tensor scores = at::tensor({0.0, 0.0, 0.0, 0.0}).view({2, 2});
  EXPECT_DOUBLE_EQ(measured("auc", {scores}, {at::tensor({0, 1}, at::kLong)}), 0.5);
}

TEST(Metrics, determinationIsOneForPerfectAndZeroForTheMean) {
  const at::Tensor target = at::tensor({1e8 + 1, 1e8 + 2, 1e8 + 3, 1e8 + 6}).view({4, 1});
  const std::vector<at::Tensor> parts = {target.narrow(0, 0, 1), target.narrow(0, 1, 3)};
  EXPECT_DOUBLE_EQ(measured("r2", parts, parts), 1);
  const at::Tensor mean = at::full({1, 1}, 1e8 + 3, at::kDouble);
  EXPECT_NEAR(measured("r2", {mean, mean.expand({3, 1})}, parts), 0, 1e-8);
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
