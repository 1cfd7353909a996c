#include "runtime/train/optimizers/curvature.h"

#include "runtime/train/optimizers/block_optimizer.h"

namespace itw::train::optimizers {

namespace {

constexpr double kLeastProduct = 1e-10;  // Below it the loss does not curve upwards.

Number productOf(const at::Tensor& a, const at::Tensor& b) { return Number::of(a.dot(b)); }

// Takes tensors out of a state by name.
class StateReader {
 public:
  StateReader(const std::vector<StateTensor>& state, std::int64_t size)
      : state_(state), size_(size) {}

  at::Tensor flat(const std::string& name) {
    at::Tensor value = find(name);
    if (value.defined() && value.dim() == 1 && value.numel() == size_) return value.clone();
    wrong_ = true;
    return value;
  }

  double number(const std::string& name) {
    const at::Tensor value = find(name);
    if (value.defined() && value.numel() == 1) return value.item<double>();
    wrong_ = true;
    return 0;
  }

  bool isAllUsed() const { return !wrong_ && used_ == state_.size(); }
  bool isLeft() const { return !wrong_ && used_ < state_.size(); }

 private:
  at::Tensor find(const std::string& name) {
    for (const StateTensor& one : state_)
      if (one.name == name) {
        ++used_;
        return one.value;
      }
    return {};
  }

  const std::vector<StateTensor>& state_;
  std::int64_t size_;
  std::size_t used_ = 0;
  bool wrong_ = false;
};

}  // namespace

void Curvature::learn(const at::Tensor& gradient) {
  const at::Tensor difference = gradient - gradient_;
  const at::Tensor step = direction_ * length_;
  const Number product = productOf(difference, step);
  if (!(product > kLeastProduct)) return;
  if (static_cast<std::int64_t>(pairs_.size()) == history_) pairs_.pop_front();
  pairs_.push_back({difference, step, (1 / product).value()});
  scale_ = (product / productOf(difference, difference)).value();
}

at::Tensor Curvature::direction(const at::Tensor& gradient) {
  if (!isNew()) learn(gradient);
  // The two loops of Nocedal and Wright, 7.4.
  at::Tensor result = gradient.neg();
  std::vector<Number> parts(pairs_.size(), 0);
  for (std::size_t i = pairs_.size(); i-- > 0;) {
    parts[i] = productOf(pairs_[i].step, result) * pairs_[i].product;
    result.add_(pairs_[i].difference, -parts[i].value());
  }
  result.mul_(scale_);
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const Number back = productOf(pairs_[i].difference, result) * pairs_[i].product;
    result.add_(pairs_[i].step, (parts[i] - back).value());
  }
  gradient_ = gradient;
  direction_ = result;
  return result;
}

std::vector<StateTensor> Curvature::state() const {
  if (isNew()) return {};
  const auto number = [](double value) { return at::scalar_tensor(value, at::kDouble); };
  std::vector<StateTensor> all = {{"direction", 0, direction_},
                                  {"gradient", 0, gradient_},
                                  {"length", 0, number(length_)},
                                  {"scale", 0, number(scale_)}};
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const std::string end = "." + std::to_string(i);
    all.push_back({"differences" + end, 0, pairs_[i].difference});
    all.push_back({"steps" + end, 0, pairs_[i].step});
    all.push_back({"products" + end, 0, number(pairs_[i].product)});
  }
  return all;
}

Result<void> Curvature::restore(std::int64_t size, const std::vector<StateTensor>& state) {
  pairs_.clear();
  if (state.empty()) return {};
  StateReader reader(state, size);
  direction_ = reader.flat("direction");
  gradient_ = reader.flat("gradient");
  length_ = reader.number("length");
  scale_ = reader.number("scale");
  while (reader.isLeft()) {
    const std::string end = "." + std::to_string(pairs_.size());
    pairs_.push_back({reader.flat("differences" + end), reader.flat("steps" + end),
                      reader.number("products" + end)});
  }
  if (!reader.isAllUsed()) return fail(badState("*"));
  return {};
}

}  // namespace itw::train::optimizers
