// Where a training step of a small perceptron goes: linear(128) |> relu |> linear(10) over 64
// numbers, batches of 64, adamw, one thread, the parts that the trainer calls in its order.
//
//     bench_step [STEPS]

#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "runtime/nn/module.h"
#include "runtime/train/feed.h"
#include "runtime/train/loss.h"
#include "runtime/train/optimizer.h"
#include "tests/unit/model_fixture.h"

namespace {

using namespace itw;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kSamples = 8192;
constexpr std::int64_t kBatch = 64;
constexpr std::int64_t kInputs = 64;

// Random numbers and labels as a dataset in memory.
struct Samples {
  std::vector<float> x = std::vector<float>(kSamples * kInputs);
  std::vector<std::int64_t> label = std::vector<std::int64_t>(kSamples);
};

data::DataView makeData() {
  auto samples = std::make_shared<Samples>();
  at::manual_seed(1);
  at::from_blob(samples->x.data(), {kSamples * kInputs}, at::kFloat).normal_();
  at::from_blob(samples->label.data(), {kSamples}, at::kLong).random_(10);
  data::Dataset dataset;
  dataset.rows = kSamples;
  dataset.columns = {
      {.field = {"input", {.dtype = expr::DType::F32, .shape = {kInputs}, .classes = 0}},
       .bytes = reinterpret_cast<const std::byte*>(samples->x.data())},
      {.field = {"label", {.dtype = expr::DType::I64, .shape = {}, .classes = 10}},
       .bytes = reinterpret_cast<const std::byte*>(samples->label.data())}};
  dataset.owner = samples;
  return {.base = std::make_shared<data::Dataset>(std::move(dataset)), .digest = "", .rows = {}};
}

enum Part { Order, Gather, Forward, LossValue, LossGradient, Backward, Step };
constexpr int kParts = Step + 1;
constexpr std::array<const char*, kParts> kNames = {"order, a 128th of an epoch's",
                                                    "gather the batch",
                                                    "forward",
                                                    "loss",
                                                    "its gradient",
                                                    "backward",
                                                    "optimizer"};

// Nanoseconds of every part in every step.
class Times {
 public:
  void begin() { last_ = Clock::now(); }
  void end(Part part, std::int64_t share = 1) {
    const Clock::time_point now = Clock::now();
    const auto taken = std::chrono::duration_cast<std::chrono::nanoseconds>(now - last_).count();
    values_[part].push_back(static_cast<double>(taken) / static_cast<double>(share));
    last_ = Clock::now();
  }

  double median(Part part) {
    std::vector<double>& all = values_[part];
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    return *middle / 1000;
  }

 private:
  std::array<std::vector<double>, kParts> values_;
  Clock::time_point last_;
};

struct Training {
  train::Feed feed;
  std::unique_ptr<nn::Module> module;
  std::unique_ptr<train::Loss> loss;
  std::unique_ptr<train::Optimizer> optimizer;
  at::Tensor order = at::empty({kSamples}, at::kLong);

  void step(std::int64_t number, Times& times) {
    const at::NoGradGuard plain;
    const std::int64_t first = number * kBatch % kSamples;
    times.begin();
    if (first == 0) {
      feed.drawOrder(1, number * kBatch / kSamples, order);
      times.end(Order, kSamples / kBatch);
    }
    feed.takeRows(order.narrow(0, first, kBatch));
    times.end(Gather);
    module->weights().beginStep();
    const nn::Pass pass{.training = true, .step = static_cast<std::uint64_t>(number)};
    const at::Tensor prediction = module->forward(feed.inputs(), pass)[feed.result()];
    times.end(Forward);
    const double sum = loss->sum(prediction, feed.target());
    times.end(LossValue);
    const at::Tensor gradient = loss->gradient(1.0 / kBatch);
    times.end(LossGradient);
    module->backward({&gradient, 1});
    module->weights().endStep();
    times.end(Backward);
    optimizer->step(module->weights().blocks(), 1, sum / kBatch, [] { return 0.0; });
    times.end(Step);
  }
};

Training makeTraining(const data::DataView& view) {
  const expr::ModelGraph graph =
      test::ModelBuilder({kInputs}).linear(128).activation("relu").linear(10).build();
  Training training{.feed = *train::Feed::create(view, graph, "label"),
                    .module = *nn::Module::create(graph),
                    .loss = *train::makeLoss(test::crossEntropy()),
                    .optimizer = *train::makeOptimizer(
                        test::component("std.train.adamw", {{"lr", 1e-3},
                                                            {"beta1", 0.9},
                                                            {"beta2", 0.999},
                                                            {"eps", 1e-8},
                                                            {"weight_decay", 1e-2}}))};
  if (!training.module->initialize(1)) std::abort();
  return training;
}

}  // namespace

int main(int count, char** words) {
  at::set_num_threads(1);
  const std::int64_t steps = count > 1 ? std::atoll(words[1]) : 20000;
  const data::DataView view = makeData();
  Training training = makeTraining(view);
  Times warm;
  for (std::int64_t i = 0; i < 2 * kSamples / kBatch; ++i) training.step(i, warm);
  Times times;
  const Clock::time_point start = Clock::now();
  for (std::int64_t i = 0; i < steps; ++i) training.step(i, times);
  const std::chrono::duration<double, std::micro> whole = Clock::now() - start;
  double sum = 0;
  for (int part = 0; part < kParts; ++part) sum += times.median(static_cast<Part>(part));
  for (int part = 0; part < kParts; ++part) {
    const double median = times.median(static_cast<Part>(part));
    std::printf("%-30s %6.1f us %5.1f %%\n", kNames[static_cast<std::size_t>(part)], median,
                100 * median / sum);
  }
  std::printf("%-30s %6.1f us; mean with the clocks %.1f us\n", "sum of the medians", sum,
              whole.count() / static_cast<double>(steps));
  return 0;
}
