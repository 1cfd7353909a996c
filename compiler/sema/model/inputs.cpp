#include <algorithm>

#include "compiler/expr/expression.h"
#include "compiler/sema/body_walker.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/model/model_diagnostics.h"
#include "compiler/sema/suggest.h"

// What the ops, layers and models in a model's body are applied to: the tensor that `|>` passes,
// arguments that are tensors, or, at the start of a chain, the model's only input.
namespace itw::sema {
namespace {

const syntax::Expr& firstOf(const syntax::Expr& expr) {
  const syntax::Expr* first = &expr;
  while (const auto* binary = std::get_if<syntax::BinaryExpr>(&first->node))
    first = binary->left.get();
  return *first;
}

const std::vector<syntax::Argument>* argumentsOf(const syntax::Expr& written) {
  const auto* call = std::get_if<syntax::CallExpr>(&written.node);
  return call == nullptr ? nullptr : &call->arguments;
}

}  // namespace

// Whether a dotted name stands for something that leaves a tensor.
bool BodyWalker::isLayer(const std::string& callee) const {
  if (layers_.count(callee) > 0) return true;
  auto dot = callee.rfind('.');
  std::vector<const Symbol*> found;
  if (dot == std::string::npos) {
    if (scope_.find(callee) != nullptr) return false;
    found = context_.symbols.find(scope_.module, callee);
    if (found.empty()) return callee == "repeat" || callee == "residual";
  } else if (const Import* import =
                 context_.symbols.findAlias(scope_.module, callee.substr(0, dot))) {
    found = context_.symbols.inModule(import->module, callee.substr(dot + 1));
  }
  return std::any_of(found.begin(), found.end(), [](const Symbol* symbol) {
    return symbol->kind == SymbolKind::Op || symbol->kind == SymbolKind::Model;
  });
}

// `max(width, 8)`: the function of numbers, although an op has its name too. The op takes a tensor,
// or says what it does to the model's only input with a list or by name.
bool BodyWalker::isOfNumbers(const syntax::CallExpr& call) const {
  if (call.arguments.empty()) return false;
  return std::none_of(call.arguments.begin(), call.arguments.end(), [&](const auto& argument) {
    return argument.name || std::holds_alternative<syntax::ListExpr>(argument.value->node) ||
           isTensor(*argument.value);
  });
}

// Arguments of ops and models are numbers, or tensors: those begin with one, or with what leaves
// one.
bool BodyWalker::isTensor(const syntax::Expr& expr) const {
  const syntax::Expr& first = firstOf(expr);
  if (const auto* choice = std::get_if<syntax::IfExpr>(&first.node)) return isTensor(*choice->then);
  if (const auto* call = std::get_if<syntax::CallExpr>(&first.node)) {
    const std::string callee = dottedName(*call->callee);
    return isLayer(callee) && !(expr::functionOf(callee) && isOfNumbers(*call));
  }
  const std::string name = dottedName(first);
  if (name.empty()) return false;
  return values_.count(name.substr(0, name.find('.'))) > 0 || isLayer(name);
}

Ports BodyWalker::portsOf(const Symbol& symbol) {
  const auto* op = std::get_if<syntax::OpDecl>(&symbol.declaration->node);
  Ports ports;
  for (const syntax::Port& port :
       op != nullptr ? op->inputs : std::get<syntax::ModelDecl>(symbol.declaration->node).inputs)
    ports.names.push_back(port.name ? port.name->text : "input");
  if (op == nullptr) return ports;
  const OpRule& rule = opRuleOf(context_, symbol);
  ports.open = rule.derived && !rule.derived->second.empty();
  return ports;
}

bool BodyWalker::takeInputs(const Ports& ports, std::optional<TensorValue> piped, OpUse& use) {
  const std::vector<std::string>& names = ports.names;
  std::vector<std::optional<TensorValue>> given(names.size());
  std::size_t next = 0;
  if (piped && !given.empty()) given[next++] = std::move(*piped);
  const auto* arguments = argumentsOf(use.written);
  for (std::size_t i = 0; arguments != nullptr && i < arguments->size(); ++i) {
    const syntax::Argument& argument = (*arguments)[i];
    std::size_t place = next;
    if (argument.name) {
      auto port = std::find(names.begin(), names.end(), argument.name->text);
      if (port == names.end()) continue;
      place = static_cast<std::size_t>(port - names.begin());
    } else if (!isTensor(*argument.value)) {
      continue;
    }
    while (!argument.name && place < given.size() && given[place]) ++place;
    if (place >= given.size() && ports.open) given.emplace_back();
    if (place >= given.size()) {
      context_.report(tooManyTensors(argument.span, use.written, names));
      return false;
    }
    if (given[place]) {
      context_.report(inputGivenTwice(argument.span, names[place], given[place]->span));
      return false;
    }
    given[place] = single(chainOf(*argument.value, use.path, ""), argument.value->span);
    use.taken.push_back(&argument);
  }
  const bool none =
      std::none_of(given.begin(), given.end(), [](const auto& value) { return value.has_value(); });
  if (none && !given.empty()) given[0] = soleInput(use.written);
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (!given[i]) {
      const bool known = std::none_of(given.begin(), given.end(),
                                      [](const auto& value) { return value && value->poisoned; });
      if (known) context_.report(inputMissing(use.written, names, i));
      return false;
    }
    use.inputs.push_back(*std::move(given[i]));
  }
  return true;
}

// One tensor, where several results are no place to go on from.
TensorValue BodyWalker::single(TensorValue value, Span use) {
  if (value.results == nullptr || value.poisoned) return value;
  context_.report(severalResults(use, *value.results));
  return poisoned(use);
}

// `x`, or `parts.left` of a model with several results.
TensorValue BodyWalker::named(const syntax::Expr& expr, const std::string& dotted) {
  auto dot = dotted.find('.');
  const TensorValue& whole = values_.at(dotted.substr(0, dot));
  TensorValue value = whole;
  if (dot != std::string::npos && !whole.poisoned) {
    const std::string wanted = dotted.substr(dot + 1);
    std::vector<std::string_view> names;
    const TensorValue* part = nullptr;
    for (std::size_t i = 0; whole.results != nullptr && i < whole.results->size(); ++i) {
      const TensorValue& result = (*whole.results)[i];
      names.push_back(result.name);
      if (result.name == wanted) part = &result;
    }
    if (part == nullptr) {
      context_.report(
          unknownResult(expr.span, dotted.substr(0, dot), wanted, nearest(wanted, names), names));
      return poisoned(expr.span);
    }
    value = *part;
    value.name.clear();
  }
  value.span = expr.span;
  return value;
}

}  // namespace itw::sema
