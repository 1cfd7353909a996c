#include "compiler/expr/expression.h"

#include <algorithm>
#include <array>

#include "compiler/base/check.h"

namespace itw::expr {
namespace {

struct BuiltIn {
  std::string_view name;
  Op op;
};

constexpr std::array<BuiltIn, 8> kFunctions = {{{"sqrt", Op::Sqrt},
                                                {"exp", Op::Exp},
                                                {"log", Op::Log},
                                                {"abs", Op::Abs},
                                                {"floor", Op::Floor},
                                                {"ceil", Op::Ceil},
                                                {"min", Op::Min},
                                                {"max", Op::Max}}};

using MaybeType = std::optional<ScalarType>;

constexpr ScalarType kBool{ScalarKind::Bool, {}};
constexpr ScalarType kInt{ScalarKind::Int, {}};
constexpr ScalarType kFloat{ScalarKind::Float, {}};

bool isNumber(const ScalarType& type) {
  return type.kind == ScalarKind::Int || type.kind == ScalarKind::Float;
}

bool isMeasure(const ScalarType& type) { return type.kind == ScalarKind::Measure; }

bool bothInts(const ScalarType& left, const ScalarType& right) {
  return left.kind == ScalarKind::Int && right.kind == ScalarKind::Int;
}

bool comparable(const ScalarType& left, const ScalarType& right) {
  return left == right || (isNumber(left) && isNumber(right));
}

MaybeType measured(const Dimension& dimension) {
  return dimension.isNone() ? kFloat : ScalarType{ScalarKind::Measure, dimension};
}

MaybeType additive(const ScalarType& left, const ScalarType& right) {
  if (bothInts(left, right)) return kInt;
  if (isNumber(left) && isNumber(right)) return kFloat;
  if (isMeasure(left) && left == right) return left;
  return std::nullopt;
}

bool multiplicative(const ScalarType& left, const ScalarType& right) {
  return (isNumber(left) || isMeasure(left)) && (isNumber(right) || isMeasure(right));
}

MaybeType ofProduct(const ScalarType& left, const ScalarType& right) {
  if (!multiplicative(left, right)) return std::nullopt;
  if (bothInts(left, right)) return kInt;
  return measured(left.dimension.times(right.dimension));
}

MaybeType ofQuotient(const ScalarType& left, const ScalarType& right) {
  if (!multiplicative(left, right)) return std::nullopt;
  return measured(left.dimension.over(right.dimension));
}

MaybeType ofFloorQuotient(const ScalarType& left, const ScalarType& right) {
  if (bothInts(left, right)) return kInt;
  if (isNumber(left) && isNumber(right)) return kFloat;
  if (isMeasure(left) && left == right) return kFloat;
  return std::nullopt;
}

MaybeType ofOrder(const ScalarType& left, const ScalarType& right) {
  bool ordered = (isNumber(left) && isNumber(right)) || (isMeasure(left) && left == right);
  return ordered ? MaybeType(kBool) : std::nullopt;
}

MaybeType ofUnary(Op op, const ScalarType& operand) {
  switch (op) {
    case Op::Not:
      return operand == kBool ? MaybeType(kBool) : std::nullopt;
    case Op::Sqrt:
    case Op::Exp:
    case Op::Log:
      return isNumber(operand) ? MaybeType(kFloat) : std::nullopt;
    case Op::Floor:
    case Op::Ceil:
      return isNumber(operand) ? MaybeType(kInt) : std::nullopt;
    case Op::Negate:
    case Op::Abs:
      return isNumber(operand) || isMeasure(operand) ? MaybeType(operand) : std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Op> functionOf(std::string_view name) {
  for (const BuiltIn& function : kFunctions)
    if (function.name == name) return function.op;
  return std::nullopt;
}

std::vector<std::string_view> functionNames() {
  std::vector<std::string_view> names;
  for (const BuiltIn& function : kFunctions) names.push_back(function.name);
  return names;
}

std::uint32_t arityOf(Op op) {
  switch (op) {
    case Op::Constant:
    case Op::Slot:
    case Op::Call:
      return 0;
    case Op::Negate:
    case Op::Not:
    case Op::Sqrt:
    case Op::Exp:
    case Op::Log:
    case Op::Abs:
    case Op::Floor:
    case Op::Ceil:
      return 1;
    case Op::If:
      return 3;
    default:
      return 2;
  }
}

std::optional<ScalarType> resultType(Op op, const ScalarType& left, const ScalarType& right) {
  switch (op) {
    case Op::And:
    case Op::Or:
      return left == kBool && right == kBool ? MaybeType(kBool) : std::nullopt;
    case Op::Equal:
    case Op::NotEqual:
      return comparable(left, right) ? MaybeType(kBool) : std::nullopt;
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
      return ofOrder(left, right);
    case Op::Add:
    case Op::Subtract:
    case Op::Modulo:
    case Op::Min:
    case Op::Max:
      return additive(left, right);
    case Op::Multiply:
      return ofProduct(left, right);
    case Op::Divide:
      return ofQuotient(left, right);
    case Op::ExactDivide:
      return bothInts(left, right) ? MaybeType(kInt) : ofQuotient(left, right);
    case Op::FloorDivide:
      return ofFloorQuotient(left, right);
    case Op::Join:
      return ScalarType{ScalarKind::String, {}};
    case Op::If:
      return comparable(left, right) ? MaybeType(left == right ? left : kFloat) : std::nullopt;
    default:
      return ofUnary(op, left);
  }
}

std::uint32_t Expression::add(ExpressionNode node) {
  nodes_.push_back(node);
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

std::uint32_t Expression::addConstant(Scalar value, Origin origin) {
  ScalarType type = value.type();
  constants_.push_back(std::move(value));
  auto index = static_cast<std::uint32_t>(constants_.size() - 1);
  return add({Op::Constant, type, index, 0, 0, origin});
}

std::uint32_t Expression::addSlot(std::uint32_t slot, const ScalarType& type, Origin origin) {
  return add({Op::Slot, type, slot, 0, 0, origin});
}

std::uint32_t Expression::addUnary(Op op, std::uint32_t operand, Origin origin) {
  auto type = ofUnary(op, typeOf(operand));
  ITW_CHECK(type.has_value(), "operand of a wrong type");
  return add({op, *type, operand, 0, 0, origin});
}

std::uint32_t Expression::addBinary(Op op, std::uint32_t left, std::uint32_t right, Origin origin) {
  auto type = resultType(op, typeOf(left), typeOf(right));
  ITW_CHECK(type.has_value(), "operands of wrong types");
  return add({op, *type, left, right, 0, origin});
}

std::uint32_t Expression::addIf(std::uint32_t condition, std::uint32_t then,
                                std::uint32_t otherwise, Origin origin) {
  auto type = resultType(Op::If, typeOf(then), typeOf(otherwise));
  ITW_CHECK(type.has_value() && typeOf(condition) == kBool, "operands of wrong types");
  return add({Op::If, *type, condition, then, otherwise, origin});
}

std::uint32_t Expression::addCall(FunctionCall call, Origin origin) {
  ITW_CHECK(call.operands.size() == call.function->slots.size(), "a call without its operands");
  ScalarType type = call.function->result;
  calls_.push_back(std::move(call));
  return add({Op::Call, type, static_cast<std::uint32_t>(calls_.size() - 1), 0, 0, origin});
}

Function counted(Function function) {
  std::uint64_t steps = 0;
  std::uint32_t depth = 0;
  for (const Expression* part : {&function.body, &function.guard}) {
    steps += part->nodes().size();
    for (const FunctionCall& call : part->calls()) {
      steps += call.function->steps;
      depth = std::max(depth, call.function->depth);
    }
  }
  function.depth = depth + 1;
  function.steps = static_cast<std::uint32_t>(std::min<std::uint64_t>(steps, UINT32_MAX));
  return function;
}

}  // namespace itw::expr
