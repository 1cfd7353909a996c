#include "compiler/sema/scalar_compiler.h"

#include <algorithm>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/function/env_item.h"
#include "compiler/sema/function/function_diagnostics.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {

using expr::Op;
using syntax::BinaryOp;

namespace {

const syntax::BinaryExpr* operatorOf(const syntax::Expr& expr) {
  const auto* binary = std::get_if<syntax::BinaryExpr>(&expr.node);
  return binary == nullptr || binary->op == BinaryOp::Pipe || isNoneTest(expr) ? nullptr : binary;
}

std::optional<Op> functionOf(const syntax::Expr& expr) {
  const auto* call = std::get_if<syntax::CallExpr>(&expr.node);
  const auto* name = call == nullptr ? nullptr : std::get_if<syntax::NameExpr>(&call->callee->node);
  return name == nullptr ? std::nullopt : expr::functionOf(name->name);
}

// A word of an enumeration, which needs no quotes where the enumeration is asked for.
bool isMember(TypeRef wanted, const syntax::Expr& expr) {
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  if (name == nullptr || wanted == nullptr || !wanted->is(TypeKind::Enum)) return false;
  const std::vector<std::string>& members = wanted->members;
  return std::find(members.begin(), members.end(), name->name) != members.end();
}

bool isNone(const syntax::ExprPtr& expr) {
  return std::holds_alternative<syntax::NoneLiteral>(expr->node);
}

}  // namespace

bool isNoneTest(const syntax::Expr& expr) {
  const auto* binary = std::get_if<syntax::BinaryExpr>(&expr.node);
  if (binary == nullptr) return false;
  bool equality = binary->op == BinaryOp::Equal || binary->op == BinaryOp::NotEqual;
  return equality && (isNone(binary->left) || isNone(binary->right));
}

bool isScalarOperation(const syntax::Expr& expr) {
  return operatorOf(expr) != nullptr || std::holds_alternative<syntax::UnaryExpr>(expr.node) ||
         functionOf(expr).has_value();
}

std::optional<CompiledScalar> ScalarCompiler::compile(const syntax::Expr& expr, TypeRef wanted) {
  result_ = {};
  enumerations_.clear();
  if (!node(expr, wanted)) return std::nullopt;
  return std::move(result_);
}

expr::Origin ScalarCompiler::at(Span span) {
  result_.spans.push_back(span);
  return static_cast<expr::Origin>(result_.spans.size() - 1);
}

ScalarCompiler::Node ScalarCompiler::node(const syntax::Expr& expr, TypeRef wanted) {
  if (operatorOf(expr) != nullptr) return chain(expr);
  if (const auto* operation = std::get_if<syntax::UnaryExpr>(&expr.node))
    return unary(expr, *operation);
  if (const auto* branches = std::get_if<syntax::IfExpr>(&expr.node))
    return conditional(expr, *branches, wanted);
  if (auto function = functionOf(expr))
    return call(expr, std::get<syntax::CallExpr>(expr.node), *function);
  bool broken = false;
  if (auto literal = literalOf(context_, expr, broken))
    return result_.code.addConstant(std::move(*literal), at(expr.span));
  if (broken) return std::nullopt;
  if (isMember(wanted, expr))
    return result_.code.addConstant({std::get<syntax::NameExpr>(expr.node).name}, at(expr.span));
  const auto* text = std::get_if<syntax::StringLiteral>(&expr.node);
  if (text != nullptr && leaves_.joinsTexts()) return joined(expr, *text);
  if (auto use = leaves_.functionUse(expr)) return functionCall(expr, *use);
  return leaf(expr);
}

static bool isZero(const syntax::NumberLiteral& number) {
  return number.digits.find_first_not_of("0._") == std::string::npos;
}

// `a + b + c ...` leans to the left as deep as it is long, so the spine is walked, not called.
ScalarCompiler::Node ScalarCompiler::chain(const syntax::Expr& expr) {
  std::vector<const syntax::Expr*> spine;
  const syntax::Expr* start = &expr;
  while (const auto* binary = operatorOf(*start)) {
    spine.push_back(start);
    start = binary->left.get();
  }
  Node result = node(*start);
  for (auto place = spine.rbegin(); place != spine.rend(); ++place)
    result = fold(result, **place, std::get<syntax::BinaryExpr>((*place)->node));
  return result;
}

ScalarCompiler::Node ScalarCompiler::fold(Node left, const syntax::Expr& expr,
                                          const syntax::BinaryExpr& binary) {
  if (binary.op == BinaryOp::In || binary.op == BinaryOp::NotIn)
    return left ? membership(*left, expr, binary) : Node();
  Node right = node(*binary.right);
  if (!left || !right) return std::nullopt;
  Op op = opOf(binary.op);
  if (op == Op::Divide && inDimension_) op = Op::ExactDivide;
  const expr::ScalarType& a = result_.code.typeOf(*left);
  const expr::ScalarType& b = result_.code.typeOf(*right);
  if (!expr::resultType(op, a, b)) {
    context_.report(operandMismatch(binary, textOf(a), textOf(b)));
    return std::nullopt;
  }
  bool equality = op == Op::Equal || op == Op::NotEqual;
  if (equality && !membersAgree(*left, *right)) return std::nullopt;
  const bool divides = op == Op::Divide || op == Op::FloorDivide || op == Op::Modulo;
  const auto* divisor = std::get_if<syntax::NumberLiteral>(&binary.right->node);
  // What is constant is evaluated where it is needed.
  const bool open = result_.code.nodes()[*left].op != Op::Constant;
  if (divides && open && divisor != nullptr && isZero(*divisor)) {
    context_.report(scalarFault(expr.span, expr::FaultKind::DivisionByZero));
    return std::nullopt;
  }
  return apply(op, *left, *right, expr.span);
}

// A comparison with a word that the enumeration does not have would always say the same.
bool ScalarCompiler::membersAgree(std::uint32_t left, std::uint32_t right) {
  auto enumeration = enumerations_.find(left);
  std::uint32_t other = right;
  if (enumeration == enumerations_.end()) {
    enumeration = enumerations_.find(right);
    other = left;
  }
  const expr::ExpressionNode& word = result_.code.nodes()[other];
  if (enumeration == enumerations_.end() || word.op != Op::Constant) return true;
  const std::string& text = *result_.code.constant(word.a).string();
  for (const std::string& member : enumeration->second->members)
    if (member == text) return true;
  context_.report(notAMember(result_.spans[word.origin], text, *enumeration->second));
  return false;
}

ScalarCompiler::Node ScalarCompiler::apply(Op op, std::uint32_t left, std::uint32_t right,
                                           Span span) {
  return result_.code.addBinary(op, left, right, at(span));
}

ScalarCompiler::Node ScalarCompiler::membership(std::uint32_t left, const syntax::Expr& expr,
                                                const syntax::BinaryExpr& binary) {
  const auto* range = std::get_if<syntax::RangeExpr>(&binary.right->node);
  Node test =
      range != nullptr ? rangeTest(left, expr, *range) : listTest(left, expr, *binary.right);
  if (!test || binary.op == BinaryOp::In) return test;
  return result_.code.addUnary(Op::Not, *test, at(expr.span));
}

ScalarCompiler::Node ScalarCompiler::rangeTest(std::uint32_t left, const syntax::Expr& expr,
                                               const syntax::RangeExpr& range) {
  Node low = node(*range.low);
  Node high = node(*range.high);
  if (!low || !high) return std::nullopt;
  for (auto [bound, where] :
       {std::pair{*low, range.low.get()}, std::pair{*high, range.high.get()}}) {
    const expr::ScalarType& type = result_.code.typeOf(left);
    if (!expr::resultType(Op::LessEqual, type, result_.code.typeOf(bound))) {
      context_.report(boundMismatch(where->span, textOf(type), textOf(result_.code.typeOf(bound))));
      return std::nullopt;
    }
  }
  Node above = apply(Op::LessEqual, *low, left, expr.span);
  Node below = apply(range.inclusive ? Op::LessEqual : Op::Less, left, *high, expr.span);
  return apply(Op::And, *above, *below, expr.span);
}

ScalarCompiler::Node ScalarCompiler::listTest(std::uint32_t left, const syntax::Expr& expr,
                                              const syntax::Expr& list) {
  std::vector<std::uint32_t> elements;
  if (const auto* written = std::get_if<syntax::ListExpr>(&list.node)) {
    for (const syntax::ExprPtr& item : written->items) {
      Node element = node(*item);
      if (!element) return std::nullopt;
      elements.push_back(*element);
    }
  } else {
    auto leaves = leaves_.resolveList(list);
    if (!leaves) return std::nullopt;
    for (const Leaf& element : *leaves) elements.push_back(*addLeaf(element, list.span));
  }
  Node result = result_.code.addConstant({false}, at(expr.span));
  for (std::uint32_t element : elements) {
    const expr::ScalarType& type = result_.code.typeOf(left);
    if (!expr::resultType(Op::Equal, type, result_.code.typeOf(element))) {
      context_.report(boundMismatch(list.span, textOf(type), textOf(result_.code.typeOf(element))));
      return std::nullopt;
    }
    if (!membersAgree(left, element)) return std::nullopt;
    result = apply(Op::Or, *result, *apply(Op::Equal, left, element, expr.span), expr.span);
  }
  return result;
}

constexpr std::string_view kTooLargeByOne = "9223372036854775808";

ScalarCompiler::Node ScalarCompiler::unary(const syntax::Expr& expr,
                                           const syntax::UnaryExpr& operation) {
  bool negates = operation.op == syntax::UnaryOp::Negate;
  // The smallest int has no positive counterpart.
  const auto* literal = std::get_if<syntax::NumberLiteral>(&operation.operand->node);
  if (negates && literal != nullptr && literal->integer && literal->digits == kTooLargeByOne)
    return result_.code.addConstant({INT64_MIN}, at(expr.span));
  Node operand = node(*operation.operand);
  if (!operand) return std::nullopt;
  Op op = negates ? Op::Negate : Op::Not;
  const expr::ScalarType& type = result_.code.typeOf(*operand);
  if (!expr::resultType(op, type, type)) {
    context_.report(operandOfUnary(expr.span, negates ? "-" : "not", textOf(type)));
    return std::nullopt;
  }
  return result_.code.addUnary(op, *operand, at(expr.span));
}

ScalarCompiler::Node ScalarCompiler::conditional(const syntax::Expr& expr,
                                                 const syntax::IfExpr& branches, TypeRef wanted) {
  Node condition = node(*branches.condition);
  Node then = node(*branches.then, wanted);
  Node otherwise = node(*branches.otherwise, wanted);
  if (!condition || !then || !otherwise) return std::nullopt;
  const expr::ScalarType& test = result_.code.typeOf(*condition);
  const expr::ScalarType& a = result_.code.typeOf(*then);
  const expr::ScalarType& b = result_.code.typeOf(*otherwise);
  if (test.kind != expr::ScalarKind::Bool) {
    context_.report(conditionNotBool(branches.condition->span, textOf(test)));
    return std::nullopt;
  }
  if (!expr::resultType(Op::If, a, b)) {
    context_.report(branchMismatch(branches, textOf(a), textOf(b)));
    return std::nullopt;
  }
  return result_.code.addIf(*condition, *then, *otherwise, at(expr.span));
}

ScalarCompiler::Node ScalarCompiler::call(const syntax::Expr& expr, const syntax::CallExpr& call,
                                          Op function) {
  const std::string& name = std::get<syntax::NameExpr>(call.callee->node).name;
  std::size_t wanted = expr::arityOf(function);
  bool fits = wanted == 2 ? call.arguments.size() >= 2 : call.arguments.size() == wanted;
  if (!fits) {
    context_.report(wrongOperandCount(expr.span, name, wanted, call.arguments.size()));
    return std::nullopt;
  }
  Node result;
  for (const syntax::Argument& argument : call.arguments) {
    Node operand = node(*argument.value);
    if (argument.name) context_.report(namedOperand(argument.name->span, name));
    if (!operand || argument.name) return std::nullopt;
    const expr::ScalarType& type = result_.code.typeOf(*operand);
    const expr::ScalarType& first = result ? result_.code.typeOf(*result) : type;
    if (!expr::resultType(function, first, type)) {
      context_.report(operandOfFunction(argument.span, name, textOf(type)));
      return std::nullopt;
    }
    if (wanted == 1) return result_.code.addUnary(function, *operand, at(expr.span));
    result = result ? apply(function, *result, *operand, expr.span) : operand;
  }
  return result;
}

ScalarCompiler::Node ScalarCompiler::leaf(const syntax::Expr& expr) {
  auto found = leaves_.resolve(expr);
  return found ? addLeaf(*found, expr.span) : Node();
}

ScalarCompiler::Node ScalarCompiler::addLeaf(const Leaf& leaf, Span span) {
  std::uint32_t added = result_.code.addSlot(leaf.slot, leaf.type, at(span));
  if (leaf.enumeration != nullptr) enumerations_.emplace(added, leaf.enumeration);
  return added;
}

std::optional<Leaf> ItemLeaves::resolve(const syntax::Expr& leaf) {
  Item item = elaborate(context_, scope_, leaf);
  if (item.isError()) return std::nullopt;
  return add(std::move(item), leaf.span);
}

std::optional<Leaf> ItemLeaves::add(Item item, Span span) {
  if (isFromEnv(item)) {
    context_.report(envInExpression(span));
    return std::nullopt;
  }
  TypeRef type = item.type;
  if (type->is(TypeKind::Optional) && !item.isNone()) type = type->inner;
  auto scalar = scalarTypeOf(*type);
  bool measured = type->is(TypeKind::Component) && type->name == "metric" && item.value &&
                  std::holds_alternative<expr::OutputRef>(item.value->node);
  if (measured) scalar = expr::ScalarType{expr::ScalarKind::Float, {}};
  if (!scalar) {
    item.span = span;
    context_.report(item.isNone() ? noneForValue(item, item.type->is(TypeKind::Optional)
                                                           ? *item.type->inner
                                                           : *context_.types.simple(TypeKind::Int))
                                  : notAScalar(span, *item.type));
    return std::nullopt;
  }
  items_.push_back(std::move(item));
  return Leaf{static_cast<std::uint32_t>(items_.size() - 1), *scalar,
              type->is(TypeKind::Enum) ? type : nullptr};
}

std::optional<std::vector<Leaf>> ItemLeaves::resolveList(const syntax::Expr& list) {
  Item item = elaborate(context_, scope_, list);
  if (item.isError()) return std::nullopt;
  if (!item.items) {
    context_.report(notAList(list.span, *item.type));
    return std::nullopt;
  }
  std::vector<Leaf> leaves;
  for (const Item& element : *item.items) {
    auto leaf = add(element, list.span);
    if (!leaf) return std::nullopt;
    leaves.push_back(*leaf);
  }
  return leaves;
}

std::variant<expr::Abstract, expr::Fault> evaluateCode(const expr::Expression& code,
                                                       const std::vector<expr::Abstract>& slots,
                                                       const expr::Facts& facts) {
  std::vector<expr::Scalar> values;
  values.reserve(slots.size());
  for (const expr::Abstract& slot : slots) {
    if (!slot.value) return expr::approximate(code, slots, facts);
    values.push_back(*slot.value);
  }
  auto outcome = expr::evaluate(code, values);
  if (const auto* value = std::get_if<expr::Scalar>(&outcome)) return expr::abstractOf(*value);
  return std::get<expr::Fault>(outcome);
}

namespace {

std::variant<expr::Abstract, expr::Fault> evaluateItems(const CompiledScalar& scalar,
                                                        const std::vector<Item>& slots,
                                                        const expr::Facts& facts) {
  std::vector<expr::Abstract> values;
  values.reserve(slots.size());
  for (const Item& slot : slots) values.push_back(slot.scalar);
  return evaluateCode(scalar.code, values, facts);
}

}  // namespace

std::optional<expr::Abstract> evaluateScalar(Context& context, const CompiledScalar& scalar,
                                             const std::vector<Item>& slots,
                                             const expr::Facts& facts) {
  auto known = evaluateItems(scalar, slots, facts);
  if (auto* value = std::get_if<expr::Abstract>(&known)) return std::move(*value);
  const auto& fault = std::get<expr::Fault>(known);
  context.report(scalarFault(scalar.spans[fault.origin], fault.kind));
  return std::nullopt;
}

std::optional<expr::Abstract> evaluateQuietly(const CompiledScalar& scalar,
                                              const std::vector<Item>& slots,
                                              const expr::Facts& facts) {
  auto known = evaluateItems(scalar, slots, facts);
  if (auto* value = std::get_if<expr::Abstract>(&known)) return std::move(*value);
  return expr::Abstract{};
}

}  // namespace itw::sema
