#include "compiler/sema/graph_builder.h"

namespace itw::sema {

expr::ConcreteTensor concrete(const Tensor& tensor) {
  expr::ConcreteTensor result{tensor.dtype.value_or(expr::DType::F32), {}};
  for (const expr::Dim& dim : tensor.dims) {
    auto size = dim.constant();
    result.dims.push_back(size ? expr::ConcreteDim{*size, ""} : expr::ConcreteDim{-1, dim.text()});
  }
  return result;
}

expr::TensorRef GraphBuilder::addInput(const std::string& name, const Tensor& tensor) {
  graph_.inputs.push_back({name, concrete(tensor)});
  return {true, static_cast<std::uint32_t>(graph_.inputs.size() - 1)};
}

std::uint32_t GraphBuilder::addLayer(expr::LayerInstance layer) {
  const auto index = static_cast<std::uint32_t>(graph_.layers.size());
  layers_.emplace(layer.name, index);
  graph_.layers.push_back(std::move(layer));
  return index;
}

std::optional<std::uint32_t> GraphBuilder::findLayer(const std::string& name) const {
  auto place = layers_.find(name);
  return place == layers_.end() ? std::nullopt : std::optional(place->second);
}

void GraphBuilder::restartNames(const std::string& path) {
  const std::string prefix = path + ".";
  auto place = ordinals_.lower_bound(prefix);
  while (place != ordinals_.end() && place->first.starts_with(prefix))
    place = ordinals_.erase(place);
}

expr::TensorRef GraphBuilder::addNode(std::uint32_t layer, std::vector<expr::TensorRef> inputs,
                                      const Tensor& tensor) {
  graph_.nodes.push_back({layer, std::move(inputs), concrete(tensor)});
  return {false, static_cast<std::uint32_t>(graph_.nodes.size() - 1)};
}

void GraphBuilder::addOutput(const std::string& name, const TensorValue& value) {
  graph_.outputs.push_back({name, value.source, concrete(value.tensor)});
}

std::string GraphBuilder::nameLayer(const std::string& path, const std::string& op) {
  std::string stem = path.empty() ? op : path + "." + op;
  return stem + "_" + std::to_string(++ordinals_[stem]);
}

}  // namespace itw::sema
