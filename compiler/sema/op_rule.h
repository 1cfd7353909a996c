#pragma once

#include <map>

#include "compiler/sema/arguments.h"
#include "compiler/sema/model/derived_list.h"
#include "compiler/sema/scalar_compiler.h"

namespace itw::sema {

/// What the symbols of a pattern stand for: `f[..B, I]` against `f32[N, 64]` binds B to [N], I to
/// 64 and f to f32.
struct DimBindings {
  std::map<std::string, expr::Dim> dims;
  std::map<std::string, std::vector<expr::Dim>> lists;
  std::optional<expr::DType> dtype;
  /// Symbols that begin like this are bound; all others must be equal as they are.
  std::string prefix;
};

/// What of a tensor does not fit a pattern.
enum class MatchFailure : std::uint8_t { None, Rank, Dimension, DType };

/// Whether a tensor fits a pattern, and where it does not.
struct Match {
  MatchFailure failure = MatchFailure::None;
  std::size_t position = 0;  ///< Of the dimension that differs.
  expr::Dim expected;
  expr::Tri equal = expr::Tri::True;  ///< Unknown when it may be equal.
};

/// Binds the symbols of a pattern; those that are bound already must agree.
Match matchTensor(const Tensor& pattern, const Tensor& actual, DimBindings& bindings,
                  const expr::Facts& facts);

/// A weight as its op declares it.
struct WeightRule {
  const syntax::WeightDecl* declaration = nullptr;
  std::vector<CompiledScalar> dims;
};

/// An output of an op: dimensions as code over the op's slots.
struct OutputRule {
  std::optional<expr::DType> dtype;
  std::optional<std::string> leading;
  std::vector<CompiledScalar> dims;
};

/// A name that an op's rules may use: a parameter, a dimension symbol, or a function of `..S` such
/// as product(rest(S)).
struct RuleSlot {
  std::string name;
  expr::ScalarType type;
  std::vector<std::string>
      functions;  ///< Outermost first: {"product", "rest"}; `name` is the list.
};

/// An op declaration, compiled once a check.
struct OpRule {
  const Symbol* symbol = nullptr;
  const syntax::OpDecl* declaration = nullptr;
  bool valid = false;
  std::vector<Tensor> inputs;
  std::vector<OutputRule> outputs;
  std::optional<CompiledScalar> where;
  std::optional<DerivedList> derived;
  std::optional<CompiledScalar> cost;
  std::vector<WeightRule> weights;
  std::vector<RuleSlot> slots;
};

/// The rule of an op, compiled when it is first asked for.
const OpRule& opRuleOf(Context& context, const Symbol& symbol);

/// The slots' values for one application.
std::vector<expr::Abstract> fillSlots(const OpRule& rule, const Locals& arguments,
                                      const DimBindings& bindings, const expr::Facts& facts);

}  // namespace itw::sema
