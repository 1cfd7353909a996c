#pragma once

#include <ATen/ATen.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "runtime/train/trainer.h"
#include "tests/unit/model_fixture.h"
#include "tests/unit/temporary.h"

namespace itw::train {

using test::component;
using test::ModelBuilder;

/// Values that look random and are the same everywhere.
inline at::Tensor sample(at::IntArrayRef shape, double shift = 0) {
  const at::Tensor values = at::arange(c10::multiply_integers(shape), at::kDouble);
  // Squared, since sines of equal steps are linearly dependent.
  return at::sin(values.square() * 0.37 + shift).view(shape);
}

/// A dataset over tensors that outlive it.
inline data::DataView viewOf(const std::vector<std::pair<data::Field, at::Tensor>>& fields) {
  auto dataset = std::make_shared<data::Dataset>();
  auto owner = std::make_shared<std::vector<at::Tensor>>();
  for (const auto& [field, tensor] : fields) {
    owner->push_back(tensor.contiguous());
    dataset->rows = tensor.size(0);
    dataset->columns.push_back(
        {.field = field, .bytes = static_cast<const std::byte*>(owner->back().const_data_ptr())});
  }
  dataset->owner = owner;
  return {.base = dataset, .digest = {}, .rows = std::nullopt};
}

/// A field of that type: "f32[4]".
inline data::Field field(const std::string& name, const std::string& type) {
  return {name, *data::fieldTypeOf(type)};
}

/// Rows on a plane.
inline data::DataView regressionData(std::int64_t rows) {
  const at::Tensor x = sample({rows, 4}).to(at::kFloat);
  const at::Tensor y = x.matmul(at::tensor({1.0F, -2.0F, 0.5F, 3.0F})).unsqueeze(1) + 0.25;
  return viewOf({{field("x", "f32[4]"), x}, {field("y", "f32[1]"), y}});
}

/// Keeps all that a training tells, and stops it after so many steps.
class Recorder final : public Observer {
 public:
  void onProgress(const TrainingProgress& progress) override { last = progress; }
  void onMetric(const SeriesPoint& point) override { points.push_back(point); }
  void onNote(const std::string& text) override { notes.push_back(text); }
  bool cancelled() override { return stopAfter-- == 0; }

  TrainingProgress last;
  std::vector<SeriesPoint> points;
  std::vector<std::string> notes;
  int stopAfter = -1;
};

/// A plane that is easily found.
inline TrainSpec regressionSpec() {
  TrainSpec spec;
  spec.model = ModelBuilder({4}).linear(1).build();
  spec.data = regressionData(100);
  spec.target = "y";
  spec.loss = component("std.train.mse");
  spec.optimizer =
      component("std.train.sgd", {{"lr", 0.1}, {"momentum", 0.9}, {"weight_decay", 0}});
  spec.schedule = component("std.train.constant");
  spec.keep = component("std.train.last");
  spec.epochs = 40;
  spec.batch = 32;
  spec.seed = 3;
  return spec;
}

/// All of a file.
inline std::string bytesOf(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace itw::train
