#include "compiler/sema/op_rule.h"

#include <algorithm>

#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/type_form_diagnostics.h"

namespace itw::sema {
namespace {

constexpr expr::ScalarType kInt{expr::ScalarKind::Int, {}};
constexpr std::string_view kListFunctions[] = {"first", "last", "product", "rank", "rest"};

// The names of an op's rules become slots with fixed numbers.
class RuleLeaves final : public Leaves {
 public:
  RuleLeaves(Context& context, OpRule& rule, const std::vector<std::string>& lists)
      : context_(context), rule_(rule), lists_(lists) {}

  std::optional<Leaf> resolve(const syntax::Expr& leaf) override {
    RuleSlot wanted{.type = kInt};
    if (!readName(leaf, wanted)) {
      context_.report(notInARule(leaf.span));
      return std::nullopt;
    }
    for (std::uint32_t i = 0; i < rule_.slots.size(); ++i)
      if (rule_.slots[i].name == wanted.name && rule_.slots[i].functions == wanted.functions)
        return Leaf{i, rule_.slots[i].type, nullptr};
    bool list = std::find(lists_.begin(), lists_.end(), wanted.name) != lists_.end();
    bool reduced = !wanted.functions.empty() && wanted.functions.front() != "rest";
    if (list && reduced) {
      rule_.slots.push_back(wanted);
      return Leaf{static_cast<std::uint32_t>(rule_.slots.size() - 1), kInt, nullptr};
    }
    std::vector<std::string_view> names;
    for (const RuleSlot& slot : rule_.slots) names.push_back(slot.name);
    context_.report(unknownName(leaf.span, wanted.name, nearest(wanted.name, names)));
    return std::nullopt;
  }

  std::optional<std::vector<Leaf>> resolveList(const syntax::Expr& list) override {
    context_.report(notInARule(list.span));
    return std::nullopt;
  }

 private:
  static bool readName(const syntax::Expr& expr, RuleSlot& slot) {
    if (const auto* name = std::get_if<syntax::NameExpr>(&expr.node)) {
      slot.name = name->name;
      return true;
    }
    const auto* call = std::get_if<syntax::CallExpr>(&expr.node);
    const auto* callee =
        call == nullptr ? nullptr : std::get_if<syntax::NameExpr>(&call->callee->node);
    bool function = callee != nullptr && call->arguments.size() == 1 &&
                    std::find(std::begin(kListFunctions), std::end(kListFunctions), callee->name) !=
                        std::end(kListFunctions);
    if (!function) return false;
    slot.functions.push_back(callee->name);
    return readName(*call->arguments[0].value, slot);
  }

  Context& context_;
  OpRule& rule_;
  const std::vector<std::string>& lists_;
};

class RuleMaker {
 public:
  RuleMaker(Context& context, const Symbol& symbol, OpRule& rule)
      : context_(context), symbol_(symbol), rule_(rule), leaves_(context, rule, lists_) {}

  void make() {
    const Signature& signature = signatureOf(context_, symbol_);
    for (const Parameter& parameter : signature.parameters)
      if (auto type = scalarTypeOf(*parameter.type))
        rule_.slots.push_back({parameter.name, *type, {}});
    bool valid = readInputs(signature);
    for (const syntax::Port& port : rule_.declaration->outputs)
      valid = valid && readOutput(*port.type);
    if (rule_.declaration->where) rule_.derived = readDerivedList(*rule_.declaration->where);
    if (valid && rule_.declaration->where && !rule_.derived)
      valid = compile(*rule_.declaration->where, rule_.where);
    if (valid && rule_.declaration->cost) valid = compile(*rule_.declaration->cost, rule_.cost);
    for (const syntax::WeightDecl& weight : rule_.declaration->weights)
      valid = valid && readWeight(weight);
    rule_.valid = valid;
  }

 private:
  bool readInputs(const Signature& signature) {
    Locals parameters;
    for (const Parameter& parameter : signature.parameters) {
      Item item{.type = parameter.type};
      if (parameter.type->is(TypeKind::Int))
        item.scalar = expr::abstractOf(expr::Dim::symbol(parameter.name), {});
      parameters.emplace(parameter.name, std::move(item));
    }
    Scope scope{.module = symbol_.module, .locals = &parameters};
    for (const syntax::Port& port : rule_.declaration->inputs) {
      const auto* written = std::get_if<syntax::TensorType>(&port.type->node);
      auto tensor = written == nullptr
                        ? std::nullopt
                        : resolveTensor(context_, scope, *written, {.symbols = true});
      if (!tensor) return false;
      if (tensor->leading) lists_.push_back(*tensor->leading);
      for (const std::string& name : symbolsOf(*written)) addSymbol(name);
      rule_.inputs.push_back(std::move(*tensor));
    }
    return true;
  }

  void addSymbol(const std::string& name) {
    for (const RuleSlot& slot : rule_.slots)
      if (slot.name == name && slot.functions.empty()) return;
    rule_.slots.push_back({name, kInt, {}});
  }

  bool readOutput(const syntax::Type& type) {
    const auto* written = std::get_if<syntax::TensorType>(&type.node);
    if (written == nullptr) return false;
    OutputRule output;
    output.dtype = expr::dtypeOf(written->dtype.text);
    if (written->leading) output.leading = written->leading->text;
    if (!readDims(written->dims, output.dims)) return false;
    rule_.outputs.push_back(std::move(output));
    return true;
  }

  bool readWeight(const syntax::WeightDecl& weight) {
    const auto* written = std::get_if<syntax::TensorType>(&weight.shape->node);
    WeightRule result{.declaration = &weight};
    if (written == nullptr || !readDims(written->dims, result.dims)) return false;
    rule_.weights.push_back(std::move(result));
    return true;
  }

  bool readDims(const std::vector<syntax::ExprPtr>& dims, std::vector<CompiledScalar>& compiled) {
    for (const syntax::ExprPtr& dim : dims) {
      auto code = ScalarCompiler(context_, leaves_, /*inDimension=*/true).compile(*dim);
      if (!code) return false;
      if (!(code->code.type() == kInt)) {
        context_.report(dimensionNotInt(dim->span, textOf(code->code.type())));
        return false;
      }
      compiled.push_back(std::move(*code));
    }
    return true;
  }

  bool compile(const syntax::Expr& expr, std::optional<CompiledScalar>& result) {
    result = ScalarCompiler(context_, leaves_).compile(expr);
    return result.has_value();
  }

  Context& context_;
  const Symbol& symbol_;
  OpRule& rule_;
  std::vector<std::string> lists_;
  RuleLeaves leaves_;
};

// first, last, product and rank of a list of dimensions; nothing for an element of an empty one.
std::optional<expr::Dim> applyFunctions(const std::vector<std::string>& functions,
                                        std::vector<expr::Dim> dims) {
  for (std::size_t i = functions.size(); i-- > 1;)
    if (functions[i] == "rest" && !dims.empty()) dims.erase(dims.begin());
  const std::string& outermost = functions.front();
  if (outermost == "rank") return expr::Dim(static_cast<std::int64_t>(dims.size()));
  if (outermost == "product") {
    expr::Dim product(1);
    for (const expr::Dim& dim : dims) product = product.times(dim);
    return product;
  }
  if (dims.empty()) return std::nullopt;
  return outermost == "first" ? dims.front() : dims.back();
}

}  // namespace

const OpRule& opRuleOf(Context& context, const Symbol& symbol) {
  auto& slot = context.opRules[&symbol];
  if (slot) return *slot;
  slot = std::make_unique<OpRule>();
  slot->symbol = &symbol;
  slot->declaration = std::get_if<syntax::OpDecl>(&symbol.declaration->node);
  RuleMaker(context, symbol, *slot).make();
  return *slot;
}

std::vector<expr::Abstract> fillSlots(const OpRule& rule, const Locals& arguments,
                                      const DimBindings& bindings, const expr::Facts& facts) {
  std::vector<expr::Abstract> values;
  values.reserve(rule.slots.size());
  for (const RuleSlot& slot : rule.slots) {
    std::optional<expr::Dim> dim;
    if (!slot.functions.empty()) {
      auto list = bindings.lists.find(slot.name);
      if (list != bindings.lists.end()) dim = applyFunctions(slot.functions, list->second);
    } else if (auto place = bindings.dims.find(slot.name); place != bindings.dims.end()) {
      dim = place->second;
    }
    if (dim) {
      values.push_back(expr::abstractOf(*dim, facts));
      continue;
    }
    auto argument = arguments.find(slot.name);
    values.push_back(argument == arguments.end() ? expr::Abstract{} : argument->second.scalar);
  }
  return values;
}

}  // namespace itw::sema
