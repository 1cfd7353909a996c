#include "compiler/sema/pipeline_builder.h"

#include "compiler/sema/flow_diagnostics.h"

namespace itw::sema {
namespace {

// Applies a function to each part of a value that holds no others.
template <class Leaf>
void forEach(expr::Value& value, const std::function<void(Leaf&)>& visit) {
  if (auto* leaf = std::get_if<Leaf>(&value.node)) {
    visit(*leaf);
  } else if (auto* list = std::get_if<expr::List>(&value.node)) {
    for (expr::Value& item : list->items) forEach<Leaf>(item, visit);
  } else if (auto* record = std::get_if<expr::Record>(&value.node)) {
    for (expr::NamedValue& field : record->fields) forEach<Leaf>(field.value, visit);
  } else if (auto* component = std::get_if<expr::Component>(&value.node)) {
    for (expr::NamedValue& field : component->arguments.fields) forEach<Leaf>(field.value, visit);
  }
}

}  // namespace

void forEachOutputRef(expr::Value& value, const std::function<void(expr::OutputRef&)>& visit) {
  forEach<expr::OutputRef>(value, visit);
}

bool listsAreWhole(Context& context, const BoundArguments& bound) {
  bool whole = true;
  for (const BoundArgument& argument : bound.all) {
    if (!argument.item.items) continue;
    const Item* output = nullptr;
    const Item* value = nullptr;
    for (const Item& item : *argument.item.items) {
      bool given = item.value && std::holds_alternative<expr::OutputRef>(item.value->node);
      (given ? output : value) = &item;
    }
    if (output == nullptr || value == nullptr) continue;
    context.report(mixedList(value->span, output->span));
    whole = false;
  }
  return whole;
}

void forEachModelRef(expr::Value& value, const std::function<void(expr::ModelRef&)>& visit) {
  forEach<expr::ModelRef>(value, visit);
}

std::string PipelineBuilder::nameNode(const std::string& task, bool taken) {
  std::string name = place_.prefix + place_.binding;
  if (place_.binding.empty())
    name += task;
  else if (place_.inner)
    name += "." + task;
  if (!taken) return name;
  std::string free = name;
  while (names_.contains(free)) free = name + "_" + std::to_string(++names_[name]);
  names_.emplace(free, 1);
  return free;
}

std::uint32_t PipelineBuilder::searchNode(const TaskNode& node) {
  auto [place, fresh] = searches_.emplace(node.name, 0);
  if (fresh) place->second = add(node, true);
  return place->second;
}

AtPlace::AtPlace(PipelineBuilder* builder, NodePlace place) : builder_(builder) {
  if (builder_ == nullptr) return;
  before_ = builder_->place();
  builder_->setPlace(std::move(place));
}

AtPlace AtPlace::inner(PipelineBuilder* builder) {
  if (builder == nullptr) return {nullptr, {}};
  NodePlace place = builder->place();
  place.inner = true;
  return {builder, std::move(place)};
}

AtPlace AtPlace::element(PipelineBuilder* builder, std::size_t number) {
  if (builder == nullptr) return {nullptr, {}};
  NodePlace place = builder->place();
  if (!place.binding.empty()) place.binding += ".";
  place.binding += std::to_string(number);
  return {builder, std::move(place)};
}

AtPlace AtPlace::call(PipelineBuilder* builder, const std::string& name) {
  return {builder, {.prefix = name + ".", .binding = "", .inner = false}};
}

std::uint32_t PipelineBuilder::add(TaskNode node, bool taken) {
  nodes_.push_back(std::move(node));
  taken_.push_back(taken);
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

std::vector<TaskNode> PipelineBuilder::takeNodes() {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    for (TaskArgument& argument : nodes_[i].arguments)
      if (!taken_[i])
        forEachOutputRef(argument.value,
                         [&](expr::OutputRef& source) { nodes_[source.node].mentioned = true; });
  std::vector<TaskNode> kept;
  positions_.assign(nodes_.size(), 0);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    positions_[i] = static_cast<std::uint32_t>(kept.size());
    if (!taken_[i]) continue;
    for (TaskArgument& argument : nodes_[i].arguments)
      forEachOutputRef(argument.value,
                       [&](expr::OutputRef& source) { source.node = positions_[source.node]; });
    kept.push_back(std::move(nodes_[i]));
  }
  nodes_.clear();
  return kept;
}

}  // namespace itw::sema
