#include <gmock/gmock.h>

#include <filesystem>

#include "runtime/data/safetensors.h"
#include "runtime/train/checkpoint.h"
#include "runtime/train/clipping.h"
#include "tests/unit/train_fixture.h"

namespace itw::train {
namespace {

namespace fs = std::filesystem;

expr::NamedValue text(const std::string& name, const std::string& value) {
  return {.name = name, .value = {.node = value}};
}

// With everything that has a state: momenta, an average, a plateau, the best epoch, dropout.
TrainSpec richSpec(const std::string& folder) {
  const auto images = [](std::int64_t count, double shift) {
    return viewOf({{field("image", "f32[1, 8, 8]"), sample({count, 1, 8, 8}, shift).to(at::kFloat)},
                   {field("label", "class[10]"), at::arange(count).remainder(10)}});
  };
  TrainSpec spec;
  spec.model = test::digitsMlp(16);
  spec.data = images(70, 0);
  spec.validation = images(30, 1);
  spec.loss = test::crossEntropy();
  spec.optimizer = component(
      "std.train.adamw",
      {{"lr", 0.01}, {"beta1", 0.9}, {"beta2", 0.999}, {"eps", 1e-8}, {"weight_decay", 0.01}});
  spec.schedule = component("std.train.plateau", {{"factor", 0.5}, {"patience", 0}});
  spec.schedule.arguments.fields.push_back(text("series", "validation_loss"));
  spec.metrics = {component("std.train.accuracy")};
  spec.keep = component("std.train.best");
  spec.keep.arguments.fields.push_back(text("series", "validation_loss"));
  spec.averageDecay = 0.8;
  spec.epochs = 4;
  spec.batch = 16;
  spec.seed = 5;
  spec.checkpoints.folder = folder;
  return spec;
}

std::string freshFolder(const std::string& name) {
  const std::string folder = temporary(name);
  fs::remove_all(folder);
  return folder;
}

// Stops after each number of steps in turn and goes on: the model must be the same file.
void expectResumesToTheLastBit(TrainSpec spec, int steps) {
  Recorder whole;
  const std::string expected = temporary("whole.safetensors");
  spec.checkpoints.folder = freshFolder("whole_checkpoints");
  auto measured = trainModel(spec, expected, whole);
  ASSERT_TRUE(measured) << measured.error().message;
  for (int stopped = 1; stopped < steps; ++stopped) {
    spec.checkpoints.folder = freshFolder("checkpoints");
    Recorder first;
    first.stopAfter = stopped;
    const std::string path = temporary("resumed.safetensors");
    EXPECT_FALSE(trainModel(spec, path, first)) << stopped;
    Recorder second;
    auto again = trainModel(spec, path, second);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(second.notes,
              std::vector<std::string>{"goes on from step " + std::to_string(stopped)});
    EXPECT_EQ(bytesOf(path), bytesOf(expected)) << "stopped after step " << stopped;
    for (std::size_t i = 0; i < again->size(); ++i)
      EXPECT_EQ((*again)[i].json, (*measured)[i].json) << (*again)[i].name;
  }
}

TEST(Resume, goesOnToTheLastBitFromEveryStep) {
  // Five steps an epoch; cancelled() is asked before a step and once in each validation.
  TrainSpec spec = richSpec("");
  spec.validation.reset();
  spec.metrics.clear();
  for (expr::Component* one : {&spec.keep, &spec.schedule})
    one->arguments.fields.back() = text("series", "train_loss");
  expectResumesToTheLastBit(spec, 20);
}

// Cut in the middle and resumed: the best epoch, which may lie before the cut, is the same file.
void expectKeepsBest(TrainSpec spec, int cutAfter) {
  spec.checkpoints.folder = freshFolder("best_whole");
  Recorder whole;
  ASSERT_TRUE(trainModel(spec, temporary("best_whole.safetensors"), whole));
  spec.checkpoints = {.folder = freshFolder("best_cut"), .everySteps = 1};
  Recorder cut;
  cut.stopAfter = cutAfter;
  EXPECT_FALSE(trainModel(spec, temporary("best_cut.safetensors"), cut));
  Recorder again;
  ASSERT_TRUE(trainModel(spec, temporary("best_cut.safetensors"), again));
  EXPECT_FALSE(again.notes.empty());
  EXPECT_EQ(bytesOf(temporary("best_cut.safetensors")),
            bytesOf(temporary("best_whole.safetensors")));
}

TEST(Resume, runningStatisticsAndAHalfFinishedEpochGoOn) {
  TrainSpec spec = richSpec("");
  spec.model = test::batchNormNet();
  expectKeepsBest(spec, 13);
  Recorder recorder;
  spec.gradient = {.parts = 1, .shards = 1};
  EXPECT_TRUE(trainModel(spec, temporary("whole.safetensors"), recorder));
  for (const GradientForm& form : {GradientForm{2, 0}, GradientForm{1, 2}}) {
    spec.gradient = form;
    EXPECT_EQ(trainModel(spec, temporary("parts.safetensors"), recorder).error().code, "R0405");
  }
}

TEST(Resume, keepsTheBestEpochOfBeforeTheCut) { expectKeepsBest(richSpec(""), 20); }

TEST(Resume, everyOptimizerGoesOn) {
  TrainSpec spec = regressionSpec();
  spec.epochs = 2;
  const auto lbfgs = [] {
    expr::Component made = component("std.train.lbfgs", {{"lr", 0.5}});
    made.arguments.fields.push_back({.name = "iterations", .value = {.node = std::int64_t{3}}});
    made.arguments.fields.push_back({.name = "history", .value = {.node = std::int64_t{4}}});
    return made;
  };
  for (const expr::Component& optimizer :
       {spec.optimizer, lbfgs(),
        component("std.train.adagrad", {{"lr", 0.1}, {"eps", 1e-8}, {"weight_decay", 0}})}) {
    SCOPED_TRACE(optimizer.name);
    spec.optimizer = optimizer;
    expectResumesToTheLastBit(spec, 8);
  }
}

TEST(Resume, aDamagedCheckpointGivesWayToTheOneBefore) {
  TrainSpec spec = richSpec(freshFolder("damaged"));
  spec.checkpoints.everySteps = 1;
  Recorder first;
  first.stopAfter = 4;
  EXPECT_FALSE(trainModel(spec, temporary("damaged.safetensors"), first));
  const std::string newest = spec.checkpoints.folder + "/step-4.safetensors";
  ASSERT_TRUE(fs::exists(newest));
  ASSERT_TRUE(fs::exists(spec.checkpoints.folder + "/step-3.safetensors"));
  EXPECT_FALSE(fs::exists(spec.checkpoints.folder + "/step-2.safetensors"));
  fs::resize_file(newest, fs::file_size(newest) / 2);
  Recorder second;
  ASSERT_TRUE(trainModel(spec, temporary("damaged.safetensors"), second));
  ASSERT_EQ(second.notes.size(), 2U);
  EXPECT_THAT(second.notes[0], ::testing::HasSubstr("a checkpoint is left out"));
  EXPECT_EQ(second.notes[1], "goes on from step 3");
}

TEST(Resume, aCheckpointOfAnotherTrainingIsLeftOut) {
  TrainSpec spec = richSpec(freshFolder("other"));
  Recorder first;
  first.stopAfter = 3;
  EXPECT_FALSE(trainModel(spec, temporary("other.safetensors"), first));
  spec.model = test::digitsMlp(17);
  Recorder second;
  ASSERT_TRUE(trainModel(spec, temporary("other.safetensors"), second));
  ASSERT_EQ(second.notes.size(), 1U);
  EXPECT_THAT(second.notes[0], ::testing::HasSubstr("another shape"));
}

// A checkpoint is a plain safetensors file with the weights under their own names.
TEST(Resume, checkpointsNameEverything) {
  TrainSpec spec = richSpec(freshFolder("names"));
  Recorder recorder;
  recorder.stopAfter = 12;
  EXPECT_FALSE(trainModel(spec, temporary("names.safetensors"), recorder));
  std::string newest;
  for (const auto& entry : fs::directory_iterator(spec.checkpoints.folder))
    newest = entry.path().string();
  auto file = data::openSafetensors(newest);
  ASSERT_TRUE(file);
  for (const char* name : {"linear_1.w", "average/linear_2.b", "optimizer/means/linear_1.w",
                           "optimizer/squares/linear_2.w", "optimizer/steps.0", "kept/linear_1.b"})
    EXPECT_NE(file->find(name), nullptr) << name;
}

at::Tensor trainedWeights(const TrainSpec& spec) {
  Recorder recorder;
  const std::string path = temporary("form.safetensors");
  auto measured = trainModel(spec, path, recorder);
  EXPECT_TRUE(measured) << measured.error().message;
  return (*readModel(path))->weights().blocks()[0].values.clone();
}

TEST(Forms, partsAddUpToTheBatch) {
  TrainSpec spec = richSpec("");
  spec.model = test::digitsMlp(16, expr::DType::F64);
  const at::Tensor images = sample({70, 1, 8, 8});
  spec.data = viewOf({{field("image", "f64[1, 8, 8]"), images},
                      {field("label", "class[10]"), at::arange(70).remainder(10)}});
  spec.validation = spec.data;
  const at::Tensor whole = trainedWeights(spec);
  for (std::int64_t parts : {2, 3, 16, 40}) {
    spec.gradient.parts = parts;
    EXPECT_TRUE(at::allclose(trainedWeights(spec), whole, 1e-10, 1e-12)) << parts;
  }
  spec.gradient = {.parts = 1, .shards = 8};
  const at::Tensor sharded = trainedWeights(spec);
  EXPECT_TRUE(at::allclose(sharded, whole, 1e-10, 1e-12));
  EXPECT_FALSE(at::equal(sharded, whole));
  EXPECT_TRUE(at::equal(sharded, trainedWeights(spec)));
}

TEST(Precision, mixedIsNearFull) {
  TrainSpec spec = richSpec("");
  spec.epochs = 2;
  const at::Tensor full = trainedWeights(spec);
  spec.mixedPrecision = true;
  const at::Tensor mixed = trainedWeights(spec);
  EXPECT_FALSE(at::equal(mixed, full));
  EXPECT_TRUE(at::equal(mixed, trainedWeights(spec)));
  EXPECT_LT((mixed - full).norm().item<double>(), 0.05 * full.norm().item<double>());
}

TEST(Clipping, boundsTheNormAsPyTorchDoes) {
  std::vector<nn::WeightBlock> blocks = {
      {.values = at::zeros(2, at::kDouble), .gradients = at::tensor({3.0, 0.0}, at::kDouble)},
      {.values = at::zeros(1, at::kFloat), .gradients = at::tensor({4.0F})}};
  clip(blocks, {.norm = 10.0});
  EXPECT_EQ(blocks[0].gradients[0].item<double>(), 3);
  clip(blocks, {.norm = 1.0});
  EXPECT_NEAR(blocks[0].gradients[0].item<double>(), 3 / (5 + 1e-6), 1e-12);
  EXPECT_NEAR(blocks[1].gradients[0].item<double>(), 4 / (5 + 1e-6), 1e-7);
  clip(blocks, {.value = 0.7});
  EXPECT_EQ(blocks[1].gradients[0].item<float>(), 0.7F);
}

TEST(Stop, endsWhenASeriesNoLongerGetsBetter) {
  TrainSpec spec = regressionSpec();
  spec.epochs = 500;
  spec.optimizer = component("std.train.sgd", {{"lr", 0.1}, {"momentum", 0}, {"weight_decay", 0}});
  spec.stop = component("std.train.patience", {{"length", 3}, {"margin", 1e-6}});
  spec.stop->arguments.fields.push_back(text("series", "train_loss"));
  Recorder recorder;
  ASSERT_TRUE(trainModel(spec, temporary("stop.safetensors"), recorder));
  EXPECT_GT(recorder.points.size(), 10U);
  EXPECT_LT(recorder.points.size(), 400U);
  spec.stop->arguments.fields.back() = text("series", "train_los");
  EXPECT_FALSE(trainModel(spec, temporary("stop.safetensors"), recorder));
}

TEST(Average, isWhatIsMeasuredAndKept) {
  TrainSpec spec = regressionSpec();
  spec.epochs = 1;
  spec.batch = 100;
  const at::Tensor first = trainedWeights(spec);
  spec.epochs = 2;
  const at::Tensor second = trainedWeights(spec);
  spec.averageDecay = 0.75;
  const at::Tensor average = trainedWeights(spec);
  EXPECT_TRUE(at::allclose(average, first * 0.75 + second * 0.25, 1e-5, 1e-7));
}

}  // namespace
}  // namespace itw::train
