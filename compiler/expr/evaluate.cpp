#include "compiler/expr/evaluate.h"

#include <cmath>

namespace itw::expr {
namespace {

using Int = std::int64_t;

Outcome fault(FaultKind kind, Origin origin) { return Fault{kind, origin}; }

Int floorDivide(Int left, Int right) {
  Int quotient = left / right;
  return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
}

Outcome ofInts(const ExpressionNode& node, Int left, Int right) {
  Int result = 0;
  bool divides = node.op == Op::FloorDivide || node.op == Op::Modulo || node.op == Op::ExactDivide;
  if (divides && right == 0) return fault(FaultKind::DivisionByZero, node.origin);
  if (divides && right == -1 && left == INT64_MIN) return fault(FaultKind::Overflow, node.origin);
  bool overflow = false;
  switch (node.op) {
    case Op::Add:
      overflow = __builtin_add_overflow(left, right, &result);
      break;
    case Op::Subtract:
      overflow = __builtin_sub_overflow(left, right, &result);
      break;
    case Op::Multiply:
      overflow = __builtin_mul_overflow(left, right, &result);
      break;
    case Op::ExactDivide:
      if (left % right != 0) return fault(FaultKind::NotDivisible, node.origin);
      result = left / right;
      break;
    case Op::FloorDivide:
      result = floorDivide(left, right);
      break;
    case Op::Modulo:
      result = left - floorDivide(left, right) * right;
      break;
    case Op::Min:
      result = std::min(left, right);
      break;
    default:
      result = std::max(left, right);
      break;
  }
  if (overflow) return fault(FaultKind::Overflow, node.origin);
  return Scalar{result};
}

Scalar typed(const ScalarType& type, Real real) {
  if (type.kind == ScalarKind::Measure) return {Measure{real, type.dimension}};
  return {real};
}

Outcome checkedReal(const ExpressionNode& node, Real real) {
  if (!std::isfinite(real.toDouble())) return fault(FaultKind::Overflow, node.origin);
  return typed(node.type, real);
}

Outcome ofReals(const ExpressionNode& node, const Real& left, const Real& right) {
  bool divides = node.op == Op::Divide || node.op == Op::ExactDivide ||
                 node.op == Op::FloorDivide || node.op == Op::Modulo;
  if (divides && right.isZero()) return fault(FaultKind::DivisionByZero, node.origin);
  switch (node.op) {
    case Op::Add:
      return checkedReal(node, left.plus(right));
    case Op::Subtract:
      return checkedReal(node, left.minus(right));
    case Op::Multiply:
      return checkedReal(node, left.times(right));
    case Op::Divide:
    case Op::ExactDivide:
      return checkedReal(node, left.over(right));
    case Op::FloorDivide:
      return checkedReal(node, left.over(right).floor());
    case Op::Modulo:
      return checkedReal(node, left.minus(left.over(right).floor().times(right)));
    case Op::Min:
      return checkedReal(node, left.compare(right) < 0 ? left : right);
    default:
      return checkedReal(node, left.compare(right) < 0 ? right : left);
  }
}

bool isComparison(Op op) { return op >= Op::Equal && op <= Op::GreaterEqual; }

Scalar compared(Op op, const Scalar& left, const Scalar& right) {
  if (op == Op::Equal) return {sameScalar(left, right)};
  if (op == Op::NotEqual) return {!sameScalar(left, right)};
  auto order = realOf(left).compare(realOf(right));
  if (op == Op::Less) return {order < 0};
  if (op == Op::LessEqual) return {order <= 0};
  if (op == Op::Greater) return {order > 0};
  return {order >= 0};
}

// As interpolation writes it: a text without its quotes.
std::string plainText(const Scalar& scalar) {
  return scalar.string() != nullptr ? *scalar.string() : textOf(scalar);
}

Scalar converted(const Scalar& value, const ScalarType& type) {
  bool widens = type.kind == ScalarKind::Float && value.integer() != nullptr;
  return widens ? Scalar{realOf(value)} : value;
}

Outcome joined(const ExpressionNode& node, std::string left, const std::string& right) {
  if (!left.empty() && left.size() + right.size() > kLongestText)
    return fault(FaultKind::TextTooLong, node.origin);
  return Scalar{std::move(left) + right};
}

Outcome ofBinary(const ExpressionNode& node, const Scalar& left, const Scalar& right) {
  if (node.op == Op::Join) return joined(node, plainText(left), plainText(right));
  if (isComparison(node.op)) return compared(node.op, left, right);
  if (node.type.kind == ScalarKind::Int) return ofInts(node, *left.integer(), *right.integer());
  return ofReals(node, realOf(left), realOf(right));
}

Outcome rounded(const ExpressionNode& node, const Real& real) {
  Real whole = node.op == Op::Floor ? real.floor() : real.negated().floor().negated();
  if (whole.isExact()) {
    auto integer = whole.exact()->toInteger();
    return integer ? Outcome(Scalar{*integer}) : fault(FaultKind::Overflow, node.origin);
  }
  double value = whole.toDouble();
  if (std::abs(value) >= 9.2e18) return fault(FaultKind::Overflow, node.origin);
  return Scalar{static_cast<Int>(value)};
}

Outcome ofUnary(const ExpressionNode& node, const Scalar& operand) {
  if (node.op == Op::Not) return Scalar{!*operand.boolean()};
  if (node.op == Op::Floor || node.op == Op::Ceil) return rounded(node, realOf(operand));
  if (const Int* integer = operand.integer();
      integer != nullptr && node.type.kind == ScalarKind::Int) {
    if (*integer == INT64_MIN) return fault(FaultKind::Overflow, node.origin);
    return Scalar{node.op == Op::Abs && *integer >= 0 ? *integer : -*integer};
  }
  Real real = realOf(operand);
  double value = real.toDouble();
  if (node.op == Op::Negate) return typed(node.type, real.negated());
  if (node.op == Op::Abs) return typed(node.type, value < 0 ? real.negated() : real);
  bool outside = (node.op == Op::Sqrt && value < 0) || (node.op == Op::Log && value <= 0);
  if (outside) return fault(FaultKind::OutOfDomain, node.origin);
  if (node.op == Op::Sqrt) return Scalar{Real(std::sqrt(value))};
  return checkedReal(node, Real(node.op == Op::Exp ? std::exp(value) : std::log(value)));
}

/// Works through the nodes in order, so that long chains need no stack.
class Interpreter {
 public:
  Interpreter(const Expression& expression, std::span<const Scalar> slots)
      : expression_(expression), slots_(slots) {}

  Outcome run() {
    outcomes_.reserve(expression_.nodes().size());
    for (const ExpressionNode& node : expression_.nodes()) outcomes_.push_back(valueOf(node));
    return std::move(outcomes_.back());
  }

 private:
  Outcome valueOf(const ExpressionNode& node) const {
    switch (node.op) {
      case Op::Constant:
        return expression_.constant(node.a);
      case Op::Slot:
        return slots_[node.a];
      case Op::And:
      case Op::Or:
        return ofConnective(node);
      case Op::If:
        return ofIf(node);
      case Op::Call:
        return ofCall(node);
      default:
        return ofOperands(node);
    }
  }

  Outcome ofConnective(const ExpressionNode& node) const {
    const auto* left = std::get_if<Scalar>(&outcomes_[node.a]);
    if (left == nullptr || *left->boolean() == (node.op == Op::Or)) return outcomes_[node.a];
    return outcomes_[node.b];
  }

  Outcome ofIf(const ExpressionNode& node) const {
    const auto* condition = std::get_if<Scalar>(&outcomes_[node.a]);
    if (condition == nullptr) return outcomes_[node.a];
    const Outcome& chosen = outcomes_[*condition->boolean() ? node.b : node.c];
    const auto* value = std::get_if<Scalar>(&chosen);
    if (value != nullptr && node.type.kind == ScalarKind::Float) return Scalar{realOf(*value)};
    return chosen;
  }

  Outcome ofOperands(const ExpressionNode& node) const {
    const auto* left = std::get_if<Scalar>(&outcomes_[node.a]);
    if (left == nullptr) return outcomes_[node.a];
    if (arityOf(node.op) == 1) return ofUnary(node, *left);
    const auto* right = std::get_if<Scalar>(&outcomes_[node.b]);
    if (right == nullptr) return outcomes_[node.b];
    return ofBinary(node, *left, *right);
  }

  // What is wrong inside is told where the call stands.
  Outcome ofCall(const ExpressionNode& node) const {
    const FunctionCall& call = expression_.call(node.a);
    std::vector<Scalar> operands;
    operands.reserve(call.operands.size());
    for (std::uint32_t operand : call.operands) {
      const auto* value = std::get_if<Scalar>(&outcomes_[operand]);
      if (value == nullptr) return outcomes_[operand];
      operands.push_back(*value);
    }
    Outcome outcome = evaluate(*call.function, std::move(operands));
    if (auto* inner = std::get_if<Fault>(&outcome)) inner->origin = node.origin;
    return outcome;
  }

  const Expression& expression_;
  std::span<const Scalar> slots_;
  std::vector<Outcome> outcomes_;
};

}  // namespace

Outcome applyOperation(const ExpressionNode& node, const Scalar& left, const Scalar& right) {
  return arityOf(node.op) == 1 ? ofUnary(node, left) : ofBinary(node, left, right);
}

Outcome evaluate(const Expression& expression, std::span<const Scalar> slots) {
  return Interpreter(expression, slots).run();
}

Outcome evaluate(const Function& function, std::vector<Scalar> slots) {
  for (std::size_t i = 0; i < slots.size(); ++i) slots[i] = converted(slots[i], function.slots[i]);
  if (!function.guard.empty()) {
    Outcome guard = evaluate(function.guard, slots);
    const auto* holds = std::get_if<Scalar>(&guard);
    if (holds == nullptr) return guard;
    if (!*holds->boolean()) return fault(FaultKind::GuardBroken, 0);
  }
  Outcome outcome = evaluate(function.body, slots);
  const auto* value = std::get_if<Scalar>(&outcome);
  return value == nullptr ? outcome : Outcome(converted(*value, function.result));
}

}  // namespace itw::expr
