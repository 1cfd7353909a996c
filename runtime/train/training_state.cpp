#include "runtime/train/training_state.h"

#include <nlohmann/json.hpp>

#include "compiler/plan/plan.h"
#include "runtime/data/atomic_file.h"
#include "runtime/data/data_errors.h"
#include "runtime/data/safetensors.h"
#include "runtime/nn/nn_errors.h"

namespace itw::train {

namespace {

using nlohmann::json;

constexpr const char* kKind = "itw.kind";
constexpr const char* kModel = "itw.model";
constexpr const char* kState = "itw.state";

// ---- the parts of a state that are tensors

// Collects tensors for a file; holds them, since the file's writer only points to them.
class TensorWriter {
 public:
  explicit TensorWriter(const nn::Weights& weights) : weights_(weights) {}

  void add(const std::string& name, const at::Tensor& value) {
    held_.push_back(value.contiguous());
    stored_.push_back({.name = name,
                       .dtype = nn::dtypeOf(value.scalar_type()),
                       .shape = value.sizes().vec(),
                       .bytes = static_cast<const std::byte*>(held_.back().const_data_ptr())});
  }

  /// A flat tensor of a block's length, as one tensor for each weight of the block.
  void addFlat(const std::string& prefix, std::size_t block, const at::Tensor& flat) {
    for (std::size_t i = 0; i < weights_.size(); ++i)
      if (weights_.blockOf(i) == block) add(prefix + weights_.nameOf(i), weights_.partOf(i, flat));
  }

  void addState(const StateTensor& one) {
    const at::Tensor& values = weights_.blocks()[one.block].values;
    if (one.value.sizes() == values.sizes())
      addFlat("optimizer/" + one.name + "/", one.block, one.value);
    else
      add("optimizer/" + one.name + "." + std::to_string(one.block), one.value);
  }

  std::vector<data::StoredTensor> take() { return std::move(stored_); }

 private:
  const nn::Weights& weights_;
  std::vector<at::Tensor> held_;
  std::vector<data::StoredTensor> stored_;
};

// Reads tensors of a file, and knows which nobody asked for.
class TensorReader {
 public:
  TensorReader(const data::SafetensorsFile& file, const nn::Weights& weights)
      : file_(file), weights_(weights) {
    for (std::size_t i = 0; i < weights.size(); ++i) numbers_[weights.nameOf(i)] = i;
  }

  /// The tensor of that name with that shape and type, or nothing after an error.
  at::Tensor find(const std::string& name, const at::Tensor& like) {
    const data::StoredTensor* stored = file_.find(name);
    if (stored == nullptr) return complain(name, "is missing");
    ++used_;
    if (nn::scalarTypeOf(stored->dtype) != like.scalar_type() ||
        like.sizes() != at::IntArrayRef(stored->shape))
      return complain(name, "has another shape or type");
    return tensorOf(*stored);
  }

  void readFlat(const std::string& prefix, std::size_t block, at::Tensor flat) {
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      if (weights_.blockOf(i) != block) continue;
      at::Tensor part = weights_.partOf(i, flat);
      const at::Tensor found = find(prefix + weights_.nameOf(i), part);
      if (found.defined()) part.copy_(found);
    }
  }

  /// The optimizer's state, whatever tensors it is made of.
  std::vector<StateTensor> optimizerState() {
    std::vector<StateTensor> state;
    for (const data::StoredTensor& stored : file_.tensors) {
      if (stored.name.rfind("optimizer/", 0) != 0) continue;
      const std::string rest = stored.name.substr(10);
      const std::size_t slash = rest.find('/');
      if (slash == std::string::npos) {
        addWhole(rest, stored, state);
        continue;
      }
      addPart(rest.substr(0, slash), rest.substr(slash + 1), stored, state);
    }
    return state;
  }

  /// The first thing that was wrong, or that a tensor was left over.
  std::optional<Error> error() const {
    if (error_ || used_ == file_.tensors.size()) return error_;
    return nn::weightMismatch("*", "are more in the checkpoint than the training has");
  }

 private:
  static at::Tensor tensorOf(const data::StoredTensor& stored) {
    void* bytes = const_cast<std::byte*>(stored.bytes);
    return at::from_blob(bytes, stored.shape, nn::scalarTypeOf(stored.dtype)).clone();
  }

  at::Tensor complain(const std::string& name, const std::string& what) {
    if (!error_) error_ = nn::weightMismatch(name, what);
    return {};
  }

  void addWhole(const std::string& rest, const data::StoredTensor& stored,
                std::vector<StateTensor>& state) {
    const std::size_t dot = rest.rfind('.');
    ++used_;
    if (dot == std::string::npos) return (void)complain(stored.name, "names no block");
    state.push_back({rest.substr(0, dot),
                     static_cast<std::size_t>(std::atoll(rest.c_str() + dot + 1)),
                     tensorOf(stored)});
  }

  void addPart(const std::string& name, const std::string& weight, const data::StoredTensor& stored,
               std::vector<StateTensor>& state) {
    ++used_;
    const auto found = numbers_.find(weight);
    if (found == numbers_.end() || weights_.blockOf(found->second) >= weights_.blocks().size())
      return (void)complain(stored.name, "belongs to no weight");
    const std::size_t block = weights_.blockOf(found->second);
    auto place = std::find_if(state.begin(), state.end(), [&](const StateTensor& one) {
      return one.name == name && one.block == block;
    });
    if (place == state.end()) {
      state.push_back({name, block, at::zeros_like(weights_.blocks()[block].values)});
      place = state.end() - 1;
    }
    at::Tensor part = weights_.partOf(found->second, place->value);
    const at::Tensor value = tensorOf(stored);
    if (part.sizes() != value.sizes()) return (void)complain(stored.name, "has another shape");
    part.copy_(value);
  }

  const data::SafetensorsFile& file_;
  const nn::Weights& weights_;
  std::unordered_map<std::string, std::size_t> numbers_;  // Of the weights, by name.
  std::size_t used_ = 0;
  std::optional<Error> error_;
};

// ---- the rest

json measuredJson(const std::vector<Measured>& measured) {
  json list = json::array();
  for (const Measured& one : measured) list.push_back({{"name", one.name}, {"json", one.json}});
  return list;
}

json toJson(const TrainingState& state) {
  const TrainingPlace& place = state.place;
  json text = {
      {"version", 1},         {"epoch", place.epoch},      {"step", place.step},
      {"first", place.first}, {"loss_sum", place.lossSum}, {"loss_weight", place.lossWeight}};
  const PlateauState& plateau = state.schedule->plateau();
  text["plateau"] = {{"best", plateau.best},
                     {"has_best", plateau.hasBest},
                     {"worse", plateau.worse},
                     {"factor", plateau.factor}};
  const StopperState& stopper = state.stopper->state();
  text["stopper"] = {
      {"best", stopper.best}, {"has_best", stopper.hasBest}, {"worse", stopper.worse}};
  if (state.keeper->hasAny())
    text["kept"] = {{"values", state.keeper->result().values},
                    {"measured", measuredJson(state.keeper->result().measured)},
                    {"weights", !state.keeper->values().empty()}};
  return text;
}

void fromJson(const json& text, TrainingState& state) {
  state.place = {.epoch = text.at("epoch"),
                 .step = text.at("step"),
                 .first = text.at("first"),
                 .lossSum = text.at("loss_sum"),
                 .lossWeight = text.at("loss_weight")};
  const json& plateau = text.at("plateau");
  state.schedule->restore({.best = plateau.at("best"),
                           .hasBest = plateau.at("has_best"),
                           .worse = plateau.at("worse"),
                           .factor = plateau.at("factor")});
  const json& stopper = text.at("stopper");
  state.stopper->restore({.best = stopper.at("best"),
                          .hasBest = stopper.at("has_best"),
                          .worse = stopper.at("worse")});
}

EpochResult keptOf(const json& kept) {
  EpochResult result{.values = kept.at("values"), .measured = {}};
  for (const json& one : kept.at("measured"))
    result.measured.push_back({.name = one.at("name"), .json = one.at("json")});
  return result;
}

void readKept(const json& kept, TensorReader& reader, TrainingState& state) {
  std::vector<at::Tensor> values;
  const std::vector<at::Tensor> now = state.module->weights().values();
  for (std::size_t block = 0; kept.at("weights") && block < now.size(); ++block) {
    values.push_back(at::zeros_like(now[block]));
    reader.readFlat("kept/", block, values.back());
  }
  state.keeper->restore(keptOf(kept), std::move(values));
}

Result<void> readTensors(const data::SafetensorsFile& file, const json& text,
                         TrainingState& state) {
  nn::Weights& weights = state.module->weights();
  TensorReader reader(file, weights);
  const std::vector<at::Tensor> values = weights.values();
  for (std::size_t block = 0; block < values.size(); ++block)
    reader.readFlat("", block, values[block]);
  for (std::size_t block = 0; state.average && block < weights.blocks().size(); ++block)
    reader.readFlat("average/", block, state.average->values()[block]);
  if (text.contains("kept")) readKept(text.at("kept"), reader, state);
  auto restored = state.optimizer->restore(weights.blocks(), reader.optimizerState());
  if (!restored) return restored;
  if (auto error = reader.error()) return fail(*std::move(error));
  return {};
}

}  // namespace

Result<void> writeCheckpoint(const std::string& path, const TrainingState& state) {
  const nn::Weights& weights = state.module->weights();
  TensorWriter writer(weights);
  const std::vector<at::Tensor> values = weights.values();
  for (std::size_t block = 0; block < values.size(); ++block) {
    writer.addFlat("", block, values[block]);
    if (!state.keeper->values().empty())
      writer.addFlat("kept/", block, state.keeper->values()[block]);
  }
  for (std::size_t block = 0; state.average && block < weights.blocks().size(); ++block)
    writer.addFlat("average/", block, state.average->values()[block]);
  for (const StateTensor& one : state.optimizer->state()) writer.addState(one);
  const data::Metadata metadata = {{kKind, "checkpoint"},
                                   {kModel, plan::toJson(state.module->graph())},
                                   {kState, toJson(state).dump()}};
  if (auto written = data::writeSafetensors(path, writer.take(), metadata); !written)
    return written;
  return data::flushFile(path);
}

Result<void> readCheckpoint(const std::string& path, TrainingState& state) {
  auto file = data::openSafetensors(path);
  if (!file) return fail(std::move(file.error()));
  const auto kind = file->metadata.find(kKind);
  const auto text = file->metadata.find(kState);
  if (kind == file->metadata.end() || kind->second != "checkpoint" || text == file->metadata.end())
    return fail(data::badArtifact(path, "it is no checkpoint of itw"));
  const json parsed = json::parse(text->second, nullptr, /*allow_exceptions=*/false);
  try {
    fromJson(parsed, state);
    if (auto read = readTensors(*file, parsed, state); !read)
      return fail(std::move(read.error()).during("read " + path));
  } catch (const json::exception& thrown) {
    return fail(data::badArtifact(path, std::string("its state is damaged: ") + thrown.what()));
  }
  return {};
}

}  // namespace itw::train
