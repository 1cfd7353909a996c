#include "runtime/train/mismatch.h"

namespace itw::train {

namespace {

// The type of one sample: "f32[10]".
std::string typeText(const at::Tensor& tensor) {
  std::string text(expr::nameOf(nn::dtypeOf(tensor.scalar_type())));
  text += "[";
  for (std::int64_t i = 1; i < tensor.dim(); ++i) {
    text += (i == 1 ? "" : ", ") + std::to_string(tensor.size(i));
  }
  return text + "]";
}

std::string mismatchText(const at::Tensor& prediction, const at::Tensor& target) {
  return "predicts " + typeText(prediction) + " for a target " + typeText(target);
}

}  // namespace

std::string labelMismatch(const at::Tensor& prediction, const at::Tensor& target) {
  if (prediction.dim() == 2 && target.dim() == 1 && target.scalar_type() == at::kLong) return {};
  return mismatchText(prediction, target) + " where scores and a label are compared";
}

std::string valueMismatch(const at::Tensor& prediction, const at::Tensor& target) {
  if (prediction.sizes() == target.sizes() && target.is_floating_point()) return {};
  return mismatchText(prediction, target);
}

}  // namespace itw::train
