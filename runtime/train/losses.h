#pragma once

#include "runtime/train/loss.h"

namespace itw::train::losses {

/// Result of binding a loss's arguments; each function is one loss of stdlib/train.itw.
using Bound = Result<std::unique_ptr<Loss>>;

/// Softmax and negative log likelihood in one, with class weights and label smoothing.
Bound crossEntropy(const expr::Component& component);
/// The same without these, in fused kernels.
Bound fusedCrossEntropy();
/// Mean of squared errors over all elements.
Bound meanSquare(const expr::Component& component);
/// Mean of absolute errors over all elements.
Bound meanAbsolute(const expr::Component& component);
/// Squared up to `delta`, linear beyond.
Bound huber(const expr::Component& component);
/// Of logarithms of probabilities.
Bound negativeLogLikelihood(const expr::Component& component);
/// Of probabilities.
Bound binaryCrossEntropy(const expr::Component& component);
/// Of what goes into a sigmoid.
Bound binaryCrossEntropyWithLogits(const expr::Component& component);

/// A user's function of prediction and truth, as a mean over all elements.
Bound functionMean(const expr::Component& component);

/// The mean over the elements of each sample: [N] of [N, ...].
at::Tensor sampleMeans(const at::Tensor& elements);

}  // namespace itw::train::losses
