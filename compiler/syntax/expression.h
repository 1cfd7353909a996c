#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/source/span.h"

namespace itw::syntax {

struct Expr;
struct Type;
/// Owned parts of the tree; null where the grammar lets something out.
using ExprPtr = std::unique_ptr<Expr>;
using TypePtr = std::unique_ptr<Type>;

/// A word where it stands in the source.
struct Name {
  std::string text;
  Span span;
};

/// Stands where text could not be understood and was reported; nothing more is said about it.
struct Missing {};

/// `true`, `false`
struct BoolLiteral {
  bool value = false;
};

/// `none`
struct NoneLiteral {};

/// `42`, `1e-3`: the digits without `_`.
struct NumberLiteral {
  std::string digits;
  bool integer = true;
};

/// `6` and `h` of `6h30min`; `80` and `%` of `80%`.
struct QuantityPart {
  std::string number;
  std::string unit;
};

/// `6h30min`, `80%`: its parts as written.
struct QuantityLiteral {
  std::vector<QuantityPart> parts;
};

/// Plain text, or the dotted name of `{a.b}` when `path` is not empty.
struct StringPiece {
  std::string text;
  std::vector<Name> path;
};

/// A string with its escapes resolved.
struct StringLiteral {
  std::vector<StringPiece> pieces;
};

/// `relu`
struct NameExpr {
  std::string name;
};

/// `parts.train`
struct MemberExpr {
  ExprPtr object;
  Name member;
};

/// `value`, `name = value`, or `name ~ value` when `drawn`.
struct Argument {
  std::optional<Name> name;
  bool drawn = false;
  ExprPtr value;
  Span span;
};

/// `linear(128)`
struct CallExpr {
  ExprPtr callee;
  std::vector<Argument> arguments;
};

/// `-` and `not`.
enum class UnaryOp : std::uint8_t { Negate, Not };

/// `-x`, `not x`
struct UnaryExpr {
  UnaryOp op{};
  ExprPtr operand;
};

/// The operators between two expressions, loosest first.
enum class BinaryOp : std::uint8_t {
  Pipe,
  Or,
  And,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  NotIn,
  Add,
  Subtract,
  Multiply,
  Divide,
  FloorDivide,
  Modulo,
  Of  ///< `936 of gpu_node`, in `nodes =` only.
};

/// `a + b`, `x |> f`
struct BinaryExpr {
  BinaryOp op{};
  Span operatorSpan;
  ExprPtr left;
  ExprPtr right;
};

/// `a..b` without b, `a..=b` with it.
struct RangeExpr {
  ExprPtr low;
  ExprPtr high;
  bool inclusive = false;
};

/// `if condition then a else b`
struct IfExpr {
  ExprPtr condition;
  ExprPtr then;
  ExprPtr otherwise;
};

/// `[a, b]`
struct ListExpr {
  std::vector<ExprPtr> items;
};

/// `[body for variable in source if condition]`; no condition is null.
struct ComprehensionExpr {
  ExprPtr body;
  Name variable;
  ExprPtr source;
  ExprPtr condition;
};

/// `name = value`, or `name ~ value` when `drawn`.
struct Binding {
  Name name;
  bool drawn = false;
  ExprPtr value;
  Span span;
};

/// `{ a = 1, b = 2 }`
struct RecordExpr {
  std::vector<Binding> fields;
};

/// A type where a value stands: `schema = { image: f32[1, 8, 8] }`.
struct TypeExpr {
  TypePtr type;
};

/// The word that begins a clause.
enum class ClauseKind : std::uint8_t { With, On, Using, Retry, Cache, Deadline };

/// What follows a call: `on SHAPE` and `using STRATEGY` have `value`; `with { }` has `bindings` or
/// `value`; `retry( )`, `cache( )`, `deadline( )` have `arguments`.
struct Clause {
  ClauseKind kind{};
  Span span;
  ExprPtr value;
  std::vector<Binding> bindings;
  std::vector<Argument> arguments;
};

/// A call with its clauses.
struct ClauseExpr {
  ExprPtr call;
  std::vector<Clause> clauses;
};

/// Any expression, with the bytes that it was written in.
struct Expr {
  Span span;
  std::variant<Missing, BoolLiteral, NoneLiteral, NumberLiteral, QuantityLiteral, StringLiteral,
               NameExpr, MemberExpr, CallExpr, UnaryExpr, BinaryExpr, RangeExpr, IfExpr, ListExpr,
               ComprehensionExpr, RecordExpr, TypeExpr, ClauseExpr>
      node;
};

/// `int`, `list<T>`, `dataset<D>`, `file<csv>`.
struct NamedType {
  Name name;
  std::vector<TypePtr> arguments;
};

/// `f32[N, 1, 8, 8]`, `f[..B, I]`, `class[10]`; a weight's shape `[out, I]` has an empty dtype.
struct TensorType {
  Name dtype;
  std::optional<Name> leading;  ///< The B of `..B`.
  std::vector<ExprPtr> dims;
};

/// `name: type` of a record type.
struct Field {
  std::string doc;
  Name name;
  TypePtr type;
};

/// `{ image: f32[1, 8, 8], label: class[10] }`
struct RecordType {
  std::vector<Field> fields;
};

/// `"a" | "b"`
struct EnumType {
  std::vector<Name> members;
};

/// `T?`
struct OptionalType {
  TypePtr inner;
};

/// `A -> B` in `model<A -> B>`.
struct ArrowType {
  TypePtr from;
  TypePtr to;
};

/// Any type, with the bytes that it was written in.
struct Type {
  Span span;
  std::variant<Missing, NamedType, TensorType, RecordType, EnumType, OptionalType, ArrowType> node;
};

}  // namespace itw::syntax
