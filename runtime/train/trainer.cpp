#include "runtime/train/trainer.h"

#include <chrono>
#include <cmath>

#include "runtime/data/data_errors.h"
#include "runtime/data/permutation.h"
#include "runtime/nn/module.h"
#include "runtime/train/checkpoint.h"
#include "runtime/train/keeper.h"
#include "runtime/train/learner.h"
#include "runtime/train/measure.h"
#include "runtime/train/optimizer.h"
#include "runtime/train/runtime_info.h"
#include "runtime/train/schedule.h"
#include "runtime/train/threads.h"
#include "runtime/train/torch_errors.h"
#include "runtime/train/train_errors.h"

namespace itw::train {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kProgressInterval = std::chrono::milliseconds(100);
// Prediction keeps one layer's tensors at a time, so its batches may be larger.
constexpr std::int64_t kValidationBatchFactor = 4;
constexpr std::int64_t kMinValidationBatch = 256;

// Tells the observer now and then how fast the training goes.
class ProgressMeter {
 public:
  ProgressMeter(Observer& observer, TrainingProgress totals)
      : observer_(observer), progress_(totals), last_(Clock::now()) {}

  void onStep(std::int64_t epoch, std::int64_t samples, bool force) {
    ++progress_.step;
    progress_.epoch = epoch;
    samples_ += samples;
    const Clock::time_point now = Clock::now();
    const std::chrono::duration<double> passed = now - last_;
    const bool longEnough = passed >= kProgressInterval;
    if (!force && !longEnough) return;
    // Over a shorter time the rate would only be noise, but for the first one there is no other.
    if (longEnough || progress_.samplesPerSecond == 0) {
      progress_.samplesPerSecond = static_cast<double>(samples_) / std::max(1e-9, passed.count());
    }
    observer_.onProgress(progress_);
    if (!longEnough) return;
    samples_ = 0;
    last_ = now;
  }

  std::int64_t step() const { return progress_.step; }

 private:
  Observer& observer_;
  TrainingProgress progress_;
  std::int64_t samples_ = 0;
  Clock::time_point last_;
};

// Everything that one training needs, made and verified before its first step.
struct Parts {
  std::unique_ptr<nn::Module> module;
  std::optional<Feed> feed;
  std::optional<Feed> validation;
  std::unique_ptr<Loss> loss;
  std::unique_ptr<Optimizer> optimizer;
  std::optional<Schedule> schedule;
  std::vector<NamedMetric> metrics;
  std::vector<Series> series;
  std::optional<Keeper> keeper;
  Horizon horizon;
};

// Moves a result into its place, or keeps the first error.
template <class T, class U>
bool take(Result<T> result, U& place, std::optional<Error>& error) {
  if (error) return false;
  if (result) {
    place = *std::move(result);
    return true;
  }
  error = std::move(result.error());
  return false;
}

std::vector<Series> seriesOf(const TrainSpec& spec, const std::vector<NamedMetric>& metrics) {
  std::vector<Series> series = {{.name = "train_loss", .higherIsBetter = false}};
  if (!spec.validation) return series;
  series.push_back({.name = "validation_loss", .higherIsBetter = false});
  for (const NamedMetric& metric : metrics) {
    series.push_back({.name = metric.name, .higherIsBetter = metric.higherIsBetter});
  }
  return series;
}

// A new model with its first weights, or the one to go on from.
Result<std::unique_ptr<nn::Module>> startModule(const TrainSpec& spec) {
  if (!spec.startPath.empty()) return readModel(spec.startPath);
  auto module = nn::Module::create(spec.model);
  if (!module) return module;
  if (auto drawn = (*module)->initialize(spec.seed); !drawn) return fail(std::move(drawn.error()));
  return module;
}

Result<Parts> prepare(const TrainSpec& spec) {
  if (spec.data.size() == 0) return fail(emptyDataset("data"));
  if (spec.validation && spec.validation->size() == 0) return fail(emptyDataset("validation"));
  Parts parts;
  parts.horizon.stepsPerEpoch = (spec.data.size() + spec.batch - 1) / spec.batch;
  parts.horizon.steps = parts.horizon.stepsPerEpoch * spec.epochs;
  std::optional<Error> error;
  take(startModule(spec), parts.module, error);
  if (error) return fail(*std::move(error));
  const expr::ModelGraph& model = parts.module->graph();
  take(Feed::create(spec.data, model, spec.target), parts.feed, error);
  if (spec.validation) {
    take(Feed::create(*spec.validation, model, spec.target), parts.validation, error);
  }
  setThreads(usefulThreads(model, spec.batch, spec.threads));
  take(makeLoss(spec.loss), parts.loss, error);
  take(makeOptimizer(spec.optimizer), parts.optimizer, error);
  take(makeMetrics(spec.metrics), parts.metrics, error);
  parts.series = seriesOf(spec, parts.metrics);
  take(Schedule::of(spec.schedule, parts.horizon, parts.series), parts.schedule, error);
  take(Keeper::of(spec.keep, parts.series), parts.keeper, error);
  if (error) return fail(*std::move(error));
  parts.module->setSeed(spec.seed);
  return parts;
}

// A loss is a sum over samples and what it is divided by.
struct BatchLoss {
  double sum = 0;
  double weight = 0;
};

class Training {
 public:
  Training(const TrainSpec& spec, Parts parts, Observer& observer)
      : spec_(spec),
        parts_(std::move(parts)),
        observer_(observer),
        learner_(*parts_.module, *parts_.feed, *parts_.loss),
        meter_(observer, {.epoch = 1,
                          .epochs = spec.epochs,
                          .step = 0,
                          .steps = parts_.horizon.steps,
                          .samplesPerSecond = 0}),
        order_(at::empty({spec.data.size()}, at::kLong)) {}

  Result<std::vector<Measured>> run(const std::string& modelPath);

 private:
  void drawOrder(std::int64_t epoch);
  Result<double> trainEpoch(std::int64_t epoch);
  Result<BatchLoss> takeStep(std::int64_t epoch, std::int64_t first);
  Result<EpochResult> finishEpoch(std::int64_t epoch, double trainLoss);
  Result<void> addValidation(std::int64_t epoch, EpochResult& result);
  Error lossError(double sum, const Share& share, std::int64_t epoch) const;

  const TrainSpec& spec_;
  Parts parts_;
  Observer& observer_;
  Learner learner_;
  ProgressMeter meter_;
  at::Tensor order_;  // Rows of the base dataset in the order of this epoch.
};

// The order of the samples is a function of seed and epoch alone.
void Training::drawOrder(std::int64_t epoch) {
  const auto size = static_cast<std::uint64_t>(spec_.data.size());
  const data::Permutation permutation(size, data::philoxKey(spec_.seed, "order"),
                                      static_cast<std::uint64_t>(epoch));
  auto* rows = order_.mutable_data_ptr<std::int64_t>();
  for (std::uint64_t i = 0; i < size; ++i) {
    rows[i] = parts_.feed->rowAt(static_cast<std::int64_t>(permutation[i]));
  }
}

Result<BatchLoss> Training::takeStep(std::int64_t epoch, std::int64_t first) {
  const std::int64_t count = std::min(spec_.batch, spec_.data.size() - first);
  const std::int64_t step = meter_.step();
  // One rank computes the whole batch; several take contiguous shares and sum the blocks' gradients
  // before the optimizer's step.
  const at::Tensor rows = order_.narrow(0, first, count);
  const Share share{.rows = rows,
                    .first = 0,
                    .weight = learner_.weightOf(rows),
                    .step = static_cast<std::uint64_t>(step)};
  nn::Weights& weights = parts_.module->weights();
  weights.beginStep();
  const double sum = learner_.addShare(share);
  if (!std::isfinite(sum)) return fail(lossError(sum, share, epoch));
  weights.endStep();
  parts_.optimizer->step(weights.blocks(), parts_.schedule->factor(step), [&] {
    weights.beginStep();
    const double again = learner_.addShare(share);
    weights.endStep();
    return again / share.weight;
  });
  return BatchLoss{sum, share.weight};
}

Error Training::lossError(double sum, const Share& share, std::int64_t epoch) const {
  return lossNotFinite(sum, {.epoch = epoch, .step = static_cast<std::int64_t>(share.step) + 1},
                       learner_.badRows(share), share.rows.size(0));
}

// The mean loss over the epoch's samples, each measured in the step that it took part in.
Result<double> Training::trainEpoch(std::int64_t epoch) {
  drawOrder(epoch);
  BatchLoss total;
  for (std::int64_t first = 0; first < spec_.data.size(); first += spec_.batch) {
    if (observer_.cancelled()) return fail(data::cancelledError());
    auto loss = takeStep(epoch, first);
    if (!loss) return fail(std::move(loss.error()));
    total.sum += loss->sum;
    total.weight += loss->weight;
    const bool last = first + spec_.batch >= spec_.data.size();
    meter_.onStep(epoch, std::min(spec_.batch, spec_.data.size() - first), last);
  }
  return total.sum / total.weight;
}

Result<void> Training::addValidation(std::int64_t epoch, EpochResult& result) {
  const std::int64_t batch = std::max(kMinValidationBatch, kValidationBatchFactor * spec_.batch);
  auto loss = measure(*parts_.module, *parts_.validation,
                      {.batch = batch, .loss = parts_.loss.get()}, parts_.metrics, observer_);
  if (!loss) return fail(std::move(loss.error()));
  const std::string where = "on the validation set after epoch " + std::to_string(epoch);
  if (!std::isfinite(**loss)) return fail(measureNotFinite("validation_loss", **loss, where));
  result.values.push_back(**loss);
  result.measured.push_back({.name = "validation_loss", .json = jsonOf(**loss)});
  for (const NamedMetric& metric : parts_.metrics) {
    const double value = metric.metric->number().value_or(0);
    if (!std::isfinite(value)) return fail(measureNotFinite(metric.name, value, where));
    result.values.push_back(value);
    result.measured.push_back({.name = metric.name, .json = metric.metric->json()});
  }
  return {};
}

Result<EpochResult> Training::finishEpoch(std::int64_t epoch, double trainLoss) {
  EpochResult result{.values = {trainLoss},
                     .measured = {{.name = "train_loss", .json = jsonOf(trainLoss)}}};
  if (spec_.validation) {
    if (auto added = addValidation(epoch, result); !added) return fail(std::move(added.error()));
  }
  for (std::size_t i = 0; i < parts_.series.size(); ++i) {
    observer_.onMetric({.name = parts_.series[i].name,
                        .step = meter_.step(),
                        .epoch = epoch,
                        .value = result.values[i]});
  }
  return result;
}

Result<std::vector<Measured>> Training::run(const std::string& modelPath) {
  for (std::int64_t epoch = 1; epoch <= spec_.epochs; ++epoch) {
    auto loss = trainEpoch(epoch);
    if (!loss) return fail(std::move(loss.error()));
    auto result = finishEpoch(epoch, *loss);
    if (!result) return fail(std::move(result.error()));
    parts_.schedule->onEpoch(result->values);
    parts_.keeper->offer(parts_.module->weights(), *std::move(result));
  }
  std::vector<Measured> measured = parts_.keeper->restore(parts_.module->weights());
  if (auto written = writeModel(modelPath, *parts_.module); !written) {
    return fail(std::move(written.error()));
  }
  return measured;
}

// Runs one sample through model and loss, so that shapes that do not fit are told before training.
Result<void> checkShapes(Parts& parts) {
  parts.feed->takeRange(0, 1);
  const at::Tensor prediction = parts.module->predict(parts.feed->inputs())[0];
  const std::string wrong = parts.loss->mismatch(prediction, parts.feed->target());
  if (!wrong.empty()) return fail(dataMismatch(parts.module->graph().name, wrong));
  return {};
}

}  // namespace

Result<std::vector<Measured>> trainModel(const TrainSpec& spec, const std::string& modelPath,
                                         Observer& observer) {
  return guarded([&]() -> Result<std::vector<Measured>> {
    auto parts = prepare(spec);
    if (!parts) return fail(std::move(parts.error()));
    if (auto fits = checkShapes(*parts); !fits) return fail(std::move(fits.error()));
    return Training(spec, *std::move(parts), observer).run(modelPath);
  });
}

Result<std::vector<Measured>> evaluateModel(const EvaluateSpec& spec, Observer& observer) {
  return guarded([&]() -> Result<std::vector<Measured>> {
    if (spec.data.size() == 0) return fail(emptyDataset("data"));
    auto module = readModel(spec.modelPath);
    if (!module) return fail(std::move(module.error()));
    setThreads(
        usefulThreads((*module)->graph(), std::min(spec.batch, spec.data.size()), spec.threads));
    auto feed = Feed::create(spec.data, (*module)->graph(), spec.target);
    if (!feed) return fail(std::move(feed.error()));
    auto metrics = makeMetrics(spec.metrics);
    if (!metrics) return fail(std::move(metrics.error()));
    auto measuredAll =
        measure(**module, *feed, {.batch = spec.batch, .loss = nullptr}, *metrics, observer);
    if (!measuredAll) return fail(std::move(measuredAll.error()));
    std::vector<Measured> results;
    for (const NamedMetric& metric : *metrics) {
      const double value = metric.metric->number().value_or(0);
      if (!std::isfinite(value)) return fail(measureNotFinite(metric.name, value, "on the data"));
      results.push_back({.name = metric.name, .json = metric.metric->json()});
    }
    return results;
  });
}

}  // namespace itw::train
