#include "runtime/nn/elementwise_function.h"

#include <array>
#include <utility>

#include "compiler/expr/function_value.h"
#include "runtime/nn/nn_errors.h"

namespace itw::nn {

using expr::Op;

namespace {

// A term of a derivative; undefined stands for zero.
at::Tensor plus(const at::Tensor& a, const at::Tensor& b) {
  if (!a.defined()) return b;
  return b.defined() ? a + b : a;
}

at::Tensor times(const at::Tensor& derivative, const at::Tensor& factor) {
  return derivative.defined() ? derivative * factor : derivative;
}

at::Tensor negated(const at::Tensor& derivative) {
  return derivative.defined() ? -derivative : derivative;
}

// The derivative of the branch that each element takes.
at::Tensor chosen(const at::Tensor& condition, const at::Tensor& then,
                  const at::Tensor& otherwise) {
  if (!then.defined() && !otherwise.defined()) return {};
  const at::Tensor zero = at::zeros({}, (then.defined() ? then : otherwise).options());
  return at::where(condition, then.defined() ? then : zero, otherwise.defined() ? otherwise : zero);
}

// The smaller, or the larger, of two.
Dual extreme(const Dual& a, const Dual& b, bool larger) {
  const at::Tensor value = larger ? at::maximum(a.value, b.value) : at::minimum(a.value, b.value);
  if (!a.derivative.defined() && !b.derivative.defined()) return {value, {}};
  const at::Tensor first = larger ? at::gt(a.value, b.value) : at::lt(a.value, b.value);
  const at::Tensor equal = at::eq(a.value, b.value);
  const at::Tensor half = plus(a.derivative, b.derivative) * 0.5;
  return {value, at::where(equal, half, chosen(first, a.derivative, b.derivative))};
}

Dual quotient(const Dual& a, const Dual& b) {
  const at::Tensor value = a.value / b.value;
  at::Tensor derivative = a.derivative.defined() ? a.derivative / b.value : at::Tensor();
  if (b.derivative.defined()) derivative = plus(derivative, -(b.derivative * value / b.value));
  return {value, derivative};
}

// a - b * floor(a / b), with the sign of b.
Dual modulo(const Dual& a, const Dual& b) {
  const at::Tensor whole = at::floor(a.value / b.value);
  return {at::remainder(a.value, b.value), plus(a.derivative, negated(times(b.derivative, whole)))};
}

const expr::List* listOf(const expr::Value* value) {
  return value == nullptr ? nullptr : std::get_if<expr::List>(&value->node);
}

Error unreadable() { return badArgument("function", "operations", "what a plan holds of a `fn`"); }

}  // namespace

std::optional<ElementwiseFunction::Operation> ElementwiseFunction::operationOf(
    const expr::Value& value, std::size_t position, std::size_t parameters) {
  const expr::List* list = listOf(&value);
  const auto* name = list == nullptr || list->items.size() < 2
                         ? nullptr
                         : std::get_if<std::string>(&list->items[0].node);
  const auto op = name == nullptr ? std::nullopt : expr::operationNamed(*name);
  if (!op) return std::nullopt;
  Operation operation{.op = *op};
  if (*op == Op::Constant) {
    const auto* logical = std::get_if<bool>(&list->items[1].node);
    const auto number = expr::numberOf(list->items[1]);
    if (logical == nullptr && !number) return std::nullopt;
    operation.logical = logical != nullptr;
    operation.constant = logical != nullptr ? (*logical ? 1 : 0) : *number;
    return operation;
  }
  const std::size_t bound = *op == Op::Slot ? parameters : position;
  for (std::size_t i = 1; i < list->items.size(); ++i) {
    const auto* place = std::get_if<std::int64_t>(&list->items[i].node);
    if (place == nullptr || *place < 0 || static_cast<std::size_t>(*place) >= bound)
      return std::nullopt;
    operation.operands.push_back(static_cast<std::size_t>(*place));
  }
  const std::size_t arity = *op == Op::Slot ? 1 : expr::arityOf(*op);
  return operation.operands.size() == arity ? std::optional(operation) : std::nullopt;
}

Result<ElementwiseFunction> ElementwiseFunction::of(const expr::Value* value,
                                                    std::size_t parameters) {
  const auto* component = value == nullptr ? nullptr : std::get_if<expr::Component>(&value->node);
  if (component == nullptr || component->name != expr::kFunctionComponent)
    return fail(unreadable());
  const expr::List* operations = listOf(component->arguments.find("operations"));
  const expr::List* declared = listOf(component->arguments.find("parameters"));
  const expr::Value* result = component->arguments.find("result");
  const auto* last = result == nullptr ? nullptr : std::get_if<std::int64_t>(&result->node);
  if (operations == nullptr || declared == nullptr || last == nullptr ||
      declared->items.size() != parameters || *last < 0 ||
      static_cast<std::size_t>(*last) >= operations->items.size())
    return fail(unreadable());
  ElementwiseFunction function;
  function.result_ = static_cast<std::size_t>(*last);
  for (const expr::Value& item : operations->items) {
    auto operation = operationOf(item, function.operations_.size(), parameters);
    if (!operation) return fail(unreadable());
    function.operations_.push_back(*std::move(operation));
  }
  return function;
}

at::Tensor ElementwiseFunction::operator()(std::span<const at::Tensor> arguments) const {
  return run(arguments, std::nullopt).value;
}

Dual ElementwiseFunction::withDerivative(std::span<const at::Tensor> arguments,
                                         std::size_t by) const {
  Dual dual = run(arguments, by);
  if (!dual.derivative.defined()) dual.derivative = at::zeros_like(arguments[by]);
  return dual;
}

Dual ElementwiseFunction::run(std::span<const at::Tensor> arguments,
                              std::optional<std::size_t> by) const {
  std::vector<Dual> values;
  values.reserve(operations_.size());
  for (const Operation& operation : operations_) {
    if (operation.op == Op::Slot) {
      const std::size_t slot = operation.operands[0];
      values.push_back(
          {arguments[slot], by == slot ? at::ones_like(arguments[slot]) : at::Tensor()});
    } else if (operation.op == Op::Constant) {
      const at::TensorOptions options =
          operation.logical ? at::TensorOptions(at::kBool) : arguments[0].options();
      values.push_back({at::scalar_tensor(operation.constant, options), {}});
    } else {
      values.push_back(apply(operation, values));
    }
  }
  Dual result = std::move(values[result_]);
  // A constant function is one number for every element.
  result.value = at::broadcast_to(result.value, arguments[0].sizes());
  if (result.derivative.defined())
    result.derivative = at::broadcast_to(result.derivative, arguments[0].sizes());
  return result;
}

Dual ElementwiseFunction::apply(const Operation& operation, const std::vector<Dual>& values) const {
  const Dual& a = values[operation.operands[0]];
  const Dual& b = values[operation.operands[operation.operands.size() > 1 ? 1 : 0]];
  switch (operation.op) {
    case Op::Negate:
      return {-a.value, negated(a.derivative)};
    case Op::Not:
      return {at::logical_not(a.value), {}};
    case Op::And:
      return {at::logical_and(a.value, b.value), {}};
    case Op::Or:
      return {at::logical_or(a.value, b.value), {}};
    case Op::Equal:
      return {at::eq(a.value, b.value), {}};
    case Op::NotEqual:
      return {at::ne(a.value, b.value), {}};
    case Op::Less:
      return {at::lt(a.value, b.value), {}};
    case Op::LessEqual:
      return {at::le(a.value, b.value), {}};
    case Op::Greater:
      return {at::gt(a.value, b.value), {}};
    case Op::GreaterEqual:
      return {at::ge(a.value, b.value), {}};
    case Op::Add:
      return {a.value + b.value, plus(a.derivative, b.derivative)};
    case Op::Subtract:
      return {a.value - b.value, plus(a.derivative, negated(b.derivative))};
    case Op::Multiply:
      return {a.value * b.value, plus(times(a.derivative, b.value), times(b.derivative, a.value))};
    case Op::Divide:
    case Op::ExactDivide:
      return quotient(a, b);
    case Op::FloorDivide:
      return {at::floor(a.value / b.value), {}};
    case Op::Modulo:
      return modulo(a, b);
    case Op::If: {
      const Dual& c = values[operation.operands[2]];
      return {at::where(a.value, b.value, c.value), chosen(a.value, b.derivative, c.derivative)};
    }
    case Op::Sqrt: {
      const at::Tensor root = at::sqrt(a.value);
      return {root, times(a.derivative, 0.5 / root)};
    }
    case Op::Exp: {
      const at::Tensor power = at::exp(a.value);
      return {power, times(a.derivative, power)};
    }
    case Op::Log:
      return {at::log(a.value), times(a.derivative, 1 / a.value)};
    case Op::Abs:
      return {at::abs(a.value), times(a.derivative, at::sign(a.value))};
    case Op::Floor:
      return {at::floor(a.value), {}};
    case Op::Ceil:
      return {at::ceil(a.value), {}};
    case Op::Min:
    case Op::Max:
      return extreme(a, b, operation.op == Op::Max);
    case Op::Constant:
    case Op::Slot:
    case Op::Join:
    case Op::Call:
      break;
  }
  return a;
}

}  // namespace itw::nn
