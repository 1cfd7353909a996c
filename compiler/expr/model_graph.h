#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/expr/tensor_type.h"
#include "compiler/expr/value.h"

namespace itw::expr {

/// A weight of a layer, named by its path: "linear_1.w".
struct Weight {
  std::string name;
  std::string role;  ///< The name in the op's declaration: "w".
  DType dtype = DType::F32;
  std::vector<std::int64_t> shape;
  Component initializer;  ///< e.g. std.nn.kaiming_uniform(a = 2.236...).
  bool trainable = true;  ///< Not so for what training keeps beside the weights.
};

/// An op with its arguments and weights. Each op written in a model is a layer of its own; `layer x
/// = ...` is one layer that several nodes apply.
struct LayerInstance {
  std::string name;  ///< Binding path, else op name and ordinal from 1: "linear_1".
  std::string op;    ///< Qualified: "std.nn.linear".
  Record arguments;
  std::vector<Weight> weights;
};

/// Where a tensor of the graph comes from: input number or node number.
struct TensorRef {
  bool input = false;
  std::uint32_t index = 0;
};

/// One application of a layer.
struct GraphNode {
  std::uint32_t layer = 0;
  std::vector<TensorRef> inputs;
  ConcreteTensor type;
};

/// An input of the model and its shape once the parameters are bound.
struct GraphInput {
  std::string name;
  ConcreteTensor type;
};

/// A result of the model and the node output that gives it.
struct GraphOutput {
  std::string name;  ///< "output" for a single unnamed result.
  TensorRef source;
  ConcreteTensor type;
};

/// A model with its parameters bound: nodes in an order in which they can run.
struct ModelGraph {
  std::string name;  ///< As in the source: "Classifier".
  Component call;    ///< What made it, `Classifier(hidden = 64)`; no part of a plan.
  std::vector<GraphInput> inputs;
  std::vector<LayerInstance> layers;
  std::vector<GraphNode> nodes;
  std::vector<GraphOutput> outputs;
  /// Number of trainable scalars.
  std::int64_t parameterCount() const;
};

}  // namespace itw::expr
