#include "runtime/train/inference.h"

#include <cmath>
#include <cstring>

#include "runtime/data/assemble.h"
#include "runtime/data/data_errors.h"
#include "runtime/data/safetensors.h"
#include "runtime/nn/module.h"
#include "runtime/train/checkpoint.h"
#include "runtime/train/feed.h"
#include "runtime/train/measure.h"
#include "runtime/train/runtime_info.h"
#include "runtime/train/threads.h"
#include "runtime/train/torch_errors.h"
#include "runtime/train/train_errors.h"

namespace itw::train {

namespace {

// The results of a model for all samples, filled batch by batch.
class Results {
 public:
  Results(const expr::ModelGraph& graph, std::int64_t rows) : graph_(graph), assembly_(rows) {}

  void add(const std::vector<at::Tensor>& batch) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const at::Tensor part = batch[i].contiguous();
      if (places_.size() <= i) places_.push_back(assembly_.add(fieldOf(i, part)));
      std::memcpy(places_[i], part.const_data_ptr(), part.nbytes());
      places_[i] += part.nbytes();
    }
  }

  std::shared_ptr<const data::Dataset> finish() { return assembly_.finish(); }

 private:
  data::Field fieldOf(std::size_t index, const at::Tensor& part) const {
    data::FieldType type{.dtype = nn::dtypeOf(part.scalar_type())};
    type.shape.assign(part.sizes().begin() + 1, part.sizes().end());
    return {graph_.outputs[index].name, type};
  }

  const expr::ModelGraph& graph_;
  data::Assembly assembly_;
  std::vector<std::byte*> places_;
};

int threadsFor(const nn::Module& module, const EvaluateSpec& spec) {
  return usefulThreads(module.graph(), std::min(spec.batch, spec.data.size()), spec.threads);
}

}  // namespace

Result<std::vector<Measured>> evaluateModel(const EvaluateSpec& spec, Observer& observer) {
  return guarded([&]() -> Result<std::vector<Measured>> {
    if (spec.data.size() == 0) return fail(emptyDataset("data"));
    auto module = readModel(spec.modelPath);
    if (!module) return fail(std::move(module.error()));
    setThreads(threadsFor(**module, spec));
    auto feed = Feed::create(spec.data, (*module)->graph(), spec.target);
    if (!feed) return fail(std::move(feed.error()));
    auto metrics = makeMetrics(spec.metrics, spec.metricNames);
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

Result<std::shared_ptr<const data::Dataset>> predictModel(const EvaluateSpec& spec,
                                                          Observer& observer) {
  return guarded([&]() -> Result<std::shared_ptr<const data::Dataset>> {
    if (spec.data.size() == 0) return fail(emptyDataset("data"));
    auto module = readModel(spec.modelPath);
    if (!module) return fail(std::move(module.error()));
    setThreads(threadsFor(**module, spec));
    auto feed = Feed::forPrediction(spec.data, (*module)->graph());
    if (!feed) return fail(std::move(feed.error()));
    const at::NoGradGuard plain;
    Results results((*module)->graph(), spec.data.size());
    for (std::int64_t first = 0; first < spec.data.size(); first += spec.batch) {
      if (observer.cancelled()) return fail(data::cancelledError());
      feed->takeRange(first, std::min(spec.batch, spec.data.size() - first));
      results.add((*module)->predict(feed->inputs()));
    }
    return results.finish();
  });
}

Result<void> exportModel(const std::string& modelPath, std::optional<expr::DType> dtype,
                         const std::string& path) {
  return guarded([&]() -> Result<void> {
    auto module = readModel(modelPath);
    if (!module) return fail(std::move(module.error()));
    const nn::Weights& weights = (*module)->weights();
    std::vector<at::Tensor> rounded;
    std::vector<data::StoredTensor> tensors;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      at::Tensor value = weights.slot(i).value.detach();
      if (dtype && value.is_floating_point()) value = value.to(nn::scalarTypeOf(*dtype));
      rounded.push_back(value.contiguous());
      tensors.push_back({.name = weights.nameOf(i),
                         .dtype = nn::dtypeOf(value.scalar_type()),
                         .shape = value.sizes().vec(),
                         .bytes = static_cast<const std::byte*>(rounded.back().const_data_ptr())});
    }
    return data::writeSafetensors(path, std::move(tensors), {{"format", "pt"}});
  });
}

}  // namespace itw::train
