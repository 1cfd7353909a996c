#include <algorithm>
#include <cmath>

#include "compiler/expr/evaluate.h"

namespace itw::expr {
namespace {

using Known = std::variant<Abstract, Fault>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Abstract unknown() { return {}; }

Abstract ofRange(const Interval& range) {
  Abstract result;
  result.range = range;
  return result;
}

Abstract ofTruth(Tri truth) {
  Abstract result;
  result.truth = truth;
  if (truth != Tri::Unknown) result.value = Scalar{truth == Tri::True};
  return result;
}

Tri compareRanges(Op op, const Interval& left, const Interval& right) {
  switch (op) {
    case Op::Equal:
      return equal(left, right);
    case Op::NotEqual:
      return negated(equal(left, right));
    case Op::Less:
      return less(left, right);
    case Op::LessEqual:
      return lessEqual(left, right);
    case Op::Greater:
      return less(right, left);
    default:
      return lessEqual(right, left);
  }
}

Interval combineRanges(Op op, const Interval& left, const Interval& right) {
  switch (op) {
    case Op::Add:
      return plus(left, right);
    case Op::Subtract:
      return minus(left, right);
    case Op::Multiply:
      return times(left, right);
    case Op::Divide:
    case Op::ExactDivide:
      return over(left, right);
    case Op::FloorDivide:
      return floorOver(left, right);
    case Op::Modulo:
      return modulo(left, right);
    case Op::Min:
      return {std::min(left.low, right.low), std::min(left.high, right.high), false};
    case Op::Max:
      return {std::max(left.low, right.low), std::max(left.high, right.high), false};
    default:
      return {};
  }
}

Interval rangeOfUnary(Op op, const Interval& operand) {
  auto apply = [&](double (*function)(double)) {
    double low = function(operand.low);
    double high = function(operand.high);
    return std::isnan(low) || std::isnan(high) ? Interval{} : Interval{low, high, false};
  };
  switch (op) {
    case Op::Negate:
      return negated(operand);
    case Op::Abs:
      if (operand.contains(0)) return {0, std::max(-operand.low, operand.high), false};
      return operand.low > 0 ? operand : negated(operand);
    case Op::Sqrt:
      return operand.low < 0 ? Interval{0, kInfinity, false}
                             : apply([](double x) { return std::sqrt(x); });
    case Op::Exp:
      return apply([](double x) { return std::exp(x); });
    case Op::Log:
      return operand.low <= 0 ? Interval{} : apply([](double x) { return std::log(x); });
    case Op::Floor:
      return apply([](double x) { return std::floor(x); });
    case Op::Ceil:
      return apply([](double x) { return std::ceil(x); });
    default:
      return {};
  }
}

class Approximation {
 public:
  Approximation(const Expression& expression, std::span<const Abstract> slots, const Facts& facts)
      : expression_(expression), slots_(slots), facts_(facts) {}

  Known run() {
    results_.reserve(expression_.nodes().size());
    for (const ExpressionNode& node : expression_.nodes()) results_.push_back(of(node));
    return std::move(results_.back());
  }

 private:
  Known of(const ExpressionNode& node) const {
    if (node.op == Op::Constant) return abstractOf(expression_.constant(node.a));
    if (node.op == Op::Slot) return slots_[node.a];
    if (node.op == Op::Call) return ofCall(node);
    const Known& first = results_[node.a];
    const auto* left = std::get_if<Abstract>(&first);
    if (left == nullptr) return first;
    if (node.op == Op::If) return ofIf(node, *left);
    if (arityOf(node.op) == 1) return ofUnary(node, *left);
    if (node.op == Op::And || node.op == Op::Or) return ofConnective(node, *left);
    const Known& second = results_[node.b];
    const auto* right = std::get_if<Abstract>(&second);
    return right == nullptr ? second : ofBinary(node, *left, *right);
  }

  Known ofCall(const ExpressionNode& node) const {
    const FunctionCall& call = expression_.call(node.a);
    std::vector<Abstract> operands;
    operands.reserve(call.operands.size());
    for (std::uint32_t operand : call.operands) {
      const auto* known = std::get_if<Abstract>(&results_[operand]);
      if (known == nullptr) return results_[operand];
      operands.push_back(*known);
    }
    Known result = approximate(*call.function, std::move(operands), facts_);
    if (auto* inner = std::get_if<Fault>(&result)) inner->origin = node.origin;
    return result;
  }

  Known ofConnective(const ExpressionNode& node, const Abstract& left) const {
    bool isAnd = node.op == Op::And;
    if (left.truth == (isAnd ? Tri::False : Tri::True)) return left;
    const auto* right = std::get_if<Abstract>(&results_[node.b]);
    // What may not be needed may fail.
    if (right == nullptr) return left.truth == Tri::Unknown ? Known(unknown()) : results_[node.b];
    return ofTruth(isAnd ? both(left.truth, right->truth) : either(left.truth, right->truth));
  }

  Known ofIf(const ExpressionNode& node, const Abstract& condition) const {
    if (condition.truth != Tri::Unknown)
      return asTyped(node, results_[condition.truth == Tri::True ? node.b : node.c]);
    const auto* then = std::get_if<Abstract>(&results_[node.b]);
    const auto* otherwise = std::get_if<Abstract>(&results_[node.c]);
    if (then == nullptr || otherwise == nullptr) return unknown();
    Abstract result = ofRange(join(then->range, otherwise->range));
    if (then->dim && otherwise->dim && *then->dim == *otherwise->dim) result.dim = then->dim;
    if (then->truth == otherwise->truth) result.truth = then->truth;
    return result;
  }

  // A branch of integers in a choice of floats.
  static Known asTyped(const ExpressionNode& node, Known branch) {
    auto* known = std::get_if<Abstract>(&branch);
    return known == nullptr ? branch : Known(converted(std::move(*known), node.type));
  }

  Known ofUnary(const ExpressionNode& node, const Abstract& operand) const {
    if (node.op == Op::Not) return ofTruth(negated(operand.truth));
    if (operand.value) return ofConstants(node, *operand.value, *operand.value);
    if (operand.dim && node.op == Op::Negate) return abstractOf(Dim(0).minus(*operand.dim), facts_);
    return ofRange(rangeOfUnary(node.op, operand.range));
  }

  Known ofBinary(const ExpressionNode& node, const Abstract& left, const Abstract& right) const {
    if (left.value && right.value) return ofConstants(node, *left.value, *right.value);
    if (node.op == Op::Join) return unknown();
    if (node.type.kind == ScalarKind::Bool) return ofComparison(node.op, left, right);
    if (left.dim && right.dim) return ofDims(node, left, right);
    return ofRange(combineRanges(node.op, left.range, right.range));
  }

  Known ofConstants(const ExpressionNode& node, const Scalar& left, const Scalar& right) const {
    Outcome outcome = applyOperation(node, left, right);
    if (const auto* value = std::get_if<Scalar>(&outcome)) return abstractOf(*value);
    return std::get<Fault>(outcome);
  }

  Known ofComparison(Op op, const Abstract& left, const Abstract& right) const {
    bool equality = op == Op::Equal || op == Op::NotEqual;
    if (left.dim && right.dim) {
      if (equality) {
        Tri same = provablyEqual(*left.dim, *right.dim, facts_);
        return ofTruth(op == Op::Equal ? same : negated(same));
      }
      Interval difference = left.dim->minus(*right.dim).bounds(facts_);
      return ofTruth(compareRanges(op, difference, Interval::point(0)));
    }
    return ofTruth(compareRanges(op, left.range, right.range));
  }

  Known ofDims(const ExpressionNode& node, const Abstract& left, const Abstract& right) const {
    const Dim& a = *left.dim;
    const Dim& b = *right.dim;
    std::optional<Dim> result;
    FaultKind kind = FaultKind::DivisionByZero;
    switch (node.op) {
      case Op::Add:
        result = a.plus(b);
        break;
      case Op::Subtract:
        result = a.minus(b);
        break;
      case Op::Multiply:
        result = a.times(b);
        break;
      case Op::FloorDivide:
        result = a.floorOver(b, facts_);
        break;
      case Op::Modulo:
        result = a.modulo(b, facts_);
        break;
      case Op::ExactDivide:
        result = a.exactOver(b, facts_);
        kind = b.isZero() ? FaultKind::DivisionByZero : FaultKind::NotDivisible;
        break;
      default:
        return ofRange(combineRanges(node.op, left.range, right.range));
    }
    if (!result) return Fault{kind, node.origin};
    if (result->isBroken()) return Fault{FaultKind::Overflow, node.origin};
    Abstract known = abstractOf(*result, facts_);
    known.range = intersect(known.range, combineRanges(node.op, left.range, right.range));
    return known;
  }

  const Expression& expression_;
  std::span<const Abstract> slots_;
  const Facts& facts_;
  std::vector<Known> results_;
};

}  // namespace

Abstract abstractOf(const Scalar& value) {
  Abstract result;
  result.value = value;
  if (const auto* boolean = value.boolean()) result.truth = triOf(*boolean);
  if (value.boolean() != nullptr || value.string() != nullptr) return result;
  result.range = Interval::point(realOf(value).toDouble());
  if (const auto* integer = value.integer()) result.dim = Dim(*integer);
  return result;
}

Abstract abstractOf(const Dim& dim, const Facts& facts) {
  if (auto constant = dim.constant()) return abstractOf(Scalar{*constant});
  Abstract result;
  result.dim = dim;
  result.range = dim.bounds(facts);
  return result;
}

std::variant<Abstract, Fault> approximate(const Expression& expression,
                                          std::span<const Abstract> slots, const Facts& facts) {
  return Approximation(expression, slots, facts).run();
}

std::variant<Abstract, Fault> approximate(const Function& function, std::vector<Abstract> slots,
                                          const Facts& facts) {
  for (std::size_t i = 0; i < slots.size(); ++i)
    slots[i] = converted(std::move(slots[i]), function.slots[i]);
  if (!function.guard.empty()) {
    Known guard = approximate(function.guard, slots, facts);
    const auto* known = std::get_if<Abstract>(&guard);
    if (known == nullptr) return guard;
    if (known->truth == Tri::False) return Fault{FaultKind::GuardBroken, 0};
  }
  Known result = approximate(function.body, slots, facts);
  auto* known = std::get_if<Abstract>(&result);
  return known == nullptr ? result : Known(converted(std::move(*known), function.result));
}

Abstract converted(Abstract known, const ScalarType& type) {
  if (type.kind != ScalarKind::Float) return known;
  if (known.value) known.value = Scalar{realOf(*known.value)};
  known.dim.reset();
  return known;
}

}  // namespace itw::expr
