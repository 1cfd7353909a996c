#include <cmath>
#include <limits>

#include "runtime/nn/arguments.h"
#include "runtime/train/optimizers/block_optimizer.h"
#include "runtime/train/optimizers/curvature.h"
#include "runtime/train/optimizers/strong_wolfe.h"

namespace itw::train::optimizers {

namespace {

constexpr double kLeastGradient = 1e-7;
constexpr double kLeastChange = 1e-9;

Number largest(const at::Tensor& flat) { return Number::of(flat.abs().max()); }

// All weights as one flat tensor, and the loss along a line through it.
class Line {
 public:
  Line(std::vector<nn::WeightBlock>& blocks, const Evaluate& evaluate)
      : blocks_(blocks), evaluate_(evaluate) {}

  at::Tensor gradient() const {
    std::vector<at::Tensor> parts;
    for (const nn::WeightBlock& block : blocks_) parts.push_back(block.gradients);
    return at::cat(parts);
  }

  /// From now on the line goes from where the weights are in a direction.
  void begin(const at::Tensor& direction) {
    direction_ = direction;
    start_.clear();
    for (const nn::WeightBlock& block : blocks_) start_.push_back(block.values.clone());
  }

  void moveTo(Number position) {
    std::int64_t first = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const std::int64_t count = start_[i].numel();
      at::add_out(blocks_[i].values, start_[i], direction_.narrow(0, first, count),
                  position.value());
      first += count;
    }
  }

  LinePoint evaluate(Number position) {
    moveTo(position);
    const double loss = evaluate_();
    if (!std::isfinite(loss))
      return {.position = position,
              .loss = std::numeric_limits<double>::infinity(),
              .slope = std::numeric_limits<double>::quiet_NaN(),
              .gradient = {}};
    const at::Tensor slope = gradient();
    return {position, loss, Number::of(slope.dot(direction_)), slope};
  }

 private:
  std::vector<nn::WeightBlock>& blocks_;
  const Evaluate& evaluate_;
  std::vector<at::Tensor> start_;
  at::Tensor direction_;
};

// Takes the branches of PyTorch's Python; its defaults are the limits.
class Lbfgs final : public Optimizer {
 public:
  Lbfgs(double lr, std::int64_t iterations, std::int64_t history)
      : lr_(lr), iterations_(iterations), curvature_(history) {}

  void step(std::vector<nn::WeightBlock>& blocks, double factor, double first,
            const Evaluate& evaluate) override {
    const at::NoGradGuard plain;
    if (blocks.empty()) return;
    Line line(blocks, evaluate);
    LinePoint now{.loss = first, .gradient = line.gradient()};
    if (largest(now.gradient) <= kLeastGradient) return;
    std::int64_t left = iterations_ * 5 / 4 - 1;  // Evaluations after the first one.
    for (std::int64_t i = 0; i < iterations_; ++i)
      if (!iterate(line, now, lr_ * factor, left) || left <= 0) return;
  }

  std::vector<StateTensor> state() const override { return curvature_.state(); }

  Result<void> restore(const std::vector<nn::WeightBlock>& blocks,
                       const std::vector<StateTensor>& state) override {
    std::int64_t size = 0;
    for (const nn::WeightBlock& block : blocks) size += block.values.numel();
    return curvature_.restore(size, state);
  }

 private:
  // Moves to the end of one search; false where another one would not help.
  bool iterate(Line& line, LinePoint& now, double lr, std::int64_t& left) {
    const bool isFirst = curvature_.isNew();
    const at::Tensor direction = curvature_.direction(now.gradient);
    const Number first =
        isFirst ? smaller(1, 1 / Number::of(now.gradient.abs().sum())) * lr : Number(lr);
    curvature_.onMoved(first);
    now.position = 0;
    now.slope = Number::of(now.gradient.dot(direction));
    if (now.slope > -kLeastChange) return false;
    line.begin(direction);
    const SearchLimits limits{.steps = left, .longest = largest(direction), .change = kLeastChange};
    const SearchResult found =
        strongWolfe(now, first, limits, [&](Number position) { return line.evaluate(position); });
    const Number length = found.point.position;
    const double change = std::abs(found.point.loss - now.loss);
    now = found.point;
    left -= found.evaluations;
    line.moveTo(length);
    curvature_.onMoved(length);
    return !(largest(now.gradient) <= kLeastGradient) &&
           !(largest(direction * length.value()) <= kLeastChange) && !(change < kLeastChange);
  }

  double lr_;
  std::int64_t iterations_;
  Curvature curvature_;
};

}  // namespace

Bound lbfgs(const expr::Component& component) {
  nn::Arguments arguments(component.name, component.arguments);
  const double lr = arguments.number("lr");
  const std::int64_t iterations = arguments.integer("iterations");
  const std::int64_t history = arguments.integer("history");
  if (arguments.error()) return fail(*arguments.error());
  return std::make_unique<Lbfgs>(lr, iterations, history);
}

}  // namespace itw::train::optimizers
