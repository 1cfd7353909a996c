#include "compiler/sema/body_walker.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/tensor_diagnostics.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

std::span<const syntax::Argument> argumentsOf(const syntax::Expr& written) {
  const auto* call = std::get_if<syntax::CallExpr>(&written.node);
  if (call == nullptr) return {};
  return call->arguments;
}

Tensor substituted(const Tensor& tensor, const DimBindings& bindings, const expr::Facts& facts) {
  Tensor result = tensor;
  if (!result.dtype) result.dtype = bindings.dtype;
  for (expr::Dim& dim : result.dims) dim = dim.substitute(bindings.dims, facts);
  return result;
}

// No name of a source text begins with an apostrophe.
constexpr const char* kPrefix = "'";

// What is known here, and what a model's `where` says of the symbols of its ports.
expr::Facts factsAtCall(const expr::Facts& here, const ModelInfo& info) {
  expr::Facts facts = here;
  for (const auto& [name, item] : info.names)
    if (info.parameters.count(name) == 0)
      facts.divisible(kPrefix + name, info.facts.divisorOf(name));
  return facts;
}

// The symbols of a model's ports as a call binds them.
Locals symbolsAtCall(Context& context, const ModelInfo& info, const DimBindings& bindings,
                     const expr::Facts& facts) {
  Locals symbols = info.names;
  for (const auto& [name, dim] : bindings.dims) {
    Item item{.type = context.types.simple(TypeKind::Int)};
    item.scalar = expr::abstractOf(dim, facts);
    symbols[name.substr(1)] = std::move(item);
  }
  return symbols;
}

}  // namespace

bool BodyWalker::modelInputsFit(const OpUse& use, const Symbol& symbol, const Type& inputs,
                                DimBindings& bindings) {
  for (std::size_t i = 0; i < inputs.fields.size(); ++i) {
    Match match =
        matchTensor(inputs.fields[i].type->tensor, use.inputs[i].tensor, bindings, *walk_.facts);
    if (match.failure == MatchFailure::None) continue;
    const ModelInfo& info = modelInfoOf(context_, symbol);
    Scope scope{.module = symbol.module, .locals = &info.parameters, .facts = walk_.facts};
    TypeRef shown = resolvePorts(context_, scope, info.declaration->inputs, "input");
    context_.report(opInputMismatch(use, symbol.name, shown->fields[i].type->tensor, match, i));
    return false;
  }
  return true;
}

// The body of the model as a part of the graph that is built.
std::optional<std::vector<TensorValue>> BodyWalker::modelResults(const ModelInfo& info,
                                                                 const Locals& arguments,
                                                                 const OpUse& use,
                                                                 std::vector<Tensor> outputs) {
  std::string name = use.shared == nullptr ? "" : use.shared->place;
  if (name.empty())
    name = use.name.empty() ? walk_.builder->nameLayer(below(use.path), info.symbol->name)
                            : below(use.name);
  if (use.shared != nullptr) {
    use.shared->place = name;
    walk_.builder->restartNames(name);
  }
  BodyWalk inner{&info, &arguments, walk_.facts,       walk_.builder,
                 name,  use.inputs, std::move(outputs)};
  inner.shared = walk_.shared || use.shared != nullptr;
  return walkBody(context_, inner);
}

// A model inside a model: its types while checking, its whole body in a graph.
TensorValue BodyWalker::applyModel(const Symbol& symbol, OpUse use) {
  ModelInfo& info = modelInfoOf(context_, symbol);
  Span span = use.written.span;
  CallSite site{scope_, argumentsOf(use.written), nullptr, span, symbol.name};
  site.taken = use.taken;
  BoundArguments bound = bindArguments(context_, signatureOf(context_, symbol), site);
  for (const TensorValue& input : use.inputs)
    if (input.poisoned) return poisoned(span);
  if (bound.poisoned) return poisoned(span);
  const expr::Facts facts = factsAtCall(*walk_.facts, info);
  Scope scope{.module = symbol.module, .locals = &bound.locals, .facts = &facts};
  TypeRef inputs = resolvePorts(context_, scope, info.declaration->inputs, "input", kPrefix);
  if (inputs->isError()) return poisoned(span);
  DimBindings bindings{.prefix = kPrefix};
  if (!modelInputsFit(use, symbol, *inputs, bindings)) return poisoned(span);
  const Locals ports = symbolsAtCall(context_, info, bindings, *walk_.facts);
  Scope symbols{.module = symbol.module, .locals = &ports};
  Scope condition{.module = symbol.module, .outer = &symbols, .locals = &bound.locals};
  condition.facts = walk_.facts;
  if (info.declaration->where &&
      !checkCondition(context_, *info.declaration->where, condition, span, nullptr))
    return poisoned(span);
  TypeRef outputs = resolvePorts(context_, scope, info.declaration->outputs, "output", kPrefix);
  // No outputs: a syntax error, or a model that is declared with `-> ()`.
  if (outputs->isError() || outputs->fields.empty()) return poisoned(span);
  std::vector<Tensor> tensors;
  for (const TypeField& output : outputs->fields)
    tensors.push_back(substituted(output.type->tensor, bindings, *walk_.facts));
  std::vector<TensorValue> results;
  for (const Tensor& tensor : tensors) results.push_back({.tensor = tensor, .span = span});
  if (walk_.builder != nullptr) {
    auto made =
        info.valid ? modelResults(info, bound.locals, use, std::move(tensors)) : std::nullopt;
    if (!made) return poisoned(span);
    results = *std::move(made);
  }
  return joined(symbol, use, std::move(results), *outputs);
}

// What a model leaves: its result, or all of them by name.
TensorValue BodyWalker::joined(const Symbol& symbol, const OpUse& use,
                               std::vector<TensorValue> results, const Type& outputs) {
  Span span = use.written.span;
  for (std::size_t i = 0; i < results.size(); ++i) {
    results[i].span = span;
    results[i].name = outputs.fields[i].name;
    results[i].hops = use.inputs.empty() ? Hops() : use.inputs[0].hops;
    results[i].hops.push_back(
        std::make_shared<const Hop>(Hop{span, symbol.name, results[i].tensor}));
  }
  if (results.size() == 1) {
    results[0].name.clear();
    return std::move(results[0]);
  }
  TensorValue whole{.span = span};
  whole.results = std::make_shared<const std::vector<TensorValue>>(std::move(results));
  return whole;
}

// The tensor that a port gets: the binding of its name, or the last chain's.
const TensorValue* BodyWalker::resultFor(const TypeField& port,
                                         const std::optional<TensorValue>& last) const {
  if (last && last->results != nullptr)
    for (const TensorValue& result : *last->results)
      if (result.name == port.name) return &result;
  if (last && walk_.info->outputs->fields.size() == 1) return &*last;
  auto named = values_.find(port.name);
  return named == values_.end() ? nullptr : &named->second;
}

std::optional<std::vector<TensorValue>> BodyWalker::results(
    const std::optional<TensorValue>& last) {
  const std::vector<TypeField>& ports = walk_.info->outputs->fields;
  if (last && last->poisoned) return std::nullopt;
  std::vector<TensorValue> values;
  bool good = true;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const TensorValue* found = resultFor(ports[i], last);
    if (found == nullptr) {
      context_.report(resultMissing(*walk_.info->symbol, ports[i]));
      good = false;
      continue;
    }
    TensorValue value = single(*found, found->span);
    good = good && !value.poisoned && agrees(value, walk_.outputs[i], ports[i]);
    values.push_back(std::move(value));
  }
  if (!good) return std::nullopt;
  return values;
}

bool BodyWalker::agrees(const TensorValue& value, const Tensor& declared, const TypeField& port) {
  bool sameRank = value.tensor.dims.size() == declared.dims.size();
  bool sameDType = !declared.dtype || !value.tensor.dtype || declared.dtype == value.tensor.dtype;
  if (!sameRank || !sameDType) {
    context_.report(resultMismatch(value, declared, port, false, ""));
    modelInfoOf(context_, *walk_.info->symbol).doubtful = true;
    return false;
  }
  for (std::size_t i = 0; i < declared.dims.size(); ++i) {
    const expr::Dim& left = value.tensor.dims[i];
    expr::Tri equal = provablyEqual(left, declared.dims[i], *walk_.facts);
    if (equal == expr::Tri::True) continue;
    std::string missing =
        equal == expr::Tri::Unknown ? missingConstraint(left, declared.dims[i], *walk_.facts) : "";
    context_.report(resultMismatch(value, declared, port, equal == expr::Tri::Unknown, missing));
    modelInfoOf(context_, *walk_.info->symbol).doubtful = true;
    return false;
  }
  return true;
}

}  // namespace itw::sema
