#include <torch/autograd.h>

#include <functional>

#include "runtime/nn/arguments.h"
#include "runtime/train/losses.h"
#include "runtime/train/mismatch.h"

namespace itw::train::losses {

namespace {

// The losses of the samples of a batch, [N].
using SampleLosses =
    std::function<at::Tensor(const at::Tensor& prediction, const at::Tensor& target)>;

// A loss from the losses of its samples alone: autograd finds the gradient.
class AutogradLoss final : public Loss {
 public:
  AutogradLoss(SampleLosses function, bool ofLabels, std::vector<double> weights = {})
      : function_(std::move(function)), ofLabels_(ofLabels) {
    if (!weights.empty()) weights_ = at::tensor(weights, at::kDouble);
  }

  bool isWeighted() const override { return weights_.defined(); }

  double weight(const at::Tensor& target) const override {
    if (!isWeighted()) return Loss::weight(target);
    return weights_.index_select(0, target).sum().item<double>();
  }

  std::string mismatch(const at::Tensor& prediction, const at::Tensor& target) const override {
    if (!ofLabels_) return valueMismatch(prediction, target);
    if (isWeighted() && prediction.size(-1) != weights_.size(0)) {
      return "predicts " + std::to_string(prediction.size(-1)) + " classes, and the loss has " +
             std::to_string(weights_.size(0)) + " weights";
    }
    return labelMismatch(prediction, target);
  }

  double sum(const at::Tensor& prediction, const at::Tensor& target) override {
    const at::AutoGradMode recording(true);
    prediction_ = prediction.detach().set_requires_grad(true);
    sum_ = function_(prediction_, target).sum();
    return sum_.item<double>();
  }

  at::Tensor gradient(double scale) override {
    const at::Tensor seed = at::scalar_tensor(scale, sum_.options().requires_grad(false));
    return torch::autograd::grad({sum_}, {prediction_}, {seed})[0];
  }

  at::Tensor perSample(const at::Tensor& prediction, const at::Tensor& target) const override {
    const at::Tensor exact = target.is_floating_point() ? target.to(at::kDouble) : target;
    return function_(prediction.to(at::kDouble), exact);
  }

 private:
  SampleLosses function_;
  bool ofLabels_;
  at::Tensor weights_, prediction_, sum_;
};

std::vector<double> numbersOf(nn::Arguments& arguments, const std::string& name) {
  std::vector<double> numbers;
  const expr::Value* value = arguments.optional(name);
  const auto* list = value == nullptr ? nullptr : std::get_if<expr::List>(&value->node);
  if (list == nullptr) {
    arguments.complain(name, "a list of numbers");
    return numbers;
  }
  for (const expr::Value& item : list->items) {
    const std::optional<double> number = expr::numberOf(item);
    if (!number) arguments.complain(name, "a list of numbers");
    numbers.push_back(number.value_or(0));
  }
  return numbers;
}

at::Tensor weightsOf(const std::vector<double>& weights, const at::Tensor& prediction) {
  return weights.empty() ? at::Tensor() : at::tensor(weights, prediction.options());
}

}  // namespace

Bound crossEntropy(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const std::vector<double> weights = numbersOf(arguments, "weights");
  const double smoothing = arguments.number("label_smoothing");
  if (arguments.error()) return fail(*arguments.error());
  if (weights.empty() && smoothing == 0) return fusedCrossEntropy();
  return std::make_unique<AutogradLoss>(
      [weights, smoothing](const at::Tensor& prediction, const at::Tensor& target) {
        return at::cross_entropy_loss(prediction, target, weightsOf(weights, prediction.detach()),
                                      at::Reduction::None, /*ignore_index=*/-100, smoothing);
      },
      true, weights);
}

Bound meanAbsolute(const expr::Component&) {
  return std::make_unique<AutogradLoss>(
      [](const at::Tensor& prediction, const at::Tensor& target) {
        return sampleMeans(at::l1_loss(prediction, target, at::Reduction::None));
      },
      false);
}

Bound huber(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const double delta = arguments.number("delta");
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<AutogradLoss>(
      [delta](const at::Tensor& prediction, const at::Tensor& target) {
        return sampleMeans(at::huber_loss(prediction, target, at::Reduction::None, delta));
      },
      false);
}

Bound negativeLogLikelihood(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const std::vector<double> weights = numbersOf(arguments, "weights");
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<AutogradLoss>(
      [weights](const at::Tensor& prediction, const at::Tensor& target) {
        return at::nll_loss(prediction, target, weightsOf(weights, prediction.detach()),
                            at::Reduction::None);
      },
      true, weights);
}

Bound binaryCrossEntropy(const expr::Component&) {
  return std::make_unique<AutogradLoss>(
      [](const at::Tensor& prediction, const at::Tensor& target) {
        return sampleMeans(at::binary_cross_entropy(prediction, target, {}, at::Reduction::None));
      },
      false);
}

Bound binaryCrossEntropyWithLogits(const expr::Component&) {
  return std::make_unique<AutogradLoss>(
      [](const at::Tensor& prediction, const at::Tensor& target) {
        return sampleMeans(
            at::binary_cross_entropy_with_logits(prediction, target, {}, {}, at::Reduction::None));
      },
      false);
}

}  // namespace itw::train::losses
