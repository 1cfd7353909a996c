#pragma once

#include <memory>
#include <span>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/model_graph.h"
#include "runtime/nn/op.h"
#include "runtime/nn/weights.h"

namespace itw::nn {

/// A model that runs: the nodes of a plan's graph with their ops bound and their weights in memory.
/// It keeps its own record of a training step instead of autograd's, so that gradients go straight
/// to their place and memory is used again.
class Module {
 public:
  /// Binds the ops and verifies the graph's references; all weights are zero.
  static Result<std::unique_ptr<Module>> create(const expr::ModelGraph& graph);

  const expr::ModelGraph& graph() const { return graph_; }
  Weights& weights() { return weights_; }
  const Weights& weights() const { return weights_; }

  /// Draws all weights: each element is a function of seed, weight name and its number.
  Result<void> initialize(std::int64_t seed);
  /// Sets the seed of dropout.
  void setSeed(std::int64_t seed);

  /// The outputs of the graph for a training step; keeps what backward needs. The tensors stay
  /// valid until the next call.
  std::vector<at::Tensor> forward(std::span<const at::Tensor> inputs, const Pass& pass);
  /// Adds the weights' gradients of the last forward, given those of its outputs.
  void backward(std::span<const at::Tensor> outputGradients);

  /// The outputs without training; frees every tensor behind its last use.
  std::vector<at::Tensor> predict(std::span<const at::Tensor> inputs) const;

 private:
  // A node with everything that does not change from step to step.
  struct Node {
    const Op* op = nullptr;
    std::vector<expr::TensorRef> inputs;
    std::vector<WeightSlot*> weights;
    bool needsGradient = false;      // It or a node before it has weights.
    std::unique_ptr<bool[]> wanted;  // Which inputs lead to weights.
    std::uint32_t lastUse = 0;       // The last node that reads its output.
    bool isOutput = false;
    data::PhiloxKey key;
    // The record of the step.
    NodeMemory memory;
    std::vector<at::Tensor> inputTensors;
    at::Tensor output;
    at::Tensor gradient;
  };

  explicit Module(const expr::ModelGraph& graph) : graph_(graph), weights_(graph) {}
  Result<void> bindNodes();
  Result<void> checkReferences() const;
  void markNeeds();
  void backwardThrough(Node& node);
  void addGradient(const expr::TensorRef& source, const at::Tensor& gradient);

  expr::ModelGraph graph_;
  Weights weights_;
  std::vector<std::unique_ptr<Op>> ops_;  // One a layer.
  std::vector<Node> nodes_;
};

}  // namespace itw::nn
