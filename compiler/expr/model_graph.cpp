#include "compiler/expr/model_graph.h"

#include <limits>

namespace itw::expr {

std::int64_t ModelGraph::parameterCount() const {
  std::int64_t total = 0;
  for (const LayerInstance& layer : layers) {
    for (const Weight& weight : layer.weights) {
      if (!weight.trainable) continue;
      std::int64_t size = 1;
      bool overflow = false;
      for (std::int64_t dim : weight.shape) overflow |= __builtin_mul_overflow(size, dim, &size);
      if (overflow || __builtin_add_overflow(total, size, &total))
        return std::numeric_limits<std::int64_t>::max();
    }
  }
  return total;
}

}  // namespace itw::expr
