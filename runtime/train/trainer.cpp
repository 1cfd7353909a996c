#include "runtime/train/trainer.h"

#include <cmath>

#include "runtime/data/data_errors.h"
#include "runtime/nn/module.h"
#include "runtime/train/batch_gradient.h"
#include "runtime/train/checkpoint.h"
#include "runtime/train/checkpointer.h"
#include "runtime/train/clipping.h"
#include "runtime/train/measure.h"
#include "runtime/train/progress_meter.h"
#include "runtime/train/runtime_info.h"
#include "runtime/train/threads.h"
#include "runtime/train/torch_errors.h"
#include "runtime/train/train_errors.h"

namespace itw::train {

namespace {

// Prediction keeps one layer's tensors at a time, so its batches may be larger.
constexpr std::int64_t kValidationBatchFactor = 4;
constexpr std::int64_t kMinValidationBatch = 256;

// What one training works with and does not change.
struct Parts {
  std::optional<Feed> feed;
  std::optional<Feed> validation;
  std::unique_ptr<Loss> loss;
  std::vector<NamedMetric> metrics;
  std::vector<Series> series;
  Horizon horizon;
};

// Moves a result into its place, or keeps the first error.
template <class T, class U>
void take(Result<T> result, U& place, std::optional<Error>& error) {
  if (error) return;
  if (result)
    place = *std::move(result);
  else
    error = std::move(result.error());
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

Result<Parts> prepare(const TrainSpec& spec, const expr::ModelGraph& model) {
  Parts parts;
  parts.horizon.stepsPerEpoch = (spec.data.size() + spec.batch - 1) / spec.batch;
  parts.horizon.steps = parts.horizon.stepsPerEpoch * spec.epochs;
  std::optional<Error> error;
  take(Feed::create(spec.data, model, spec.target), parts.feed, error);
  if (spec.validation) {
    take(Feed::create(*spec.validation, model, spec.target), parts.validation, error);
  }
  take(makeLoss(spec.loss), parts.loss, error);
  take(makeMetrics(spec.metrics, spec.metricNames), parts.metrics, error);
  if (error) return fail(*std::move(error));
  parts.series = seriesOf(spec, parts.metrics);
  return parts;
}

Result<TrainingState> startState(const TrainSpec& spec, std::unique_ptr<nn::Module> module,
                                 const Parts& parts) {
  TrainingState state{.module = std::move(module)};
  state.module->setSeed(spec.seed);
  std::optional<Error> error;
  take(makeOptimizer(spec.optimizer), state.optimizer, error);
  take(Schedule::of(spec.schedule, parts.horizon, parts.series), state.schedule, error);
  take(Stopper::of(spec.stop, parts.series), state.stopper, error);
  take(Keeper::of(spec.keep, parts.series), state.keeper, error);
  if (error) return fail(*std::move(error));
  if (spec.averageDecay) state.average.emplace(state.module->weights(), *spec.averageDecay);
  return state;
}

// Buffers are statistics of a batch, which need all of it at once. The checker says so too, where
// it knows the model and the numbers.
Result<void> checkParts(const TrainSpec& spec, const expr::ModelGraph& model) {
  if (spec.gradient.parts <= 1 && spec.gradient.shards <= 1) return {};
  for (const expr::LayerInstance& layer : model.layers)
    for (const expr::Weight& weight : layer.weights)
      if (!weight.trainable) return fail(batchInParts(layer.name));
  return {};
}

class Training {
 public:
  Training(const TrainSpec& spec, Parts parts, TrainingState state, Observer& observer)
      : spec_(spec),
        parts_(std::move(parts)),
        state_(std::move(state)),
        observer_(observer),
        checkpointer_(spec.checkpoints, observer),
        meter_(observer, {.epoch = 1,
                          .epochs = spec.epochs,
                          .step = 0,
                          .steps = parts_.horizon.steps,
                          .samplesPerSecond = 0}),
        order_(at::empty({spec.data.size()}, at::kLong)) {}

  Result<std::vector<Measured>> run(const std::string& modelPath);

 private:
  Result<void> resume();
  Result<void> trainEpoch(Learner& learner, BatchGradient& gradient);
  Result<void> takeStep(Learner& learner, BatchGradient& gradient);
  Result<EpochResult> finishEpoch();
  Result<void> addValidation(EpochResult& result);
  Result<void> stopHere();

  const TrainSpec& spec_;
  Parts parts_;
  TrainingState state_;
  Observer& observer_;
  Checkpointer checkpointer_;
  ProgressMeter meter_;
  at::Tensor order_;  // Rows of the base dataset in the order of this epoch.
};

Result<void> Training::resume() {
  const auto fresh = [&]() -> Result<TrainingState> {
    auto module = startModule(spec_);
    if (!module) return fail(std::move(module.error()));
    return startState(spec_, *std::move(module), parts_);
  };
  auto resumed = checkpointer_.resume(state_, fresh);
  if (!resumed) return fail(std::move(resumed.error()));
  meter_.restore(state_.place.step);
  return {};
}

Result<void> Training::takeStep(Learner& learner, BatchGradient& gradient) {
  TrainingPlace& place = state_.place;
  const std::int64_t count = std::min(spec_.batch, spec_.data.size() - place.first);
  const at::Tensor rows = order_.narrow(0, place.first, count);
  const auto step = static_cast<std::uint64_t>(place.step);
  const BatchLoss loss = gradient.compute(rows, step);
  if (!std::isfinite(loss.sum)) {
    return fail(lossNotFinite(loss.sum, {.epoch = place.epoch, .step = place.step + 1},
                              learner.badRows(gradient.badShare()), count));
  }
  nn::Weights& weights = state_.module->weights();
  clip(weights.blocks(), spec_.clipping);
  state_.optimizer->step(weights.blocks(), state_.schedule->factor(place.step), loss.mean(), [&] {
    const double again = gradient.compute(rows, step).mean();
    clip(weights.blocks(), spec_.clipping);
    return again;
  });
  if (state_.average) state_.average->update(weights, place.step == 0);
  place.lossSum += loss.sum;
  place.lossWeight += loss.weight;
  place.first += count;
  ++place.step;
  if (spec_.logEvery > 0 && place.step % spec_.logEvery == 0)
    observer_.onMetric(
        {.name = "batch_loss", .step = place.step, .epoch = place.epoch, .value = loss.mean()});
  meter_.onStep(place.epoch, count, place.first >= spec_.data.size());
  return {};
}

// Keeps what was done so far, so that a cancelled training goes on where it stopped.
Result<void> Training::stopHere() {
  if (auto saved = checkpointer_.save(state_); !saved) return saved;
  return fail(data::cancelledError());
}

Result<void> Training::trainEpoch(Learner& learner, BatchGradient& gradient) {
  parts_.feed->drawOrder(spec_.seed, state_.place.epoch, order_);
  while (state_.place.first < spec_.data.size()) {
    if (observer_.cancelled()) return stopHere();
    if (auto taken = takeStep(learner, gradient); !taken) return taken;
    // The last step of an epoch is saved with the epoch's results.
    if (state_.place.first >= spec_.data.size()) break;
    if (auto saved = checkpointer_.onStep(state_); !saved) return saved;
  }
  return {};
}

Result<void> Training::addValidation(EpochResult& result) {
  const std::int64_t batch = std::max(kMinValidationBatch, kValidationBatchFactor * spec_.batch);
  auto loss = measure(*state_.module, *parts_.validation,
                      {.batch = batch, .loss = parts_.loss.get()}, parts_.metrics, observer_);
  if (!loss) return fail(std::move(loss.error()));
  const std::string where =
      "on the validation set after epoch " + std::to_string(state_.place.epoch);
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

// Measures and keeps the model of the epoch: the average where there is one.
Result<EpochResult> Training::finishEpoch() {
  const double trainLoss = state_.place.lossSum / state_.place.lossWeight;
  EpochResult result{.values = {trainLoss},
                     .measured = {{.name = "train_loss", .json = jsonOf(trainLoss)}}};
  nn::Weights& weights = state_.module->weights();
  if (state_.average) state_.average->swapWith(weights);
  if (spec_.validation) {
    if (auto added = addValidation(result); !added) return fail(std::move(added.error()));
  }
  for (std::size_t i = 0; i < parts_.series.size(); ++i) {
    observer_.onMetric({.name = parts_.series[i].name,
                        .step = state_.place.step,
                        .epoch = state_.place.epoch,
                        .value = result.values[i]});
  }
  state_.schedule->onEpoch(result.values);
  state_.keeper->offer(weights, result);
  if (state_.average) state_.average->swapWith(weights);
  return result;
}

Result<std::vector<Measured>> Training::run(const std::string& modelPath) {
  if (auto resumed = resume(); !resumed) return fail(std::move(resumed.error()));
  nn::Weights& weights = state_.module->weights();
  Learner learner(*state_.module, *parts_.feed, *parts_.loss, spec_.mixedPrecision);
  BatchGradient gradient(learner, weights, spec_.gradient);
  for (bool stopped = false; !stopped && state_.place.epoch <= spec_.epochs;) {
    if (auto trained = trainEpoch(learner, gradient); !trained) {
      return fail(std::move(trained.error()));
    }
    auto result = finishEpoch();
    if (!result) return fail(std::move(result.error()));
    stopped = state_.stopper->onEpoch(result->values);
    state_.place = {.epoch = state_.place.epoch + 1, .step = state_.place.step};
    if (stopped) state_.place.epoch = spec_.epochs + 1;
    if (auto saved = checkpointer_.onStep(state_); !saved) return fail(std::move(saved.error()));
  }
  if (state_.average) state_.average->swapWith(weights);
  std::vector<Measured> measured = state_.keeper->handOut(weights);
  if (auto written = writeModel(modelPath, *state_.module); !written) {
    return fail(std::move(written.error()));
  }
  return measured;
}

// Runs one sample through model and loss, so that shapes that do not fit are told before training.
Result<void> checkShapes(Parts& parts, const nn::Module& module) {
  parts.feed->takeRange(0, 1);
  const at::Tensor prediction = module.predict(parts.feed->inputs())[parts.feed->result()];
  const std::string wrong = parts.loss->mismatch(prediction, parts.feed->target());
  if (!wrong.empty()) return fail(dataMismatch(module.graph().name, wrong));
  return {};
}

// Bits depend on the number of threads, so where they matter there is one.
int threadsOf(const TrainSpec& spec, const expr::ModelGraph& model) {
  return spec.gradient.shards > 0 ? 1 : usefulThreads(model, spec.batch, spec.threads);
}

}  // namespace

Result<std::vector<Measured>> trainModel(const TrainSpec& spec, const std::string& modelPath,
                                         Observer& observer) {
  return guarded([&]() -> Result<std::vector<Measured>> {
    if (spec.data.size() == 0) return fail(emptyDataset("data"));
    if (spec.validation && spec.validation->size() == 0) return fail(emptyDataset("validation"));
    auto module = startModule(spec);
    if (!module) return fail(std::move(module.error()));
    if (auto whole = checkParts(spec, (*module)->graph()); !whole)
      return fail(std::move(whole.error()));
    auto parts = prepare(spec, (*module)->graph());
    if (!parts) return fail(std::move(parts.error()));
    setThreads(threadsOf(spec, (*module)->graph()));
    if (auto fits = checkShapes(*parts, **module); !fits) return fail(std::move(fits.error()));
    auto state = startState(spec, *std::move(module), *parts);
    if (!state) return fail(std::move(state.error()));
    return Training(spec, *std::move(parts), *std::move(state), observer).run(modelPath);
  });
}

}  // namespace itw::train
