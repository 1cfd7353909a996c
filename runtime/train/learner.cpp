#include "runtime/train/learner.h"

#include <cmath>

namespace itw::train {

double Learner::weightOf(const at::Tensor& rows) const {
  return loss_.isWeighted() ? loss_.weight(feed_.targetsOf(rows))
                            : static_cast<double>(rows.size(0));
}

double Learner::addShare(const Share& share) {
  const at::NoGradGuard plain;
  feed_.takeRows(share.rows);
  const nn::Pass pass{.training = true,
                      .step = share.step,
                      .firstSample = static_cast<std::uint32_t>(share.first),
                      .mixed = mixed_};
  prediction_ = module_.forward(feed_.inputs(), pass)[feed_.result()];
  const double sum = loss_.sum(prediction_, feed_.target());
  if (!std::isfinite(sum)) return sum;
  std::vector<at::Tensor> gradients(module_.graph().outputs.size());
  gradients[feed_.result()] = loss_.gradient(1 / share.weight);
  module_.backward(gradients);
  return sum;
}

std::vector<std::int64_t> Learner::badRows(const Share& share) const {
  const at::Tensor bad = loss_.perSample(prediction_, feed_.target()).isfinite().logical_not();
  const at::Tensor rows = share.rows.masked_select(bad).contiguous();
  const auto* first = rows.const_data_ptr<std::int64_t>();
  return {first, first + rows.numel()};
}

}  // namespace itw::train
