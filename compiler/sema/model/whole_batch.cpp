#include "compiler/sema/model/whole_batch.h"

#include "compiler/sema/flow_diagnostics.h"

namespace itw::sema {
namespace {

// Declared as `parts<batch>`.
bool dividesBatch(const Parameter& parameter) {
  if (parameter.syntax == nullptr || !parameter.syntax->type) return false;
  const auto* named = std::get_if<syntax::NamedType>(&parameter.syntax->type->node);
  return named != nullptr && named->name.text == "parts" && !named->arguments.empty();
}

std::int64_t numberIn(const expr::Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value.node);
  return number == nullptr ? 1 : *number;
}

// In how many parts an argument has the batch computed; 1 if it says nothing of that.
std::int64_t partsOf(Context& context, const BoundArgument& argument) {
  const Item& item = argument.item;
  if (item.isError() || !item.known()) return 1;
  if (dividesBatch(*argument.parameter)) return numberIn(valueOf(item));
  const auto* component = item.value ? std::get_if<expr::Component>(&item.value->node) : nullptr;
  if (component == nullptr || item.symbol == nullptr) return 1;
  for (const Parameter& parameter : signatureOf(context, *item.symbol).parameters)
    for (const expr::NamedValue& given : component->arguments.fields)
      if (given.name == parameter.name && dividesBatch(parameter)) return numberIn(given.value);
  return 1;
}

// Whether a value is a model, or a model that a task gives back.
bool isModel(const PipelineBuilder& builder, const expr::Value& value) {
  if (std::holds_alternative<expr::ModelRef>(value.node)) return true;
  const auto* reference = std::get_if<expr::OutputRef>(&value.node);
  if (reference == nullptr) return false;
  const std::string name = reference->output.empty() ? "output" : reference->output;
  for (const OutputType& output : builder.node(reference->node).outputs)
    if (output.name == name) return output.type.starts_with("model<");
  return false;
}

// The graph of a model argument: its own, or that of the model that its task was given.
const expr::ModelGraph* graphOf(const Context& context, const PipelineBuilder& builder,
                                const expr::Value* value) {
  while (value != nullptr) {
    if (const auto* model = std::get_if<expr::ModelRef>(&value->node))
      return &context.graphs[model->model];
    const TaskNode& node = builder.node(std::get<expr::OutputRef>(value->node).node);
    value = nullptr;
    for (const TaskArgument& argument : node.arguments)
      if (value == nullptr && isModel(builder, argument.value)) value = &argument.value;
  }
  return nullptr;
}

const expr::LayerInstance* layerWithBuffers(const expr::ModelGraph& graph) {
  for (const expr::LayerInstance& layer : graph.layers)
    for (const expr::Weight& weight : layer.weights)
      if (!weight.trainable) return &layer;
  return nullptr;
}

}  // namespace

void checkWholeBatch(Context& context, const PipelineBuilder& builder,
                     const BoundArguments& bound) {
  for (const BoundArgument& argument : bound.all) {
    const std::int64_t parts = partsOf(context, argument);
    if (parts <= 1) continue;
    for (const BoundArgument& model : bound.all) {
      if (!model.item.value || !isModel(builder, *model.item.value)) continue;
      const expr::ModelGraph* graph = graphOf(context, builder, &*model.item.value);
      const expr::LayerInstance* layer = graph == nullptr ? nullptr : layerWithBuffers(*graph);
      if (layer == nullptr) continue;
      context.report(batchInParts(argument, parts, *layer, model.item.span));
      return;
    }
  }
}

}  // namespace itw::sema
