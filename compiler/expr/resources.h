#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace itw::expr {

/// What one task may use, per node; from the shape that `on` names. Minimums, never clamped.
struct Resources {
  std::string shape;  ///< Name of the shape; empty without `on`.
  std::int64_t nodes = 1;
  std::int64_t ranks = 1;  ///< Per node.
  std::int64_t cpus = 1;   ///< Per node; the node's ranks share them.
  std::int64_t gpus = 0;   ///< Per node.
  std::optional<std::int64_t> memoryBytes;
  std::optional<double> walltimeSeconds;
  std::string gpu;  ///< The model that is needed: "A100"; empty for any.
  std::optional<std::int64_t> gpuMemoryBytes;
  std::vector<Resources> alternatives;  ///< What would do as well, in the order of the shape.
};

}  // namespace itw::expr
