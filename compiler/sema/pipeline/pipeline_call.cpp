#include "compiler/sema/pipeline/pipeline_call.h"

#include <algorithm>
#include <unordered_set>

#include "compiler/sema/call_frame.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline/pipeline_info.h"
#include "compiler/sema/pipeline/rebound.h"
#include "compiler/sema/pipeline/with_bindings.h"
#include "compiler/sema/pipeline_builder.h"

namespace itw::sema {
namespace {

// The arguments that a call leaves to their defaults.
std::vector<std::string> leftToDefaults(const Symbol& symbol, const CallSite& site,
                                        const Locals& preset) {
  std::unordered_set<std::string_view> named;
  std::size_t positional = site.piped != nullptr ? 1 : 0;
  for (const syntax::Argument& each : site.arguments) {
    if (each.name) named.insert(each.name->text);
    positional += each.name ? 0 : 1;
  }
  std::vector<std::string> left;
  const auto& parameters = std::get<syntax::PipelineDecl>(symbol.declaration->node).parameters;
  for (std::size_t i = positional; i < parameters.size(); ++i) {
    const std::string& name = parameters[i].name.text;
    if (!named.contains(name) && !preset.contains(name)) left.push_back(name);
  }
  return left;
}

// A default that `--set digits.place=quad` replaced holds for calls that do not give it either.
void addSettings(const Context& context, const Symbol& symbol,
                 const std::vector<std::string>& defaults, Locals& preset) {
  const std::string prefix = context.symbols.qualified(symbol) + ".";
  for (const PipelineArgument& argument : context.arguments) {
    if (argument.layer == Layer::Default || !argument.path.starts_with(prefix)) continue;
    const std::string& name = argument.parameter->name.text;
    if (std::find(defaults.begin(), defaults.end(), name) != defaults.end())
      preset.emplace(name, argument.item);
  }
}

// The record of what a call publishes.
Item recordOf(Context& context, const Symbol& symbol, std::vector<PublishedOutput> published,
              Span span) {
  Type type{.kind = TypeKind::Outputs, .name = symbol.name};
  std::vector<ItemField> fields;
  for (PublishedOutput& output : published) {
    type.fields.push_back({output.name, output.item.type, output.span});
    fields.push_back({output.name, std::move(output.item)});
  }
  Item item{.type = context.types.make(std::move(type)), .span = span};
  item.fields = std::make_shared<const std::vector<ItemField>>(std::move(fields));
  item.symbol = &symbol;
  return item;
}

bool isAffordable(Context& context, const Symbol& symbol, Span span) {
  const auto& pipeline = std::get<syntax::PipelineDecl>(symbol.declaration->node);
  bool before = context.fanOutLeft >= 0;
  context.fanOutLeft -= static_cast<std::int64_t>(pipeline.body.size()) + 1;
  if (context.fanOutLeft >= 0) return true;
  if (before) context.report(fanOutTooLarge(span));
  return false;
}

}  // namespace

Item pipelineItem(Context& context, const Scope& scope, const Symbol& symbol, const CallSite& site,
                  const syntax::Clause* with) {
  symbol.used = true;
  if (scope.pipeline == nullptr) {
    context.report(pipelineOutsidePipeline(site.span, symbol.name));
    return context.poisoned(site.span);
  }
  PipelineInfo& info = pipelineInfoOf(context, symbol);
  if (!info.checked) return context.poisoned(site.span);
  PipelineBuilder& builder = *scope.pipeline;
  WithBindings bindings;
  if (with != nullptr) bindings = readWith(context, scope, symbol, *with);
  const auto defaults = leftToDefaults(symbol, site, bindings.arguments);
  builder.noteCall(symbol, defaults);
  addSettings(context, symbol, defaults, bindings.arguments);
  CallSite filled = site;
  filled.preset = &bindings.arguments;
  Locals arguments;
  {
    AtPlace inner = AtPlace::inner(&builder);
    BoundArguments bound = bindArguments(context, signatureOf(context, symbol), filled);
    if (bound.poisoned || bindings.poisoned || !info.valid) return context.poisoned(site.span);
    arguments = std::move(bound.locals);
  }
  if (!isAffordable(context, symbol, site.span)) return context.poisoned(site.span);
  AtPlace place = AtPlace::call(&builder, builder.nameNode(symbol.name, !scope.untaken));
  CallFrame frame(context, site.span, symbol.name);
  std::size_t before = context.sink.errorCount();
  Rebound rebound(context, bindings.params);
  auto published = walkPipeline(context, {.symbol = &symbol,
                                          .builder = &builder,
                                          .locals = std::move(arguments),
                                          .untaken = scope.untaken,
                                          .first = false});
  if (context.sink.errorCount() != before) return context.poisoned(site.span);
  return recordOf(context, symbol, std::move(published), site.span);
}

}  // namespace itw::sema
