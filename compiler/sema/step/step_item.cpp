#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/step/step_info.h"
#include "compiler/sema/step/step_words.h"

namespace itw::sema {
namespace {

// What the plan says of how the step runs.
std::optional<expr::Record> bodyOf(Context& context, const StepInfo& info,
                                   const BoundArguments& bound, bool untaken) {
  expr::Record body;
  if (!info.function.empty()) {
    body.fields.push_back({"python", {info.function}});
    return body;
  }
  StepWords words(context, info, bound.locals, untaken);
  auto command = words.command();
  if (!command) return std::nullopt;
  body.fields.push_back({"command", *std::move(command)});
  if (info.environment != nullptr) {
    auto environment = words.environment();
    if (!environment) return std::nullopt;
    body.fields.push_back({"environment", *std::move(environment)});
  }
  if (!info.image.empty()) body.fields.push_back({"image", {info.image}});
  return body;
}

// The arguments, whose own calls are not the last of their binding.
BoundArguments bindInner(Context& context, const Symbol& symbol, const CallSite& site,
                         PipelineBuilder& builder) {
  AtPlace inner = AtPlace::inner(&builder);
  return bindArguments(context, signatureOf(context, symbol), site);
}

// Gives the node its arguments and body, as far as they are known.
void fillNode(Context& context, const StepInfo& info, const Scope& scope, BoundArguments bound,
              TaskNode& node) {
  bool whole = info.valid && !bound.poisoned;
  for (const BoundArgument& argument : bound.all) {
    if (!whole) return;
    auto value = planValue(context, *scope.pipeline, argument.item, argument.item.span);
    whole = value.has_value();
    if (!whole) return;
    // The words of the command name what a search decides like an output of a task.
    Item& local = bound.locals[argument.parameter->name];
    if (!local.known()) local.value = *value;
    node.arguments.push_back({argument.parameter->name, *std::move(value), argument.span,
                              hasOpaque(*argument.parameter->type)});
  }
  if (whole) node.step = bodyOf(context, info, bound, scope.untaken);
}

}  // namespace

Item stepItem(Context& context, const Scope& scope, const Symbol& symbol, const CallSite& site) {
  const StepInfo& info = stepInfoOf(context, symbol);
  if (scope.pipeline == nullptr) {
    context.report(taskOutsidePipeline(site.span, symbol.name, "step"));
    return context.poisoned(site.span);
  }
  PipelineBuilder& builder = *scope.pipeline;
  BoundArguments bound = bindInner(context, symbol, site, builder);
  if (info.outputs->isError() || symbol.declaration->damagedHead || !listsAreWhole(context, bound))
    return context.poisoned(site.span);
  TaskNode node{.component = context.symbols.qualified(symbol), .span = site.span};
  if (!context.calls.empty()) node.outermost = context.calls.front().call;
  for (const TypeField& output : info.outputs->fields)
    node.outputs.push_back({output.name, textOf(*output.type), hasOpaque(*output.type)});
  fillNode(context, info, scope, std::move(bound), node);
  node.name = builder.nameNode(symbol.name, !scope.untaken);
  std::uint32_t index = builder.add(std::move(node), !scope.untaken);
  const std::vector<TypeField>& outputs = info.outputs->fields;
  bool single = outputs.size() == 1 && outputs[0].name == "output";
  Item item{.type = single ? outputs[0].type : info.outputs, .span = site.span};
  item.value = expr::Value{expr::OutputRef{index, single ? "output" : ""}};
  return item;
}

}  // namespace itw::sema
