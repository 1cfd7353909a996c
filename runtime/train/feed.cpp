#include "runtime/train/feed.h"

#include "runtime/data/permutation.h"
#include "runtime/train/train_errors.h"

namespace itw::train {

namespace {

using data::Column;
using data::Dataset;

const Column* soleClass(const Dataset& dataset) {
  const Column* found = nullptr;
  for (const Column& column : dataset.columns) {
    if (column.field.type.classes == 0) continue;
    if (found != nullptr) return nullptr;
    found = &column;
  }
  return found;
}

Result<const Column*> findTarget(const Dataset& dataset, const expr::ModelGraph& graph,
                                 const std::string& name) {
  if (!name.empty()) {
    if (const Column* column = dataset.find(name)) return column;
    return fail(
        dataMismatch(graph.name, "is to predict `" + name + "`, and the data has no such field"));
  }
  // As the checker does it: a field named like a result, else the sole class.
  for (const expr::GraphOutput& output : graph.outputs)
    if (const Column* column = dataset.find(output.name)) return column;
  if (const Column* column = soleClass(dataset)) return column;
  return fail(dataMismatch(graph.name, "has no target in the data", "say `target = name`"));
}

Result<const Column*> findInput(const Dataset& dataset, const expr::ModelGraph& graph,
                                std::size_t index, const Column* target) {
  const std::string& name = graph.inputs[index].name;
  // An autoencoder's input is its target: the checker asks that this is said.
  if (const Column* column = dataset.find(name)) return column;
  if (graph.inputs.size() == 1 && dataset.columns.size() == 1) return &dataset.columns.front();
  const Column* found = nullptr;
  std::size_t others = 0;
  for (const Column& column : dataset.columns) {
    if (&column == target) continue;
    found = &column;
    ++others;
  }
  if (graph.inputs.size() == 1 && others == 1) return found;
  return fail(
      dataMismatch(graph.name, "has an input `" + name + "`, and the data has no such field"));
}

// A field must have the element type and the shape of its input, the sample dimension aside.
bool fits(const data::FieldType& field, const expr::ConcreteTensor& input) {
  if (field.dtype != input.dtype || input.dims.size() != field.shape.size() + 1) return false;
  for (std::size_t i = 0; i < field.shape.size(); ++i) {
    if (input.dims[i + 1].size != field.shape[i]) return false;
  }
  return true;
}

}  // namespace

Result<Feed> Feed::create(const data::DataView& view, const expr::ModelGraph& graph,
                          const std::string& target) {
  auto column = findTarget(*view.base, graph, target);
  if (!column) return fail(std::move(column.error()));
  Feed feed(view);
  const std::string& predicted = (*column)->field.name;
  while (graph.outputs.size() > 1 && feed.result_ < graph.outputs.size() &&
         graph.outputs[feed.result_].name != predicted)
    ++feed.result_;
  if (feed.result_ >= graph.outputs.size())
    return fail(dataMismatch(
        graph.name, "has several results, none of them named `" + predicted + "` like the target"));
  if (auto bound = feed.bindInputs(graph, *column); !bound) return fail(std::move(bound.error()));
  feed.fields_.push_back(nn::tensorOf(*view.base, **column));
  feed.buffers_.resize(feed.fields_.size());
  return feed;
}

Result<Feed> Feed::forPrediction(const data::DataView& view, const expr::ModelGraph& graph) {
  const auto target = findTarget(*view.base, graph, {});
  Feed feed(view);
  auto bound = feed.bindInputs(graph, target ? *target : nullptr);
  if (!bound) return fail(std::move(bound.error()));
  feed.buffers_.resize(feed.fields_.size());
  return feed;
}

Result<void> Feed::bindInputs(const expr::ModelGraph& graph, const Column* target) {
  const Dataset& dataset = *view_.base;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    auto column = findInput(dataset, graph, i, target);
    if (!column) return fail(std::move(column.error()));
    const data::FieldType& type = (*column)->field.type;
    if (!fits(type, graph.inputs[i].type)) {
      return fail(dataMismatch(graph.name, "takes " + expr::textOf(graph.inputs[i].type) +
                                               ", and field `" + (*column)->field.name + "` is " +
                                               data::textOf(type)));
    }
    fields_.push_back(nn::tensorOf(dataset, **column));
  }
  inputs_.resize(graph.inputs.size());
  if (view_.rows) {
    rows_ = at::from_blob(view_.rows->data(), {size()}, at::kLong).clone();
  }
  return {};
}

void Feed::drawOrder(std::int64_t seed, std::int64_t epoch, const at::Tensor& order) const {
  const data::Permutation permutation(static_cast<std::uint64_t>(size()),
                                      data::philoxKey(seed, "order"),
                                      static_cast<std::uint64_t>(epoch));
  auto* rows = order.mutable_data_ptr<std::int64_t>();
  permutation.fill(reinterpret_cast<std::uint64_t*>(rows));
  if (!view_.rows) return;
  for (std::int64_t i = 0; i < size(); ++i) rows[i] = rowAt(rows[i]);
}

void Feed::takeRows(const at::Tensor& rows) {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    std::vector<std::int64_t> shape = fields_[i].sizes().vec();
    shape[0] = rows.size(0);
    nn::reuse(buffers_[i], shape, fields_[i].scalar_type());
    at::index_select_out(buffers_[i], fields_[i], 0, rows);
    (i < inputs_.size() ? inputs_[i] : target_) = buffers_[i];
  }
  takenFirst_ = takenCount_ = -1;
}

void Feed::takeRange(std::int64_t first, std::int64_t count) {
  // A validation set of one batch is gathered once, not every epoch.
  if (takenFirst_ == first && takenCount_ == count) return;
  if (rows_.defined()) {
    takeRows(rows_.narrow(0, first, count));
  } else {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      (i < inputs_.size() ? inputs_[i] : target_) = fields_[i].narrow(0, first, count);
    }
  }
  takenFirst_ = first;
  takenCount_ = count;
}

}  // namespace itw::train
