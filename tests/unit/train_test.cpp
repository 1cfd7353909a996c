#include <ATen/ATen.h>
#include <gmock/gmock.h>

#include <fstream>

#include "runtime/data/safetensors.h"
#include "runtime/train/checkpoint.h"
#include "runtime/train/inference.h"
#include "runtime/train/keeper.h"
#include "runtime/train/learner.h"
#include "runtime/train/loss.h"
#include "runtime/train/torch_errors.h"
#include "runtime/train/trainer.h"
#include "tests/unit/train_fixture.h"

namespace itw::train {
namespace {

using test::component;
using test::ModelBuilder;
using ::testing::HasSubstr;

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

TEST(Training, aMeasureThatIsNoNumberIsAnError) {
  Recorder recorder;
  const std::string path = temporary("huge.safetensors");
  ASSERT_TRUE(trainModel(regressionSpec(), path, recorder));
  EvaluateSpec spec{.modelPath = path,
                    .data = regressionData(10),
                    .target = "y",
                    .metrics = {component("std.train.mae")},
                    .batch = 4};
  auto* values = const_cast<std::byte*>(spec.data.base->columns[0].bytes);
  *reinterpret_cast<float*>(values) = INFINITY;
  auto measured = evaluateModel(spec, recorder);
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().code, "R0401");
  EXPECT_THAT(measured.error().message, HasSubstr("`mae` is"));
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
    auto loss = makeLoss(test::crossEntropy());
    Learner learner(*module, *feed, **loss);
    module->weights().beginStep();
    sum = 0;
    std::int64_t first = 0;
    for (std::int64_t size : sizes) {
      sum += learner.addShare(
          {.rows = at::arange(first, first + size), .first = first, .weight = 20, .step = 4});
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
