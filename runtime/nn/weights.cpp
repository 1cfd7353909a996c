#include "runtime/nn/weights.h"

#include <map>

namespace itw::nn {

namespace {

constexpr std::int64_t kCacheLine = 64;

std::int64_t elementsOf(const std::vector<std::int64_t>& shape) {
  std::int64_t product = 1;
  for (std::int64_t size : shape) product *= size;
  return product;
}

std::int64_t padded(std::int64_t elements, expr::DType dtype) {
  const std::int64_t step = kCacheLine / expr::sizeOf(dtype);
  return (elements + step - 1) / step * step;
}

}  // namespace

Weights::Weights(const expr::ModelGraph& graph) {
  // Trainable ones by type, then buffers by type.
  using Kind = std::pair<bool, expr::DType>;
  std::map<Kind, std::int64_t> sizes;
  const auto kindOf = [](const expr::Weight& weight) {
    return Kind{!weight.trainable, weight.dtype};
  };
  for (const expr::LayerInstance& layer : graph.layers)
    for (const expr::Weight& weight : layer.weights)
      sizes[kindOf(weight)] += padded(elementsOf(weight.shape), weight.dtype);
  std::map<Kind, std::size_t> blockOf;
  for (const auto& [kind, size] : sizes) {
    blockOf[kind] = blockOf.size();
    const at::Tensor flat = at::zeros({size}, scalarTypeOf(kind.second));
    if (kind.first)
      buffers_.push_back(flat);
    else
      blocks_.push_back({flat, at::zeros_like(flat)});
  }
  const std::vector<at::Tensor> flats = values();
  std::map<Kind, std::int64_t> used;
  for (const expr::LayerInstance& layer : graph.layers) {
    for (const expr::Weight& weight : layer.weights) {
      const Kind kind = kindOf(weight);
      const std::size_t block = blockOf[kind];
      const std::int64_t count = elementsOf(weight.shape);
      const auto part = [&](const at::Tensor& flat) {
        return flat.narrow(0, used[kind], count).view(weight.shape);
      };
      names_.push_back(weight.name);
      blockOf_.push_back(block);
      slots_.push_back({.value = part(flats[block]),
                        .gradient = kind.first ? at::Tensor() : part(blocks_[block].gradients),
                        .hasGradient = false});
      used[kind] += padded(count, weight.dtype);
    }
  }
}

std::vector<at::Tensor> Weights::values() const {
  std::vector<at::Tensor> flats;
  for (const WeightBlock& block : blocks_) flats.push_back(block.values);
  flats.insert(flats.end(), buffers_.begin(), buffers_.end());
  return flats;
}

at::Tensor Weights::partOf(std::size_t index, const at::Tensor& flat) const {
  const at::Tensor& value = slots_[index].value;
  // Each flat tensor of ours begins its storage.
  const std::int64_t first = value.storage_offset();
  return flat.narrow(0, first, value.numel()).view(value.sizes());
}

void Weights::beginStep() {
  for (WeightSlot& slot : slots_) slot.hasGradient = false;
}

void Weights::endStep() {
  for (WeightSlot& slot : slots_) {
    if (!slot.hasGradient && slot.gradient.defined()) slot.gradient.zero_();
  }
}

}  // namespace itw::nn
