#include "runtime/nn/module.h"

#include <array>

#include "compiler/base/check.h"
#include "runtime/nn/initializer.h"
#include "runtime/nn/nn_errors.h"

namespace itw::nn {

Result<std::unique_ptr<Module>> Module::create(const expr::ModelGraph& graph) {
  std::unique_ptr<Module> module(new Module(graph));
  if (auto checked = module->checkReferences(); !checked) return fail(std::move(checked.error()));
  if (auto bound = module->bindNodes(); !bound) return fail(std::move(bound.error()));
  module->markNeeds();
  module->setSeed(0);
  return module;
}

Result<void> Module::checkReferences() const {
  for (std::size_t n = 0; n < graph_.nodes.size(); ++n) {
    const expr::GraphNode& node = graph_.nodes[n];
    if (node.layer >= graph_.layers.size()) return fail(badModel(graph_.name, "misses a layer"));
    if (node.inputs.empty()) return fail(badModel(graph_.name, "has a node without an input"));
    for (const expr::TensorRef& input : node.inputs) {
      if (input.index >= (input.input ? graph_.inputs.size() : n)) {
        return fail(badModel(graph_.name, "has a node that reads a later one"));
      }
    }
  }
  for (const expr::GraphOutput& output : graph_.outputs) {
    const std::size_t count = output.source.input ? graph_.inputs.size() : graph_.nodes.size();
    if (output.source.index >= count) return fail(badModel(graph_.name, "misses an output"));
  }
  return {};
}

Result<void> Module::bindNodes() {
  std::vector<std::vector<WeightSlot*>> slotsOf;
  std::size_t next = 0;
  for (const expr::LayerInstance& layer : graph_.layers) {
    auto op = bindOp(layer);
    if (!op) return fail(std::move(op.error()));
    ops_.push_back(*std::move(op));
    std::vector<WeightSlot*>& slots = slotsOf.emplace_back();
    for (std::size_t i = 0; i < layer.weights.size(); ++i) slots.push_back(&weights_.slot(next++));
  }
  nodes_.resize(graph_.nodes.size());
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    const expr::GraphNode& described = graph_.nodes[n];
    Node& node = nodes_[n];
    node.op = ops_[described.layer].get();
    node.inputs = described.inputs;
    node.weights = slotsOf[described.layer];
    node.inputTensors.resize(node.inputs.size());
    node.memory.inputGradients.resize(node.inputs.size());
  }
  return {};
}

void Module::markNeeds() {
  for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
    Node& node = nodes_[n];
    node.needsGradient = !node.weights.empty();
    node.wanted = std::make_unique<bool[]>(node.inputs.size());
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i].input) continue;
      Node& source = nodes_[node.inputs[i].index];
      source.lastUse = n;
      node.wanted[i] = source.needsGradient;
      node.needsGradient = node.needsGradient || source.needsGradient;
    }
  }
  for (const expr::GraphOutput& output : graph_.outputs) {
    if (!output.source.input) nodes_[output.source.index].isOutput = true;
  }
}

void Module::setSeed(std::int64_t seed) {
  // A shared layer draws anew each time it is applied.
  std::vector<int> applications(graph_.layers.size());
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    const std::uint32_t layer = graph_.nodes[n].layer;
    const int number = ++applications[layer];
    const std::string& name = graph_.layers[layer].name;
    nodes_[n].key =
        data::philoxKey(seed, "dropout", number == 1 ? name : name + "#" + std::to_string(number));
  }
}

Result<void> Module::initialize(std::int64_t seed) {
  constexpr std::int64_t kChunk = 1 << 16;
  std::vector<double> values;
  std::size_t next = 0;
  for (const expr::LayerInstance& layer : graph_.layers) {
    for (const expr::Weight& weight : layer.weights) {
      auto initializer = Initializer::of(weight.initializer, weight.shape);
      if (!initializer) return fail(std::move(initializer.error()).during(weight.name));
      const data::PhiloxKey key = data::philoxKey(seed, "weight", weight.name);
      const at::Tensor flat = weights_.slot(next++).value.view({-1});
      for (std::int64_t first = 0; first < flat.size(0); first += kChunk) {
        const std::int64_t count = std::min(kChunk, flat.size(0) - first);
        values.resize(static_cast<std::size_t>(count));
        initializer->fill(key, static_cast<std::uint64_t>(first), values);
        flat.narrow(0, first, count).copy_(at::from_blob(values.data(), {count}, at::kDouble));
      }
    }
  }
  return {};
}

std::vector<at::Tensor> Module::forward(std::span<const at::Tensor> inputs, const Pass& pass) {
  ITW_CHECK(inputs.size() == graph_.inputs.size(), "a tensor for every input");
  const at::NoGradGuard plain;
  for (Node& node : nodes_) {
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      const expr::TensorRef& source = node.inputs[i];
      node.inputTensors[i] = source.input ? inputs[source.index] : nodes_[source.index].output;
    }
    const OpCall call{node.inputTensors, node.weights, node.memory, node.key};
    node.output = node.op->forward(call, pass);
  }
  std::vector<at::Tensor> outputs;
  for (const expr::GraphOutput& output : graph_.outputs) {
    const expr::TensorRef& source = output.source;
    outputs.push_back(source.input ? inputs[source.index] : nodes_[source.index].output);
  }
  return outputs;
}

void Module::addGradient(const expr::TensorRef& source, const at::Tensor& gradient) {
  if (source.input) return;
  Node& node = nodes_[source.index];
  if (!node.needsGradient) return;
  // Never in place: the tensor may be another node's buffer.
  node.gradient = node.gradient.defined() ? node.gradient + gradient : gradient;
}

void Module::backward(std::span<const at::Tensor> outputGradients) {
  ITW_CHECK(outputGradients.size() == graph_.outputs.size(), "a gradient for every output");
  const at::NoGradGuard plain;
  for (std::size_t i = 0; i < outputGradients.size(); ++i) {
    if (outputGradients[i].defined()) addGradient(graph_.outputs[i].source, outputGradients[i]);
  }
  for (std::size_t n = nodes_.size(); n-- > 0;) backwardThrough(nodes_[n]);
}

void Module::backwardThrough(Node& node) {
  if (!node.gradient.defined()) return;
  const std::span<const bool> wanted(node.wanted.get(), node.inputs.size());
  const OpCall call{node.inputTensors, node.weights, node.memory, node.key};
  node.op->backward(call, node.gradient, wanted);
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    if (wanted[i]) addGradient(node.inputs[i], node.memory.inputGradients[i]);
  }
  node.gradient.reset();
}

std::vector<at::Tensor> Module::predict(std::span<const at::Tensor> inputs) const {
  ITW_CHECK(inputs.size() == graph_.inputs.size(), "a tensor for every input");
  const c10::InferenceMode inference;
  std::vector<at::Tensor> results(nodes_.size());
  std::vector<at::Tensor> tensors;
  for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
    const Node& node = nodes_[n];
    tensors.clear();
    for (const expr::TensorRef& source : node.inputs) {
      tensors.push_back(source.input ? inputs[source.index] : results[source.index]);
    }
    NodeMemory memory;
    std::vector<WeightSlot*> weights = node.weights;
    results[n] = node.op->forward({tensors, weights, memory, node.key}, Pass{});
    for (const expr::TensorRef& source : node.inputs) {
      if (source.input) continue;
      const Node& read = nodes_[source.index];
      if (read.lastUse == n && !read.isOutput) results[source.index].reset();
    }
  }
  std::vector<at::Tensor> outputs;
  for (const expr::GraphOutput& output : graph_.outputs) {
    const expr::TensorRef& source = output.source;
    outputs.push_back(source.input ? inputs[source.index] : results[source.index]);
  }
  return outputs;
}

}  // namespace itw::nn
