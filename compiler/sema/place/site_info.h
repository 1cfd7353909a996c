#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/expr/value.h"
#include "compiler/source/span.h"

namespace itw::sema {

/// `node gpu_node { gpus = 4, ... }`: what one node of a type has.
struct NodeType {
  std::string name;
  std::int64_t cpus = 1;
  std::int64_t gpus = 0;
  std::string gpu;
  std::optional<double> gpuMemoryBytes;
  std::optional<double> memoryBytes;
  std::optional<double> powerWatts;
};

/// `queue main { nodes = 936 of gpu_node, ... }`; a limit that is not said is the queue's size.
struct Queue {
  std::string name;
  std::string node;
  std::int64_t nodes = 0;
  std::optional<std::int64_t> maxNodes;
  std::optional<double> maxWalltimeSeconds;
};

/// What a place offers.
struct SiteInfo {
  std::string name;
  std::optional<expr::Component> scheduler;
  std::vector<NodeType> nodes;
  std::vector<Queue> queues;
  std::optional<double> intraNode;  ///< Bytes a second.
  std::optional<double> interNode;
  double pue = 1;
  std::optional<double> carbon;  ///< Grams a joule.
  Span span;
};

}  // namespace itw::sema
