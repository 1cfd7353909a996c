#include "runtime/train/load_weights.h"

#include <set>

#include "runtime/data/safetensors.h"
#include "runtime/nn/module.h"
#include "runtime/train/checkpoint.h"
#include "runtime/train/torch_errors.h"
#include "runtime/train/train_errors.h"

namespace itw::train {

namespace {

std::string typeText(expr::DType dtype, at::IntArrayRef shape) {
  expr::ConcreteTensor tensor{.dtype = dtype, .dims = {}};
  for (std::int64_t size : shape) tensor.dims.push_back({.size = size, .symbol = {}});
  return expr::textOf(tensor);
}

// Takes one tensor of the file, or says why the model cannot have it.
Result<void> takeTensor(const LoadSpec& spec, const data::StoredTensor& stored, at::Tensor value) {
  const at::ScalarType type = nn::scalarTypeOf(stored.dtype);
  const bool sameType = type == value.scalar_type();
  const bool taken = sameType || (spec.convert && at::isFloatingType(type) &&
                                  at::isFloatingType(value.scalar_type()));
  if (!taken || value.sizes() != at::IntArrayRef(stored.shape)) {
    return fail(weightDiffers(stored.name, typeText(stored.dtype, stored.shape),
                              typeText(nn::dtypeOf(value.scalar_type()), value.sizes())));
  }
  if (value.numel() == 0) return {};
  void* bytes = const_cast<std::byte*>(stored.bytes);
  value.copy_(at::from_blob(bytes, stored.shape, type));
  return {};
}

Result<void> takeAll(const LoadSpec& spec, const data::SafetensorsFile& file, nn::Module& module) {
  nn::Weights& weights = module.weights();
  std::set<std::string> wanted;
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::string& name = weights.nameOf(i);
    wanted.insert(name);
    const data::StoredTensor* stored = file.find(name);
    if (stored == nullptr) {
      missing.push_back(name);
    } else if (auto took = takeTensor(spec, *stored, weights.slot(i).value); !took) {
      return took;
    }
  }
  std::vector<std::string> extra;
  for (const data::StoredTensor& stored : file.tensors)
    if (!wanted.contains(stored.name)) extra.push_back(stored.name);
  if (spec.seed) missing.clear();
  if (spec.ignoreExtra) extra.clear();
  if (missing.empty() && extra.empty()) return {};
  return fail(weightsDoNotMatch(module.graph().name, missing, extra));
}

}  // namespace

Result<void> loadWeights(const LoadSpec& spec, const std::string& modelPath) {
  return guarded([&]() -> Result<void> {
    const at::NoGradGuard plain;
    auto file = data::openSafetensors(spec.path);
    if (!file) return fail(std::move(file.error()));
    auto module =
        spec.startPath.empty() ? nn::Module::create(spec.model) : readModel(spec.startPath);
    if (!module) return fail(std::move(module.error()));
    if (auto drawn = (*module)->initialize(spec.seed.value_or(0)); !drawn) return drawn;
    if (auto taken = takeAll(spec, *file, **module); !taken)
      return fail(std::move(taken.error()).during("read " + spec.path));
    return writeModel(modelPath, **module);
  });
}

}  // namespace itw::train
