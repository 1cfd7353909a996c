#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/expr/model_graph.h"

namespace itw::test {

/// Builds model graphs as the compiler does: a chain of layers, each with weights of its own.
class ModelBuilder {
 public:
  /// A model with one input `input` of the shape (without the batch) and one result `output`.
  explicit ModelBuilder(std::vector<std::int64_t> shape, expr::DType dtype = expr::DType::F32);

  ModelBuilder& linear(std::int64_t out, bool bias = true);
  ModelBuilder& conv2d(std::int64_t out, std::int64_t kernel, std::int64_t stride = 1,
                       std::int64_t padding = 0);
  ModelBuilder& maxPool2d(std::int64_t kernel);
  ModelBuilder& avgPool2d(std::int64_t kernel);
  ModelBuilder& flatten();
  ModelBuilder& dropout(double p);
  /// relu, gelu, tanh, sigmoid.
  ModelBuilder& activation(const std::string& name);
  ModelBuilder& batchNorm();
  /// Applies the layer of an earlier node once more.
  ModelBuilder& again(std::size_t layer);

  expr::ModelGraph build() const;

 private:
  void add(const std::string& op, expr::Record arguments, std::vector<expr::Weight> weights,
           std::vector<std::int64_t> shape);
  expr::ConcreteTensor typeOf(const std::vector<std::int64_t>& shape) const;
  expr::Weight weight(const std::string& role, std::vector<std::int64_t> shape,
                      expr::Component initializer) const;
  std::string layerName(const std::string& op) const;
  void pool(const std::string& op, std::int64_t kernel);

  expr::DType dtype_;
  std::vector<std::int64_t> shape_;
  expr::ModelGraph graph_;
};

/// flatten |> linear(hidden) |> relu |> dropout(20%) |> linear(10) over 8x8 images.
expr::ModelGraph digitsMlp(std::int64_t hidden = 128, expr::DType dtype = expr::DType::F32);

/// flatten |> linear(12) |> batch_norm |> relu |> linear(10) over 8x8 images.
expr::ModelGraph batchNormNet();

/// A component with arguments: component("std.train.sgd", {{"lr", 0.1}}).
expr::Component component(const std::string& name,
                          std::vector<std::pair<std::string, double>> numbers = {});

/// cross_entropy with its defaults.
expr::Component crossEntropy();

}  // namespace itw::test
