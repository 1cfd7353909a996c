#include "compiler/sema/data/data_diagnostics.h"
#include "compiler/sema/data/derived_dataset.h"
#include "compiler/sema/data/named_fields.h"
#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/model/whole_batch.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/pipeline/clauses.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

// None, or a share of zero, gives nothing; an open value may give something.
bool isAbsent(const Item& item) {
  bool number = item.scalar.value && item.type->is(TypeKind::Float);
  return item.isNone() || (number && expr::realOf(*item.scalar.value).isZero());
}

// Collects the outputs of one call.
class OutputMaker {
 public:
  OutputMaker(Context& context, const Symbol& symbol, const BoundArguments& bound,
              const Generics& generics, Span call)
      : context_(context), symbol_(symbol), bound_(bound), generics_(generics), call_(call) {}

  TypeRef make() {
    const auto& task = std::get<syntax::TaskDecl>(symbol_.declaration->node);
    result_ = {.kind = TypeKind::Outputs, .name = symbol_.name};
    Scope scope{.module = symbol_.module};
    for (const syntax::Port& port : task.outputs) {
      TypeRef type = resolveType(context_, scope, *port.type, {.generics = &task.generics});
      if (type->isError()) return type;
      add(port.name ? port.name->text : "output", type, "");
    }
    return open_ ? context_.types.error() : context_.types.make(std::move(result_));
  }

 private:
  // `absent` is the argument whose lack keeps the output away.
  void add(const std::string& name, TypeRef type, const std::string& absent) {
    if (type->is(TypeKind::Given)) {
      const BoundArgument* argument = bound_.find(type->name);
      bool given = argument != nullptr && !isAbsent(argument->item);
      add(name, type->inner, given ? absent : type->name);
    } else if (type->is(TypeKind::Each)) {
      addEach(type->name, absent);
    } else {
      addField(name, type, absent);
    }
  }

  void addEach(const std::string& argument, const std::string& absent) {
    const BoundArgument* list = bound_.find(argument);
    if (list == nullptr || !list->item.items) {
      open_ = true;
      return;
    }
    bool written = !list->item.items->empty() && list->span.valid();
    if (!absent.empty() && written && !bound_.misnamed)
      context_.report(argumentWithoutEffect(list->item.span, argument, absent));
    for (const Item& item : *list->item.items)
      if (item.symbol != nullptr)
        addField(item.outputName.empty() ? item.symbol->name : item.outputName,
                 context_.types.component(item.symbol->componentKind), absent, item.span);
      else
        open_ = true;
  }

  void addField(const std::string& name, TypeRef type, const std::string& absent,
                Span written = {}) {
    if (result_.find(name) != nullptr) {
      if (written.valid()) context_.report(repeatedOutput(written, name));
      return;
    }
    TypeRef known = derivedType(context_, substitute(context_, generics_, type), bound_, call_);
    // What a misspelt argument would have given is not told to be missing.
    if (!absent.empty())
      known = bound_.misnamed
                  ? context_.types.error()
                  : context_.types.make({.kind = TypeKind::Given, .name = absent, .inner = known});
    result_.fields.push_back({name, known, {}});
  }

  Context& context_;
  const Symbol& symbol_;
  const BoundArguments& bound_;
  const Generics& generics_;
  Span call_;
  Type result_;
  bool open_ = false;
};

// `keep = best(accuracy)`: the name of an output of the same call that is a number per epoch.
void checkSeries(Context& context, const expr::Value& value, const Type& outputs, Span place) {
  const auto* component = std::get_if<expr::Component>(&value.node);
  if (component == nullptr) return;
  for (const expr::NamedValue& argument : component->arguments.fields) {
    const auto* name = std::get_if<std::string>(&argument.value.node);
    if (name == nullptr) continue;
    const TypeField* field = outputs.find(*name);
    std::vector<std::string_view> names;
    for (const TypeField& candidate : outputs.fields) {
      bool given = candidate.type->is(TypeKind::Given);
      const Type& type = given ? *candidate.type->inner : *candidate.type;
      if (type.name == "metric") names.push_back(candidate.name);
    }
    if (field == nullptr) {
      context.report(unknownSeries(place, *name, nearest(*name, names), names));
    } else if (field->type->is(TypeKind::Given)) {
      context.report(outputNotGiven(place, outputs.name, *name, field->type->name));
    } else if (!field->type->isError() && field->type->name != "metric") {
      context.report(notASeries(place, *name, *field->type));
    }
  }
}

// Where the name of the series stands: inside `best(...)`, if the call is written out.
Span seriesPlace(const BoundArgument& argument, const CallSite& site) {
  for (const syntax::Argument& written : site.arguments) {
    if (!(written.span == argument.span)) continue;
    const auto* call = std::get_if<syntax::CallExpr>(&written.value->node);
    return call != nullptr && call->arguments.size() == 1 ? call->arguments[0].value->span
                                                          : written.value->span;
  }
  return site.span;
}

// Whether a component of this kind takes the name of a series.
bool takesSeries(Context& context, const Item& item) {
  if (item.symbol == nullptr || item.symbol->kind != SymbolKind::Component) return false;
  for (const Parameter& parameter : signatureOf(context, *item.symbol).parameters)
    if (parameter.type->is(TypeKind::Series)) return true;
  return false;
}

}  // namespace

std::optional<expr::Value> planValue(Context& context, const PipelineBuilder& builder, Item item,
                                     Span span) {
  auto output = outputBehind(item);
  bool flows = item.known() && !item.fields;
  if (item.items && flows)
    for (const Item& element : *item.items)
      flows = flows && element.value &&
              std::holds_alternative<expr::OutputRef>(element.value->node) == output.has_value();
  if (!output || (flows && item.known()))
    return item.known() ? std::optional(valueOf(item)) : std::nullopt;
  if (isSearch(builder, *output)) {
    output->computed = !item.value;
    return expr::Value{*output};
  }
  if (span.valid()) item.span = span;
  context.report(item.known() ? mixedWithOutputs(item)
                              : knownOnlyRunning(item, builder.node(output->node).name));
  return std::nullopt;
}

namespace {

TaskNode nodeOf(Context& context, const Symbol& symbol, const BoundArguments& bound,
                const Type& outputs, const CallSite& site) {
  TaskNode node{.component = context.symbols.qualified(symbol), .span = site.span};
  if (!context.calls.empty()) node.outermost = context.calls.front().call;
  if (!bound.poisoned)
    for (const BoundArgument& argument : bound.all) {
      auto value = planValue(context, *site.scope.pipeline, argument.item, argument.item.span);
      if (value)
        node.arguments.push_back({argument.parameter->name, *std::move(value), argument.span});
    }
  for (const TypeField& field : outputs.fields)
    if (!field.type->is(TypeKind::Given)) node.outputs.push_back({field.name, textOf(*field.type)});
  return node;
}

}  // namespace

TypeRef outputsOf(Context& context, const Symbol& symbol, const BoundArguments& bound,
                  const Generics& generics, Span call) {
  return OutputMaker(context, symbol, bound, generics, call).make();
}

namespace {

// Whether a task of the library reads data of that format, after which it is named.
bool hasReader(const Context& context, const std::string& format) {
  for (const Symbol* symbol : context.symbols.anywhere(format))
    if (symbol->kind == SymbolKind::Task) return true;
  return false;
}

// What one reader is for is not given to another.
void checkFormats(Context& context, const Symbol& reader, const BoundArguments& bound,
                  const PipelineBuilder& builder) {
  if (bound.find("schema") == nullptr) return;
  auto check = [&](const Item& item) {
    const auto* source = item.value ? std::get_if<expr::OutputRef>(&item.value->node) : nullptr;
    if (source == nullptr || !item.type->is(TypeKind::Path)) return;
    for (const OutputType& output : builder.node(source->node).outputs) {
      if (output.name != source->output || !output.type.starts_with("file<")) continue;
      const std::string format = output.type.substr(5, output.type.size() - 6);
      if (format != reader.name && hasReader(context, format))
        context.report(otherFormat(item.span, reader.name, output.type));
    }
  };
  for (const BoundArgument& argument : bound.all) {
    check(argument.item);
    if (!argument.item.items) continue;
    for (const Item& item : *argument.item.items) check(item);
  }
}

BoundArguments bindInner(Context& context, const Symbol& symbol, const CallSite& site,
                         PipelineBuilder& builder, Generics& generics) {
  AtPlace place = AtPlace::inner(&builder);
  return bindArguments(context, signatureOf(context, symbol), site, &generics);
}

}  // namespace

Item taskItem(Context& context, const Scope& scope, const Symbol& symbol, const CallSite& site) {
  if (scope.pipeline == nullptr) {
    context.report(taskOutsidePipeline(site.span, symbol.name, "task"));
    return context.poisoned(site.span);
  }
  PipelineBuilder& builder = *scope.pipeline;
  Generics generics;
  BoundArguments bound = bindInner(context, symbol, site, builder, generics);
  if (!listsAreWhole(context, bound)) return context.poisoned(site.span);
  checkFormats(context, symbol, bound, builder);
  checkDataFlow(context, symbol, bound, site);
  checkNamedFields(context, bound, generics);
  checkWholeBatch(context, builder, bound);
  TypeRef outputs = outputsOf(context, symbol, bound, generics, site.span);
  if (outputs->isError()) return context.poisoned(site.span);
  for (const BoundArgument& argument : bound.all)
    if (takesSeries(context, argument.item) && argument.item.value)
      checkSeries(context, *argument.item.value, *outputs, seriesPlace(argument, site));
  if (!scope.untaken) checkLengths(context, bound);
  TaskNode node = nodeOf(context, symbol, bound, *outputs, site);
  node.name = builder.nameNode(symbol.name, !scope.untaken);
  std::uint32_t index = builder.add(std::move(node), !scope.untaken);
  bool single = outputs->fields.size() == 1 && outputs->fields[0].name == "output";
  Item item{.type = single ? outputs->fields[0].type : outputs, .span = site.span};
  if (item.type->isError()) return context.poisoned(site.span);
  item.value = expr::Value{expr::OutputRef{index, single ? "output" : ""}};
  return item;
}

}  // namespace itw::sema
