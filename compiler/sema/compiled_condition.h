#pragma once

#include <string>
#include <vector>

#include "compiler/sema/context.h"
#include "compiler/sema/scalar_compiler.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/declaration.h"

namespace itw::sema {

/// A range whose bounds are literals.
struct ConstantRange {
  expr::Real low;
  expr::Real high;
  bool inclusive = false;

  /// Exact where both numbers are: 0.1 + 0.2 is not above 0.3.
  bool contains(const expr::Real& value) const;
};

/// A condition over parameters alone, compiled once for all calls.
struct CompiledCondition {
  CompiledScalar code;
  std::vector<std::string> names;  ///< Of the slots.
};

/// The range of a parameter if its bounds are literals, else null.
const ConstantRange* constantRangeOf(Context& context, const syntax::Parameter& parameter);

/// Whether a condition holds, if it was or can be compiled over the names of `declared`; nothing
/// where it has to be evaluated in full, for example because something in it is wrong.
std::optional<expr::Tri> quickTruth(Context& context, const syntax::Expr& condition,
                                    const Scope& declared);

}  // namespace itw::sema
