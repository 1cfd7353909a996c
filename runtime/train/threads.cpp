#include "runtime/train/threads.h"

#include <algorithm>

namespace itw::train {

namespace {

// One core does this much in 0.4 ms. Below, a second thread gains little even where nothing else
// runs, and where cores are shared the threads wait for each other longer than they work.
constexpr double kOperationsPerThread = 4e7;

double elementsOf(const std::vector<std::int64_t>& shape) {
  double product = 1;
  for (std::int64_t size : shape) product *= static_cast<double>(size);
  return product;
}

// How often a weight is used for one sample: the positions of a node's output over which it moves.
double positionsOf(const expr::GraphNode& node, const expr::Weight& weight) {
  double outputs = 1;
  for (std::size_t i = 1; i < node.type.dims.size(); ++i) {
    outputs *= static_cast<double>(std::max<std::int64_t>(1, node.type.dims[i].size));
  }
  return outputs / static_cast<double>(std::max<std::int64_t>(1, weight.shape[0]));
}

}  // namespace

double forwardOperations(const expr::ModelGraph& graph, std::int64_t batch) {
  double perSample = 0;
  for (const expr::GraphNode& node : graph.nodes) {
    for (const expr::Weight& weight : graph.layers[node.layer].weights) {
      if (weight.shape.size() < 2) continue;
      perSample += 2 * elementsOf(weight.shape) * positionsOf(node, weight);
    }
  }
  return perSample * static_cast<double>(batch);
}

int usefulThreads(const expr::ModelGraph& graph, std::int64_t batch, int allowed) {
  const double worth = forwardOperations(graph, batch) / kOperationsPerThread;
  if (worth >= allowed) return std::max(1, allowed);
  return std::max(1, static_cast<int>(worth));
}

}  // namespace itw::train
