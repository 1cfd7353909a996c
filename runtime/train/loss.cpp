#include "runtime/train/loss.h"

#include "runtime/nn/nn_errors.h"
#include "runtime/train/losses.h"

namespace itw::train {

const std::vector<LossEntry>& lossTable() {
  static const std::vector<LossEntry> kTable = {
      {"std.train.bce", {}, losses::binaryCrossEntropy},
      {"std.train.bce_with_logits", {}, losses::binaryCrossEntropyWithLogits},
      {"std.train.cross_entropy", {"weights", "label_smoothing"}, losses::crossEntropy},
      {"std.train.huber", {"delta"}, losses::huber},
      {"std.train.l1", {}, losses::meanAbsolute},
      {"std.train.mean", {"function"}, losses::functionMean},
      {"std.train.mse", {}, losses::meanSquare},
      {"std.train.nll", {"weights"}, losses::negativeLogLikelihood},
  };
  return kTable;
}

Result<std::unique_ptr<Loss>> makeLoss(const expr::Component& component) {
  for (const LossEntry& entry : lossTable()) {
    if (entry.name == component.name) return entry.make(component);
  }
  return fail(nn::unknownComponent("loss", component.name));
}

}  // namespace itw::train
