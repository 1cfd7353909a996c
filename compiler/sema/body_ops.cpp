#include <fmt/format.h>

#include <algorithm>

#include "compiler/sema/body_walker.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/model/model_diagnostics.h"
#include "compiler/sema/tensor_diagnostics.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

constexpr std::size_t kHopsKept = 4;

std::span<const syntax::Argument> argumentsOf(const syntax::Expr& written) {
  const auto* call = std::get_if<syntax::CallExpr>(&written.node);
  if (call == nullptr) return {};
  return call->arguments;
}

std::string nameOf(const syntax::Expr& written) {
  const auto* call = std::get_if<syntax::CallExpr>(&written.node);
  return dottedName(call == nullptr ? written : *call->callee);
}

void addHop(TensorValue& value, const OpUse& use) {
  Hops hops;
  for (const TensorValue& input : use.inputs)
    hops.insert(hops.end(), input.hops.begin(), input.hops.end());
  if (hops.size() >= kHopsKept)
    hops.erase(hops.begin(),
               hops.begin() + static_cast<std::ptrdiff_t>(hops.size() - kHopsKept + 1));
  hops.push_back(
      std::make_shared<const Hop>(Hop{use.written.span, nameOf(use.written), value.tensor}));
  value.hops = std::move(hops);
}

void addDims(Context& context, const DimBindings& bindings, const expr::Facts& facts,
             Locals& locals) {
  for (const auto& [name, dim] : bindings.dims) {
    Item item{.type = context.types.simple(TypeKind::Int)};
    item.scalar = expr::abstractOf(dim, facts);
    locals.emplace(name, std::move(item));
  }
}

// Whether a condition speaks of names alone: lists of dimensions have values only in the rule.
bool isOfNames(const syntax::Expr& expr) {
  if (const auto* binary = std::get_if<syntax::BinaryExpr>(&expr.node))
    return isOfNames(*binary->left) && isOfNames(*binary->right);
  return !std::holds_alternative<syntax::CallExpr>(expr.node);
}

// The first part of a conjunction that does not hold, or all of it.
const syntax::Expr* brokenPart(Context& context, const syntax::Expr* condition,
                               const Scope& scope) {
  const auto* binary = std::get_if<syntax::BinaryExpr>(&condition->node);
  if (binary == nullptr || binary->op != syntax::BinaryOp::And || !isOfNames(*condition))
    return condition;
  for (const syntax::ExprPtr* part : {&binary->left, &binary->right}) {
    const Item item = elaborate(context, scope, **part);
    if (item.scalar.truth == expr::Tri::False) return brokenPart(context, part->get(), scope);
  }
  return condition;
}

// Which argument says what PyTorch's `linear(64, 32)`, `batch_norm(64)` and `group_norm(8, 64)` say
// of the features that come in.
std::optional<std::size_t> featuresIn(const std::vector<Parameter>& parameters, std::size_t plain,
                                      bool sameAsChannels) {
  if (parameters.empty() || plain == 0) return std::nullopt;
  const bool flag = parameters.size() > 1 && parameters[1].type->is(TypeKind::Bool);
  if (parameters[0].name == "out" && plain > 1 && (flag || (plain > 2 && sameAsChannels))) return 0;
  for (std::size_t i = 0; i < plain && i < parameters.size(); ++i)
    if (parameters[i].name == "eps") return i;
  return std::nullopt;
}

std::optional<Advice> adviceFor(Context& context, const Symbol& op, const OpUse& use) {
  const auto written = argumentsOf(use.written);
  std::size_t plain = 0;
  while (plain < written.size() && !written[plain].name) ++plain;
  if (plain == 0 || !use.taken.empty() || use.inputs.empty()) return std::nullopt;
  const SourceMap& sources = *context.input.sources;
  const auto& dims = use.inputs[0].tensor.dims;
  const bool same = dims.size() > 1 && dims[1].text() == sources.text(written[0].span);
  const auto index = featuresIn(signatureOf(context, op).parameters, plain, same);
  if (!index) return std::nullopt;
  const std::string text(sources.text(written[*index].span));
  Span cut = written[*index].span;
  if (*index + 1 < written.size())
    cut.end = written[*index + 1].span.begin;
  else if (*index > 0)
    cut.begin = written[*index - 1].span.end;
  return Advice{
      use.written.span,
      fmt::format("how many features come in is taken from the input: leave out `{}`", text),
      {{fmt::format("leave out `{}`", text), Applicability::Maybe, {{cut, ""}}}}};
}

}  // namespace

TensorValue BodyWalker::applyOp(const Symbol& symbol, OpUse use) {
  const OpRule& rule = opRuleOf(context_, symbol);
  CallSite site{scope_, argumentsOf(use.written), nullptr, use.written.span, nameOf(use.written)};
  site.taken = use.taken;
  for (const TensorValue& input : use.inputs)
    if (input.poisoned) return looseOp(symbol, site);
  context_.advice = adviceFor(context_, symbol, use);
  TensorValue result =
      applyBound(rule, use, bindArguments(context_, signatureOf(context_, symbol), site));
  context_.advice.reset();
  return result;
}

// The arguments of an op whose input was reported.
TensorValue BodyWalker::looseOp(const Symbol& symbol, const CallSite& site) {
  bindArguments(context_, signatureOf(context_, symbol), site);
  return poisoned(site.span);
}

TensorValue BodyWalker::applyBound(const OpRule& rule, OpUse& use, const BoundArguments& bound) {
  if (bound.poisoned || !rule.valid) return poisoned(use.written.span);
  DimBindings bindings;
  if (!inputsFit(rule, use, bindings)) return poisoned(use.written.span);
  if (!deriveList(rule, use, bound.locals, bindings)) return poisoned(use.written.span);
  auto slots = fillSlots(rule, bound.locals, bindings, *walk_.facts);
  if (!conditionHolds(rule, use, slots, {bound, bindings})) return poisoned(use.written.span);
  auto tensor = outputOf(rule, rule.outputs[0], use, bindings, slots);
  auto sizes = tensor ? weightSizes(rule, use, slots) : std::nullopt;
  if (!sizes || !sharesWeights(use, *sizes)) return poisoned(use.written.span);
  TensorValue result{.tensor = std::move(*tensor), .span = use.written.span};
  if (walk_.builder != nullptr && !addLayer({rule, bound, bindings, *sizes}, use, result))
    return poisoned(use.written.span);
  addHop(result, use);
  return result;
}

bool BodyWalker::inputsFit(const OpRule& rule, const OpUse& use, DimBindings& bindings) {
  for (std::size_t i = 0; i < rule.inputs.size() && i < use.inputs.size(); ++i) {
    Match match = matchTensor(rule.inputs[i], use.inputs[i].tensor, bindings, *walk_.facts);
    if (match.failure == MatchFailure::None) continue;
    context_.report(i == 0 ? opInputMismatch(use, nameOf(use.written), rule.inputs[0], match)
                           : operandsDiffer(use, nameOf(use.written), match, *walk_.facts));
    return false;
  }
  return true;
}

bool BodyWalker::deriveList(const OpRule& rule, const OpUse& use, const Locals& arguments,
                            DimBindings& bindings) {
  if (!rule.derived) return true;
  auto numbers = numbersOf(*rule.derived, arguments);
  // Sizes may be open, places may not.
  const auto isOpen = [](const expr::Dim& number) { return !number.constant(); };
  if (!numbers || (rule.derived->function != "reshaped" &&
                   std::any_of(numbers->begin(), numbers->end(), isOpen))) {
    context_.report(positionsOpen(use, nameOf(use.written), rule.derived->argument));
    return false;
  }
  DeriveInput input{*std::move(numbers), bindings.lists[rule.derived->source], {}};
  if (!rule.derived->second.empty()) input.second = bindings.lists[rule.derived->second];
  Derived derived = derive(*rule.derived, input, *walk_.facts);
  // Those behind the second are joined one after the other.
  for (std::size_t i = rule.inputs.size(); derived.dims && i < use.inputs.size(); ++i) {
    DeriveInput next{input.numbers, *derived.dims, use.inputs[i].tensor.dims};
    derived = derive(*rule.derived, next, *walk_.facts);
    if (use.inputs[i].tensor.dtype != use.inputs[0].tensor.dtype)
      derived = {std::nullopt, "the tensors are of one type"};
  }
  if (!derived.dims) {
    context_.report(
        derived.why.empty()
            ? positionsMissing(use, nameOf(use.written), rule.derived->argument)
            : dimensionsDoNotFit(use.written.span, nameOf(use.written), use.inputs, derived.why));
    return false;
  }
  bindings.lists[rule.derived->name] = *std::move(derived.dims);
  return true;
}

bool BodyWalker::conditionHolds(const OpRule& rule, const OpUse& use,
                                const std::vector<expr::Abstract>& slots, const Filled& filled) {
  if (!rule.where) return true;
  auto known = evaluateCode(rule.where->code, slots, *walk_.facts);
  const auto* value = std::get_if<expr::Abstract>(&known);
  if (value != nullptr && value->truth != expr::Tri::False) return true;
  Locals locals = filled.arguments.locals;
  addDims(context_, filled.dims, *walk_.facts, locals);
  Scope scope{.module = rule.symbol->module, .locals = &locals, .facts = walk_.facts};
  const syntax::Expr& broken = *brokenPart(context_, rule.declaration->where.get(), scope);
  std::string text(context_.input.sources->text(broken.span));
  context_.report(
      opConditionBroken(use, nameOf(use.written), text,
                        isOfNames(broken) ? explainCondition(context_, broken, scope) : ""));
  return false;
}

std::optional<Tensor> BodyWalker::outputOf(const OpRule& rule, const OutputRule& output,
                                           const OpUse& use, const DimBindings& bindings,
                                           const std::vector<expr::Abstract>& slots) {
  Tensor tensor{.dtype = output.dtype ? output.dtype : bindings.dtype};
  if (!output.dtype && !bindings.dtype) tensor.dtype = use.inputs[0].tensor.dtype;
  if (output.leading) {
    auto list = bindings.lists.find(*output.leading);
    if (list != bindings.lists.end()) tensor.dims = list->second;
  }
  for (const CompiledScalar& dim : output.dims) {
    auto known = evaluateCode(dim.code, slots, *walk_.facts);
    const auto* value = std::get_if<expr::Abstract>(&known);
    if (value == nullptr) {
      context_.report(sizeFault(use, nameOf(use.written), std::get<expr::Fault>(known).kind));
      return std::nullopt;
    }
    if (!value->dim && value->range.high >= 1) {
      context_.report(sizeWithoutFormula(use, nameOf(use.written)));
      return std::nullopt;
    }
    if (!value->dim || value->range.high < 1) {
      context_.report(
          sizeNotPositive(use, nameOf(use.written), value->dim ? value->dim->text() : "?"));
      return std::nullopt;
    }
    tensor.dims.push_back(*value->dim);
  }
  (void)rule;
  return tensor;
}

std::optional<std::vector<std::vector<expr::Dim>>> BodyWalker::weightSizes(
    const OpRule& rule, const OpUse& use, const std::vector<expr::Abstract>& slots) {
  std::vector<std::vector<expr::Dim>> sizes;
  for (const WeightRule& weight : rule.weights) {
    std::vector<expr::Dim> dims;
    for (const CompiledScalar& dim : weight.dims) {
      auto known = evaluateCode(dim.code, slots, *walk_.facts);
      const auto* value = std::get_if<expr::Abstract>(&known);
      if (value == nullptr || !value->dim) {
        context_.report(sizeFault(use, nameOf(use.written), expr::FaultKind::Overflow));
        return std::nullopt;
      }
      dims.push_back(*value->dim);
    }
    sizes.push_back(std::move(dims));
  }
  return sizes;
}

// A layer that is applied twice has one set of weights, which must suit both inputs.
bool BodyWalker::sharesWeights(const OpUse& use, const std::vector<std::vector<expr::Dim>>& sizes) {
  if (use.shared == nullptr) return true;
  SharedStage& stage = *use.shared;
  if (!stage.input) {
    stage.weights = sizes;
    stage.input = use.inputs[0].tensor;
    stage.used = use.inputs[0].span;
    return true;
  }
  for (std::size_t i = 0; i < sizes.size(); ++i)
    for (std::size_t j = 0; j < sizes[i].size(); ++j) {
      if (provablyEqual(sizes[i][j], stage.weights[i][j], *walk_.facts) == expr::Tri::True)
        continue;
      context_.report(sharedLayerMismatch(use, nameOf(use.written), *stage.input, stage.used));
      return false;
    }
  return true;
}

bool BodyWalker::addLayer(const BoundOp& op, OpUse& use, TensorValue& result) {
  if (walk_.builder->full()) {
    context_.report(modelTooLarge(use.written.span));
    return false;
  }
  std::optional<std::uint32_t> layer;
  if (use.shared != nullptr) layer = use.shared->layer;
  if (!layer) layer = makeLayer(op, use);
  if (!layer) return false;
  if (use.shared != nullptr) use.shared->layer = layer;
  std::vector<expr::TensorRef> sources;
  for (const TensorValue& input : use.inputs) sources.push_back(input.source);
  result.source = walk_.builder->addNode(*layer, std::move(sources), result.tensor);
  return true;
}

// A shared model is walked again for each use, and gives its layers the same names.
std::optional<std::uint32_t> BodyWalker::reuseLayer(const BoundOp& op, const OpUse& use,
                                                    std::uint32_t layer) {
  const expr::LayerInstance& made = walk_.builder->layer(layer);
  for (const expr::Weight& weight : made.weights)
    for (std::size_t i = 0; i < op.rule.weights.size(); ++i) {
      if (op.rule.weights[i].declaration->name.text != weight.role) continue;
      for (std::size_t j = 0; j < weight.shape.size(); ++j) {
        if (op.sizes[i][j].constant() == weight.shape[j]) continue;
        context_.report(sharedModelMismatch(use.written.span, weight.name));
        return std::nullopt;
      }
    }
  return layer;
}

std::optional<std::uint32_t> BodyWalker::makeLayer(const BoundOp& op, const OpUse& use) {
  const auto& [rule, bound, bindings, sizes] = op;
  std::string path = below(use.path);
  expr::LayerInstance layer;
  layer.op = context_.symbols.qualified(*rule.symbol);
  layer.name =
      use.name.empty() ? walk_.builder->nameLayer(path, rule.symbol->name) : below(use.name);
  if (walk_.shared) {
    if (auto earlier = walk_.builder->findLayer(layer.name)) return reuseLayer(op, use, *earlier);
  }
  for (const BoundArgument& argument : bound.all)
    layer.arguments.fields.push_back({argument.parameter->name, sema::valueOf(argument.item)});
  Locals locals = bound.locals;
  addDims(context_, bindings, *walk_.facts, locals);
  Scope scope{.module = rule.symbol->module, .locals = &locals, .facts = walk_.facts};
  for (std::size_t i = 0; i < rule.weights.size(); ++i) {
    const syntax::WeightDecl& declared = *rule.weights[i].declaration;
    if (declared.condition) {
      Item condition =
          elaborateAs(context_, scope, *declared.condition, context_.types.simple(TypeKind::Bool));
      if (condition.scalar.truth == expr::Tri::False) continue;
    }
    expr::Weight weight{.name = layer.name + "." + declared.name.text, .role = declared.name.text};
    weight.trainable = !declared.isBuffer;
    weight.dtype = bindings.dtype.value_or(expr::DType::F32);
    for (const expr::Dim& dim : sizes[i]) {
      auto size = dim.constant();
      if (!size) {
        context_.report(weightSizeOpen(use, layer.name, declared.name.text, dim.text()));
        return std::nullopt;
      }
      weight.shape.push_back(*size);
    }
    Item initializer = elaborateAs(context_, scope, *declared.initializer,
                                   context_.types.component("initializer"));
    if (!initializer.known()) return std::nullopt;
    weight.initializer = std::get<expr::Component>(sema::valueOf(initializer).node);
    layer.weights.push_back(std::move(weight));
  }
  return walk_.builder->addLayer(std::move(layer));
}

}  // namespace itw::sema
