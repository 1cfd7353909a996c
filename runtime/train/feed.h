#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/expr/model_graph.h"
#include "runtime/data/dataset.h"
#include "runtime/nn/tensors.h"

namespace itw::train {

/// The samples of a dataset as the inputs and the target of a model. Batches are gathered into
/// buffers that stay from step to step.
class Feed {
 public:
  /// Matches fields with inputs (language.md, "Data to model") and verifies their types.
  static Result<Feed> create(const data::DataView& view, const expr::ModelGraph& graph,
                             const std::string& target);
  /// The same without a target, which the data may lack.
  static Result<Feed> forPrediction(const data::DataView& view, const expr::ModelGraph& graph);

  std::int64_t size() const { return view_.size(); }
  /// The row of the base dataset at a position of the view.
  std::int64_t rowAt(std::int64_t position) const {
    return view_.rows ? (*view_.rows)[static_cast<std::size_t>(position)] : position;
  }

  /// The rows of the base dataset in the order in which an epoch takes them: a function of seed and
  /// epoch alone. `order` is an I64 tensor of `size` elements.
  void drawOrder(std::int64_t seed, std::int64_t epoch, const at::Tensor& order) const;

  /// Takes the rows of the base dataset that an I64 tensor lists.
  void takeRows(const at::Tensor& rows);
  /// Takes the samples [first, first + count) of the view, in its order.
  void takeRange(std::int64_t first, std::int64_t count);

  /// The targets of rows, which are not taken.
  at::Tensor targetsOf(const at::Tensor& rows) const {
    return fields_.back().index_select(0, rows);
  }

  /// Which of the model's results is compared with the target.
  std::size_t result() const { return result_; }

  /// The batch that was taken last.
  std::span<const at::Tensor> inputs() const { return inputs_; }
  const at::Tensor& target() const { return target_; }

 private:
  explicit Feed(data::DataView view) : view_(std::move(view)) {}
  Result<void> bindInputs(const expr::ModelGraph& graph, const data::Column* target);

  data::DataView view_;
  std::size_t result_ = 0;
  at::Tensor rows_;                  // Of the view, if it has any.
  std::vector<at::Tensor> fields_;   // All rows, one for each input, then the target.
  std::vector<at::Tensor> buffers_;  // Gathered, in the same order.
  std::vector<at::Tensor> inputs_;
  at::Tensor target_;
  std::int64_t takenFirst_ = -1;  // What takeRange took last, if the batch is still that.
  std::int64_t takenCount_ = -1;
};

}  // namespace itw::train
