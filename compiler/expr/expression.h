#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "compiler/expr/scalar.h"

namespace itw::expr {

/// Operations of the scalar language. ExactDivide is `/` in a dimension: an integer, or a fault;
/// Join writes two scalars one after the other, as `"{a}{b}"` does; Call is that of a `fn`.
enum class Op : std::uint8_t {
  Constant,
  Slot,
  Negate,
  Not,
  And,
  Or,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Add,
  Subtract,
  Multiply,
  Divide,
  ExactDivide,
  FloorDivide,
  Modulo,
  If,
  Sqrt,
  Exp,
  Log,
  Abs,
  Floor,
  Ceil,
  Min,
  Max,
  Join,
  Call
};

/// The operation of a built-in function: `sqrt`, `exp`, `log`, `abs`, `floor`, `ceil`, `min`,
/// `max`.
std::optional<Op> functionOf(std::string_view name);
/// How many operands an operation takes.
std::uint32_t arityOf(Op op);
/// The function names, for suggestions.
std::vector<std::string_view> functionNames();

/// The type of an operation's result, or nothing if it does not take these operands. An int stands
/// for a float where one is needed.
std::optional<ScalarType> resultType(Op op, const ScalarType& left, const ScalarType& right);

/// A place in the caller's text; the room knows nothing of files.
using Origin = std::uint32_t;

/// One operation on earlier nodes.
struct ExpressionNode {
  Op op = Op::Constant;
  ScalarType type;
  /// Operands: nodes; for Constant, Slot and Call the number of the constant, slot or call.
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  Origin origin = 0;
};

struct Function;

/// One use of a function: the nodes that give its slots their values.
struct FunctionCall {
  std::shared_ptr<const Function> function;
  std::vector<std::uint32_t> operands;
};

/// A typed scalar expression: nodes after their operands, the last one is the result. Shape rules,
/// `where`, ranges, constants and the bodies of `fn` are held like this.
class Expression {
 public:
  /// Each appends a node and gives its number, for later nodes to name.
  std::uint32_t addConstant(Scalar value, Origin origin);
  std::uint32_t addSlot(std::uint32_t slot, const ScalarType& type, Origin origin);
  /// The operands' types must suit: see resultType.
  std::uint32_t addUnary(Op op, std::uint32_t operand, Origin origin);
  std::uint32_t addBinary(Op op, std::uint32_t left, std::uint32_t right, Origin origin);
  std::uint32_t addIf(std::uint32_t condition, std::uint32_t then, std::uint32_t otherwise,
                      Origin origin);
  /// The operands' types must suit the function's slots; an int stands for a float.
  std::uint32_t addCall(FunctionCall call, Origin origin);

  const std::vector<ExpressionNode>& nodes() const { return nodes_; }
  const Scalar& constant(std::uint32_t index) const { return constants_[index]; }
  const FunctionCall& call(std::uint32_t index) const { return calls_[index]; }
  const std::vector<FunctionCall>& calls() const { return calls_; }
  const ScalarType& typeOf(std::uint32_t node) const { return nodes_[node].type; }
  const ScalarType& type() const { return nodes_.back().type; }
  bool empty() const { return nodes_.empty(); }

 private:
  std::uint32_t add(ExpressionNode node);

  std::vector<ExpressionNode> nodes_;
  std::vector<Scalar> constants_;
  std::vector<FunctionCall> calls_;
};

/// A `fn`: its body over one slot for each parameter and then for each constant of its file that it
/// reads. Calls nest to kDeepestCall, and one call takes at most kMostSteps operations.
struct Function {
  std::vector<ScalarType> slots;
  ScalarType result;
  Expression body;
  Expression guard;  ///< What ranges and conditions ask of the slots; empty for nothing.
  std::uint32_t depth = 1;
  std::uint32_t steps = 0;
};

/// How deep calls of functions may lie within each other.
inline constexpr std::uint32_t kDeepestCall = 200;
/// How many operations a function may take, those of what it calls included.
inline constexpr std::uint32_t kMostSteps = 10000;

/// The function with its depth and steps counted, those of what it calls included.
Function counted(Function function);

}  // namespace itw::expr
