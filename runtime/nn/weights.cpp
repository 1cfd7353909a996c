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
  std::map<expr::DType, std::int64_t> sizes;
  for (const expr::LayerInstance& layer : graph.layers) {
    for (const expr::Weight& weight : layer.weights) {
      sizes[weight.dtype] += padded(elementsOf(weight.shape), weight.dtype);
    }
  }
  std::map<expr::DType, std::size_t> blockOf;
  for (const auto& [dtype, size] : sizes) {
    blockOf[dtype] = blocks_.size();
    blocks_.push_back(
        {at::zeros({size}, scalarTypeOf(dtype)), at::zeros({size}, scalarTypeOf(dtype))});
  }
  std::map<expr::DType, std::int64_t> used;
  for (const expr::LayerInstance& layer : graph.layers) {
    for (const expr::Weight& weight : layer.weights) {
      const WeightBlock& block = blocks_[blockOf[weight.dtype]];
      const std::int64_t count = elementsOf(weight.shape);
      const std::int64_t first = used[weight.dtype];
      names_.push_back(weight.name);
      blockOf_.push_back(blockOf[weight.dtype]);
      slots_.push_back({.value = block.values.narrow(0, first, count).view(weight.shape),
                        .gradient = block.gradients.narrow(0, first, count).view(weight.shape),
                        .hasGradient = false});
      used[weight.dtype] = first + padded(count, weight.dtype);
    }
  }
}

at::Tensor Weights::partOf(std::size_t index, const at::Tensor& flat) const {
  const at::Tensor& value = slots_[index].value;
  const at::Tensor& block = blocks_[blockOf_[index]].values;
  const std::int64_t first = value.storage_offset() - block.storage_offset();
  return flat.narrow(0, first, value.numel()).view(value.sizes());
}

void Weights::beginStep() {
  for (WeightSlot& slot : slots_) slot.hasGradient = false;
}

void Weights::endStep() {
  for (WeightSlot& slot : slots_) {
    if (!slot.hasGradient) slot.gradient.zero_();
  }
}

}  // namespace itw::nn
