#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"
#include "runtime/nn/tensors.h"

namespace itw::train {

/// Compares predictions with targets. All sums are over samples, so that shares of a batch add up;
/// the loss of a batch is its sum over its weight.
class Loss {
 public:
  virtual ~Loss() = default;
  /// What the sum of a batch is divided by: its samples, unless these weigh differently.
  virtual double weight(const at::Tensor& target) const {
    return static_cast<double>(target.size(0));
  }
  /// Whether `weight` is more than the number of samples.
  virtual bool isWeighted() const { return false; }
  /// Empty if the shapes and types fit, else what is wrong: "predicts f32[5] for a class[10]".
  virtual std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const = 0;
  /// The sum of the samples' losses; keeps what gradient() needs.
  virtual double sum(const at::Tensor& prediction, const at::Tensor& target) = 0;
  /// The gradient of `scale` times the last sum with respect to its prediction. Valid until the
  /// next call of sum().
  virtual at::Tensor gradient(double scale) = 0;
  /// The loss of each sample, in f64.
  virtual at::Tensor perSample(const at::Tensor& prediction, const at::Tensor& target) const = 0;
};

/// A loss under its name in the standard library.
struct LossEntry {
  std::string_view name;
  std::vector<std::string_view> parameters;
  Result<std::unique_ptr<Loss>> (*make)(const expr::Component& component);
};

/// All losses, by name.
const std::vector<LossEntry>& lossTable();

/// The loss that a component names.
Result<std::unique_ptr<Loss>> makeLoss(const expr::Component& component);

}  // namespace itw::train
