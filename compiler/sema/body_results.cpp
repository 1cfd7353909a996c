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

}  // namespace

// A model inside a model: its types while checking, its whole body in a graph.
TensorValue BodyWalker::applyModel(const Symbol& symbol, OpUse use) {
  ModelInfo& info = modelInfoOf(context_, symbol);
  Span span = use.written.span;
  CallSite site{scope_, argumentsOf(use.written), nullptr, span, symbol.name};
  BoundArguments bound = bindArguments(context_, signatureOf(context_, symbol), site);
  if (use.inputs[0].poisoned || bound.poisoned) return poisoned(span);
  Scope scope{.module = symbol.module, .locals = &bound.locals, .facts = walk_.facts};
  Scope symbols{.module = symbol.module, .locals = &info.names};
  Scope condition{.module = symbol.module, .outer = &symbols, .locals = &bound.locals};
  condition.facts = walk_.facts;
  if (info.declaration->where &&
      !checkCondition(context_, *info.declaration->where, condition, span, nullptr))
    return poisoned(span);
  // No name of a source text begins with an apostrophe.
  TypeRef inputs = resolvePorts(context_, scope, info.declaration->inputs, "input", "'");
  TypeRef outputs = resolvePorts(context_, scope, info.declaration->outputs, "output", "'");
  if (inputs->isError() || outputs->isError()) return poisoned(span);
  if (inputs->fields.size() != 1 || outputs->fields.size() != 1) {
    context_.report(notSupported(span, "a model of several inputs or results inside a model"));
    return poisoned(span);
  }
  DimBindings bindings{.prefix = "'"};
  Match match =
      matchTensor(inputs->fields[0].type->tensor, use.inputs[0].tensor, bindings, *walk_.facts);
  if (match.failure != MatchFailure::None) {
    TypeRef shown = resolvePorts(context_, scope, info.declaration->inputs, "input");
    context_.report(opInputMismatch(use, symbol.name, shown->fields[0].type->tensor, match));
    return poisoned(span);
  }
  TensorValue result{.span = span};
  result.tensor = substituted(outputs->fields[0].type->tensor, bindings, *walk_.facts);
  if (walk_.builder != nullptr) {
    if (!info.valid) return poisoned(span);
    std::string name =
        use.name.empty() ? walk_.builder->nameLayer(below(use.path), symbol.name) : below(use.name);
    BodyWalk inner{&info, &bound.locals, walk_.facts,    walk_.builder,
                   name,  use.inputs,    {result.tensor}};
    auto results = walkBody(context_, inner);
    if (!results) return poisoned(span);
    result = results->front();
    result.span = span;
  }
  result.hops = use.inputs[0].hops;
  result.hops.push_back(std::make_shared<const Hop>(Hop{span, symbol.name, result.tensor}));
  return result;
}

std::optional<std::vector<TensorValue>> BodyWalker::results(
    const std::optional<TensorValue>& last) {
  const std::vector<TypeField>& ports = walk_.info->outputs->fields;
  std::vector<TensorValue> values;
  bool good = true;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    auto named = values_.find(ports[i].name);
    const TensorValue* value = named != values_.end() ? &named->second : nullptr;
    bool sole = ports.size() == 1 && last.has_value();
    if (sole) value = &*last;
    if (value == nullptr) {
      context_.report(resultMissing(*walk_.info->symbol, ports[i]));
      good = false;
      continue;
    }
    good = good && !value->poisoned && agrees(*value, walk_.outputs[i], ports[i]);
    values.push_back(*value);
  }
  if (!good) return std::nullopt;
  return values;
}

bool BodyWalker::agrees(const TensorValue& value, const Tensor& declared, const TypeField& port) {
  bool sameRank = value.tensor.dims.size() == declared.dims.size();
  bool sameDType = !declared.dtype || !value.tensor.dtype || declared.dtype == value.tensor.dtype;
  if (!sameRank || !sameDType) {
    context_.report(resultMismatch(value, declared, port, false, ""));
    return false;
  }
  for (std::size_t i = 0; i < declared.dims.size(); ++i) {
    const expr::Dim& left = value.tensor.dims[i];
    expr::Tri equal = provablyEqual(left, declared.dims[i], *walk_.facts);
    if (equal == expr::Tri::True) continue;
    std::string missing =
        equal == expr::Tri::Unknown ? missingConstraint(left, declared.dims[i], *walk_.facts) : "";
    context_.report(resultMismatch(value, declared, port, equal == expr::Tri::Unknown, missing));
    return false;
  }
  return true;
}

}  // namespace itw::sema
