#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/sema/arguments.h"
#include "compiler/sema/type.h"

namespace itw::sema {

/// `where R == without(S, dims)` of an op: the dimensions of its result, made of those of its
/// input.
struct DerivedList {
  std::string name;      ///< "R".
  std::string function;  ///< "with_one" or "without".
  std::string source;    ///< "S".
  std::string argument;  ///< The parameter that says which dimensions.
};

/// What a condition of that form says; nothing for other conditions.
std::optional<DerivedList> readDerivedList(const syntax::Expr& condition);

/// The positions that an argument names, `dim` or `dims = [...]`; nothing where they are open.
std::optional<std::vector<std::int64_t>> positionsOf(const DerivedList& list, const Locals& locals);

/// The derived dimensions; nothing where a position is not there, or stands twice.
std::optional<std::vector<expr::Dim>> derive(const DerivedList& list,
                                             const std::vector<std::int64_t>& positions,
                                             std::vector<expr::Dim> source);

}  // namespace itw::sema
