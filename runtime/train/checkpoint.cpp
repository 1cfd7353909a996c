#include "runtime/train/checkpoint.h"

#include "compiler/plan/plan.h"
#include "runtime/data/data_errors.h"
#include "runtime/data/safetensors.h"
#include "runtime/nn/nn_errors.h"

namespace itw::train {

namespace {

constexpr const char* kKind = "itw.kind";
constexpr const char* kModel = "itw.model";

Result<void> loadWeights(const data::SafetensorsFile& file, nn::Weights& weights) {
  if (file.tensors.size() != weights.size()) {
    return fail(nn::weightMismatch("*", "count differs from the model's"));
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const at::Tensor& value = weights.slot(i).value;
    const data::StoredTensor* stored = file.find(weights.nameOf(i));
    if (stored == nullptr) return fail(nn::weightMismatch(weights.nameOf(i), "is missing"));
    if (nn::scalarTypeOf(stored->dtype) != value.scalar_type() ||
        value.sizes() != at::IntArrayRef(stored->shape)) {
      return fail(nn::weightMismatch(weights.nameOf(i), "has another shape or type"));
    }
    void* bytes = const_cast<std::byte*>(stored->bytes);
    value.copy_(at::from_blob(bytes, stored->shape, value.scalar_type()));
  }
  return {};
}

}  // namespace

Result<void> writeModel(const std::string& path, const nn::Module& module) {
  std::vector<data::StoredTensor> tensors;
  const nn::Weights& weights = module.weights();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const at::Tensor& value = weights.slot(i).value;
    tensors.push_back({.name = weights.nameOf(i),
                       .dtype = nn::dtypeOf(value.scalar_type()),
                       .shape = value.sizes().vec(),
                       .bytes = static_cast<const std::byte*>(value.const_data_ptr())});
  }
  const data::Metadata metadata = {{kKind, "model"}, {kModel, plan::toJson(module.graph())}};
  return data::writeSafetensors(path, std::move(tensors), metadata);
}

Result<std::unique_ptr<nn::Module>> readModel(const std::string& path) {
  auto file = data::openSafetensors(path);
  if (!file) return fail(std::move(file.error()));
  const auto kind = file->metadata.find(kKind);
  const auto graphText = file->metadata.find(kModel);
  if (kind == file->metadata.end() || kind->second != "model" ||
      graphText == file->metadata.end()) {
    return fail(data::badArtifact(path, "it is no model of itw"));
  }
  auto graph = plan::modelFromJson(graphText->second);
  if (!graph) return fail(std::move(graph.error()).during("read the model of " + path));
  auto module = nn::Module::create(*graph);
  if (!module) return fail(std::move(module.error()).during("read " + path));
  if (auto loaded = loadWeights(*file, (*module)->weights()); !loaded) {
    return fail(std::move(loaded.error()).during("read " + path));
  }
  return module;
}

}  // namespace itw::train
