#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "compiler/expr/expression.h"
#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/declaration.h"

namespace itw::sema {

/// A scalar expression of the source in IR form, and where each of its parts stands.
struct CompiledScalar {
  expr::Expression code;
  std::vector<Span> spans;  ///< What expr::Origin points into.
};

/// A leaf of a scalar expression: a slot that gets its value later.
struct Leaf {
  std::uint32_t slot = 0;
  expr::ScalarType type;
  TypeRef enumeration = nullptr;  ///< When the strings are those of an enumeration.
};

struct Capture;
struct FunctionInfo;

/// A call of a `fn` inside another: what is written for each parameter, null for a default.
struct FunctionUse {
  const FunctionInfo* function = nullptr;
  std::vector<const syntax::Expr*> arguments;
};

/// What stands behind the names and calls of a scalar expression.
class Leaves {
 public:
  virtual ~Leaves() = default;
  /// The slot of a leaf, or nothing after reporting why there is none.
  virtual std::optional<Leaf> resolve(const syntax::Expr& leaf) = 0;
  /// The elements of a list on the right of `in`, as slots; nothing after a report.
  virtual std::optional<std::vector<Leaf>> resolveList(const syntax::Expr& list) = 0;
  /// The call, where calls become part of the expression instead of a leaf.
  virtual std::optional<FunctionUse> functionUse(const syntax::Expr& call);
  /// The slot of what a function that is called reads of its file; see FunctionInfo::captures.
  virtual Leaf capture(const Capture& capture);
  /// Whether texts with `{name}` in them become part of the expression too.
  virtual bool joinsTexts() const { return false; }
};

/// Leaves that are evaluated where the expression stands.
class ItemLeaves final : public Leaves {
 public:
  ItemLeaves(Context& context, const Scope& scope) : context_(context), scope_(scope) {}
  std::optional<Leaf> resolve(const syntax::Expr& leaf) override;
  std::optional<std::vector<Leaf>> resolveList(const syntax::Expr& list) override;
  const std::vector<Item>& items() const { return items_; }

 private:
  std::optional<Leaf> add(Item item, Span span);

  Context& context_;
  const Scope& scope_;
  std::vector<Item> items_;
};

/// Turns scalar expressions into IR, checking the types of operands.
class ScalarCompiler {
 public:
  /// In a dimension `/` is an exact division of integers.
  ScalarCompiler(Context& context, Leaves& leaves, bool inDimension = false)
      : context_(context), leaves_(leaves), inDimension_(inDimension) {}

  /// Nothing after a report. Where `wanted` is an enumeration, its words may stand bare.
  std::optional<CompiledScalar> compile(const syntax::Expr& expr, TypeRef wanted = nullptr);

  /// What the ranges and conditions of parameters say together, empty when they say nothing.
  std::optional<CompiledScalar> compileGuard(const std::vector<syntax::Parameter>& parameters);

 private:
  using Node = std::optional<std::uint32_t>;

  Node node(const syntax::Expr& expr, TypeRef wanted = nullptr);
  Node joined(const syntax::Expr& expr, const syntax::StringLiteral& literal);
  Node functionCall(const syntax::Expr& expr, const FunctionUse& use);
  Node guardOf(const syntax::Parameter& parameter);
  Node chain(const syntax::Expr& expr);
  Node fold(Node left, const syntax::Expr& expr, const syntax::BinaryExpr& binary);
  Node membership(std::uint32_t left, const syntax::Expr& expr, const syntax::BinaryExpr& binary);
  Node rangeTest(std::uint32_t left, const syntax::Expr& expr, const syntax::RangeExpr& range);
  Node listTest(std::uint32_t left, const syntax::Expr& expr, const syntax::Expr& list);
  Node unary(const syntax::Expr& expr, const syntax::UnaryExpr& unary);
  Node conditional(const syntax::Expr& expr, const syntax::IfExpr& branches, TypeRef wanted);
  Node call(const syntax::Expr& expr, const syntax::CallExpr& call, expr::Op function);
  Node leaf(const syntax::Expr& expr);
  Node addLeaf(const Leaf& leaf, Span span);
  Node apply(expr::Op op, std::uint32_t left, std::uint32_t right, Span span);
  bool membersAgree(std::uint32_t left, std::uint32_t right);
  expr::Origin at(Span span);

  Context& context_;
  Leaves& leaves_;
  bool inDimension_;
  CompiledScalar result_;
  std::unordered_map<std::uint32_t, TypeRef> enumerations_;
};

/// The constant of a literal, or nothing if the expression is none. Units that do not go together
/// are reported and give an error scalar through `broken`.
std::optional<expr::Scalar> literalOf(Context& context, const syntax::Expr& expr, bool& broken);

/// Whether an expression is built from scalars by operators and functions, so that it is compiled.
bool isScalarOperation(const syntax::Expr& expr);

/// `x == none`, `x != none`: tests that no IR carries out.
bool isNoneTest(const syntax::Expr& expr);

/// The IR operation of `+`, `<` ...; not for `|>` and `in`.
expr::Op opOf(syntax::BinaryOp op);
/// "+", "<", "and".
std::string_view signOf(syntax::BinaryOp op);

/// What is known of a compiled expression with its slots filled; faults are reported where they
/// stand.
std::optional<expr::Abstract> evaluateScalar(Context& context, const CompiledScalar& scalar,
                                             const std::vector<Item>& slots,
                                             const expr::Facts& facts);

/// The same where nobody asks for the value: a fault leaves it open.
std::optional<expr::Abstract> evaluateQuietly(const CompiledScalar& scalar,
                                              const std::vector<Item>& slots,
                                              const expr::Facts& facts);

/// The same for slots that are known well or not at all; the caller reports faults.
std::variant<expr::Abstract, expr::Fault> evaluateCode(const expr::Expression& code,
                                                       const std::vector<expr::Abstract>& slots,
                                                       const expr::Facts& facts);

}  // namespace itw::sema
