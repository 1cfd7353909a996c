#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/expr/model_graph.h"
#include "compiler/sema/type.h"

namespace itw::sema {

/// A step of the way by which a tensor came about, for diagnostics.
struct Hop {
  Span span;
  std::string op;
  Tensor tensor;  ///< What the op left.
};

/// The last few hops, oldest first.
using Hops = std::vector<std::shared_ptr<const Hop>>;

/// A tensor in a model body.
struct TensorValue {
  Tensor tensor;
  expr::TensorRef source;
  Hops hops;
  Span span;
  bool poisoned = false;
  std::string name;                                         ///< As part of several results.
  std::shared_ptr<const std::vector<TensorValue>> results;  ///< Of a model with several; else null.
};

/// Builds the graph of one model call while its body is walked with concrete arguments.
class GraphBuilder {
 public:
  explicit GraphBuilder(std::string model) { graph_.name = std::move(model); }

  /// Where the input can be read.
  expr::TensorRef addInput(const std::string& name, const Tensor& tensor);
  /// The layer's number.
  std::uint32_t addLayer(expr::LayerInstance layer);
  expr::TensorRef addNode(std::uint32_t layer, std::vector<expr::TensorRef> inputs,
                          const Tensor& tensor);
  void addOutput(const std::string& name, const TensorValue& value);
  const expr::LayerInstance& layer(std::uint32_t index) const { return graph_.layers[index]; }
  /// The layer of that name.
  std::optional<std::uint32_t> findLayer(const std::string& name) const;
  /// Lets the ordinals below a path begin anew, so that a second walk gives the names of the first.
  void restartNames(const std::string& path);
  std::size_t size() const { return graph_.nodes.size(); }
  bool full() const { return graph_.nodes.size() >= kMaxNodes; }

  /// "linear_1" for the first linear below a path, "block.linear_1" inside a binding.
  std::string nameLayer(const std::string& path, const std::string& op);

  expr::ModelGraph take() { return std::move(graph_); }

  static constexpr std::size_t kMaxNodes = 20000;

 private:
  expr::ModelGraph graph_;
  std::map<std::string, int> ordinals_;
  std::unordered_map<std::string, std::uint32_t> layers_;
};

/// Sizes where they are known, else the symbol or expression by name.
expr::ConcreteTensor concrete(const Tensor& tensor);

}  // namespace itw::sema
