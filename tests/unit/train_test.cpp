#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include <fstream>

#include "runtime/data/safetensors.h"
#include "runtime/train/checkpoint.h"
#include "runtime/train/keeper.h"
#include "runtime/train/learner.h"
#include "runtime/train/loss.h"
#include "runtime/train/metric.h"
#include "runtime/train/optimizer.h"
#include "runtime/train/schedule.h"
#include "runtime/train/threads.h"
#include "runtime/train/torch_errors.h"
#include "runtime/train/trainer.h"
#include "tests/unit/model_fixture.h"

namespace itw::train {
namespace {

using test::component;
using test::ModelBuilder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

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
  EXPECT_EQ(usefulThreads(small, 4096, 8), 7);
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

// A dataset over tensors that outlive it.
data::DataView viewOf(const std::vector<std::pair<data::Field, at::Tensor>>& fields) {
  auto dataset = std::make_shared<data::Dataset>();
  auto owner = std::make_shared<std::vector<at::Tensor>>();
  for (const auto& [field, tensor] : fields) {
    owner->push_back(tensor.contiguous());
    dataset->rows = tensor.size(0);
    dataset->columns.push_back(
        {.field = field, .bytes = static_cast<const std::byte*>(owner->back().const_data_ptr())});
  }
  dataset->owner = owner;
  return {.base = dataset, .digest = {}, .rows = std::nullopt};
}

data::Field field(const std::string& name, const std::string& type) {
  return {name, *data::fieldTypeOf(type)};
}

data::DataView regressionData(std::int64_t rows) {
  const at::Tensor x = sample({rows, 4}).to(at::kFloat);
  const at::Tensor y = x.matmul(at::tensor({1.0F, -2.0F, 0.5F, 3.0F})).unsqueeze(1) + 0.25;
  return viewOf({{field("x", "f32[4]"), x}, {field("y", "f32[1]"), y}});
}

class Recorder final : public Observer {
 public:
  void onProgress(const TrainingProgress& progress) override { last = progress; }
  void onMetric(const SeriesPoint& point) override { points.push_back(point); }
  bool cancelled() override { return stopAfter-- == 0; }

  TrainingProgress last;
  std::vector<SeriesPoint> points;
  int stopAfter = -1;
};

TrainSpec regressionSpec() {
  TrainSpec spec;
  spec.model = ModelBuilder({4}).linear(1).build();
  spec.data = regressionData(100);
  spec.target = "y";
  spec.loss = component("std.train.mse");
  spec.optimizer =
      component("std.train.sgd", {{"lr", 0.1}, {"momentum", 0.9}, {"weight_decay", 0}});
  spec.schedule = component("std.train.constant");
  spec.keep = component("std.train.last");
  spec.epochs = 40;
  spec.batch = 32;
  spec.seed = 3;
  return spec;
}

std::string temporary(const std::string& name) { return ::testing::TempDir() + "itw_" + name; }

std::string bytesOf(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Training, findsTheLineBehindTheData) {
  Recorder recorder;
  const std::string path = temporary("line.safetensors");
  auto measured = trainModel(regressionSpec(), path, recorder);
  ASSERT_TRUE(measured) << measured.error().message;
  ASSERT_EQ(measured->size(), 1U);
  EXPECT_LT(std::stod((*measured)[0].json), 1e-4);
  auto module = readModel(path);
  ASSERT_TRUE(module);
  const at::Tensor weights = (*module)->weights().slot(0).value;
  EXPECT_NEAR(weights[0][1].item<double>(), -2, 0.02);
  EXPECT_EQ(recorder.last.step, 160);
  EXPECT_EQ(recorder.last.steps, 160);
  EXPECT_EQ(recorder.points.size(), 40U);
}

TEST(Training, repeatsBitByBit) {
  Recorder recorder;
  ASSERT_TRUE(trainModel(regressionSpec(), temporary("a.safetensors"), recorder));
  ASSERT_TRUE(trainModel(regressionSpec(), temporary("b.safetensors"), recorder));
  EXPECT_EQ(bytesOf(temporary("a.safetensors")), bytesOf(temporary("b.safetensors")));
  TrainSpec other = regressionSpec();
  other.seed = 4;
  ASSERT_TRUE(trainModel(other, temporary("c.safetensors"), recorder));
  EXPECT_NE(bytesOf(temporary("a.safetensors")), bytesOf(temporary("c.safetensors")));
}

TEST(Training, goesOnFromAnotherTrainingsModel) {
  Recorder recorder;
  const std::string first = temporary("first.safetensors");
  TrainSpec spec = regressionSpec();
  ASSERT_TRUE(trainModel(spec, first, recorder));
  spec.startPath = first;
  spec.model = {};
  spec.epochs = 1;
  auto measured = trainModel(spec, temporary("second.safetensors"), recorder);
  ASSERT_TRUE(measured) << measured.error().message;
  EXPECT_LT(std::stod((*measured)[0].json), 1e-4);
}

TEST(Training, keepsTheBestEpochByASeries) {
  TrainSpec spec = regressionSpec();
  spec.validation = regressionData(20);
  spec.metrics = {component("std.train.mae")};
  // Far too fast: the loss goes up and down.
  spec.optimizer =
      component("std.train.sgd", {{"lr", 0.9}, {"momentum", 0.5}, {"weight_decay", 0}});
  spec.epochs = 6;
  spec.keep = component("std.train.best");
  spec.keep.arguments.fields.push_back({.name = "series", .value = {.node = std::string("mae")}});
  Recorder recorder;
  const std::string path = temporary("best.safetensors");
  auto measured = trainModel(spec, path, recorder);
  ASSERT_TRUE(measured) << measured.error().message;
  double best = 1e300;
  for (const SeriesPoint& point : recorder.points) {
    if (point.name == "mae") best = std::min(best, point.value);
  }
  ASSERT_EQ(measured->size(), 3U);
  EXPECT_EQ((*measured)[2].name, "mae");
  EXPECT_EQ(std::stod((*measured)[2].json), best);
  auto again = evaluateModel({.modelPath = path,
                              .data = *spec.validation,
                              .target = "y",
                              .metrics = spec.metrics,
                              .batch = 7},
                             recorder);
  ASSERT_TRUE(again);
  EXPECT_NEAR(std::stod((*again)[0].json), best, 1e-6 * best);
}

TEST(Training, anUnknownSeriesIsAnError) {
  TrainSpec spec = regressionSpec();
  spec.keep = component("std.train.best");
  spec.keep.arguments.fields.push_back(
      {.name = "series", .value = {.node = std::string("train_los")}});
  Recorder recorder;
  auto measured = trainModel(spec, temporary("x"), recorder);
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().code, "R0405");
  EXPECT_THAT(measured.error().help, HasSubstr("`train_loss`"));
}

TEST(Training, aBadSampleIsNamedByItsRow) {
  TrainSpec spec = regressionSpec();
  at::Tensor x = sample({100, 4}).to(at::kFloat);
  x[37][2] = INFINITY;
  spec.data = viewOf({{field("x", "f32[4]"), x}, {field("y", "f32[1]"), at::ones({100, 1})}});
  Recorder recorder;
  auto measured = trainModel(spec, temporary("x"), recorder);
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().code, "R0401");
  EXPECT_THAT(measured.error().message, HasSubstr("for 1 of 32 samples, row 37"));
  EXPECT_THAT(measured.error().message, HasSubstr("(epoch 1)"));
}

TEST(Training, aDivergedTrainingBlamesTheLearningRate) {
  TrainSpec spec = regressionSpec();
  spec.optimizer = component("std.train.sgd", {{"lr", 1e6}, {"momentum", 0}, {"weight_decay", 0}});
  Recorder recorder;
  auto measured = trainModel(spec, temporary("x"), recorder);
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().code, "R0401");
  EXPECT_THAT(measured.error().help, HasSubstr("`lr`"));
  EXPECT_FALSE(std::ifstream(temporary("x")).good());
}

TEST(Training, stopsAtTheNextStepWhenCancelled) {
  Recorder recorder;
  recorder.stopAfter = 5;
  auto measured = trainModel(regressionSpec(), temporary("x"), recorder);
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().kind, ErrorClass::Interrupted);
  EXPECT_EQ(measured.error().code, "R0407");
}

TEST(Training, dataThatTheModelCannotTakeIsTold) {
  Recorder recorder;
  const auto codeOf = [&](const TrainSpec& spec) {
    auto measured = trainModel(spec, temporary("x"), recorder);
    return measured ? std::string("none") : measured.error().code + " " + measured.error().message;
  };
  TrainSpec spec = regressionSpec();
  spec.target = "z";
  EXPECT_THAT(codeOf(spec), HasSubstr("R0404"));
  spec = regressionSpec();
  spec.target = {};
  EXPECT_THAT(codeOf(spec), HasSubstr("has no target"));
  spec = regressionSpec();
  spec.model = ModelBuilder({5}).linear(1).build();
  EXPECT_THAT(codeOf(spec), HasSubstr("f32[N, 5]"));
  spec = regressionSpec();
  spec.model = ModelBuilder({4}).linear(2).build();
  EXPECT_THAT(codeOf(spec), HasSubstr("predicts f32[2] for a target f32[1]"));
  spec = regressionSpec();
  spec.data.rows = std::vector<std::int64_t>{};
  EXPECT_THAT(codeOf(spec), HasSubstr("has no rows"));
}

TEST(Training, measuresThatDoNotFitTheDataAreTold) {
  TrainSpec spec = regressionSpec();
  spec.validation = regressionData(20);
  spec.metrics = {component("std.train.accuracy")};
  Recorder recorder;
  auto measured = trainModel(spec, temporary("x"), recorder);
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().code, "R0404");
}

TEST(Training, outOfMemoryIsAnErrorOfTheTask) {
  TrainSpec spec = regressionSpec();
  spec.model = ModelBuilder({4}).linear(std::int64_t{1} << 44).linear(1).build();
  Recorder recorder;
  auto measured = trainModel(spec, temporary("x"), recorder);
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().code, "R0403") << measured.error().message;
}

TEST(Training, whatLibTorchThrowsBecomesAnError) {
  const auto failed = guarded([]() -> Result<int> {
    return static_cast<int>(at::ones({2, 3}).matmul(at::ones({2, 3})).numel());
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "R0402");
  EXPECT_THAT(failed.error().message, HasSubstr("mat1 and mat2 shapes"));
  EXPECT_EQ(failed.error().message.find('\n'), std::string::npos);
}

// Distribution must not change the mathematics: shares of any size add up to the whole batch.
TEST(Learner, sharesAddUpToTheBatch) {
  const expr::ModelGraph graph = test::digitsMlp(32, expr::DType::F64);
  const auto view = viewOf({{field("image", "f64[1, 8, 8]"), sample({20, 1, 8, 8})},
                            {field("label", "class[10]"), at::arange(20).remainder(10)}});
  const auto gradientOf = [&](const std::vector<std::int64_t>& sizes, double& sum) {
    auto module = *nn::Module::create(graph);
    EXPECT_TRUE(module->initialize(1));
    auto feed = Feed::create(view, graph, "");
    auto loss = makeLoss(component("std.train.cross_entropy"));
    Learner learner(*module, *feed, **loss);
    module->weights().beginStep();
    sum = 0;
    std::int64_t first = 0;
    for (std::int64_t size : sizes) {
      sum += learner.addShare(
          {.rows = at::arange(first, first + size), .first = first, .globalBatch = 20, .step = 4});
      first += size;
    }
    module->weights().endStep();
    return module->weights().blocks()[0].gradients.clone();
  };
  double whole = 0;
  double parts = 0;
  const at::Tensor expected = gradientOf({20}, whole);
  EXPECT_TRUE(at::allclose(gradientOf({7, 1, 12}, parts), expected, 1e-12, 1e-14));
  EXPECT_NEAR(parts, whole, 1e-12 * whole);
  EXPECT_GT(expected.abs().sum().item<double>(), 0.1);
}

TEST(Checkpoint, roundTripsWeightsAndGraph) {
  auto module = nn::Module::create(test::digitsMlp());
  ASSERT_TRUE((*module)->initialize(5));
  const std::string path = temporary("checkpoint.safetensors");
  ASSERT_TRUE(writeModel(path, **module));
  auto read = readModel(path);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ((*read)->graph().name, "Model");
  EXPECT_EQ((*read)->graph().parameterCount(), 64 * 128 + 128 + 1280 + 10);
  EXPECT_TRUE(
      at::equal((*read)->weights().blocks()[0].values, (*module)->weights().blocks()[0].values));
  auto file = data::openSafetensors(path);
  EXPECT_EQ(file->find("linear_1.w")->shape, (std::vector<std::int64_t>{128, 64}));
}

TEST(Checkpoint, otherFilesAreRefused) {
  const std::string path = temporary("other.safetensors");
  ASSERT_TRUE(data::writeSafetensors(path, {}, {{"itw.kind", "dataset"}}));
  EXPECT_EQ(readModel(path).error().code, "R0311");
  auto module = nn::Module::create(test::digitsMlp());
  ASSERT_TRUE(writeModel(path, **module));
  std::string bytes = bytesOf(path);
  std::ofstream(path, std::ios::binary) << bytes.substr(0, bytes.size() - 1);
  EXPECT_EQ(readModel(path).error().code, "R0311");
}

}  // namespace
}  // namespace itw::train
