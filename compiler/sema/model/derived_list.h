#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/sema/arguments.h"
#include "compiler/sema/type.h"

namespace itw::sema {

/// `where R == without(S, dims)` of an op: the dimensions of its result, made of those of its
/// inputs. The functions are
/// - without(S, dims): S but for those at `dims`
/// - with_one(S, dim), without_one(S, dim): S with a dimension of one at `dim`, or without it
/// - permuted(S, dims): S in the order of `dims`; swapped(S, dims): two of them exchanged
/// - reshaped(S, sizes): the first of S and then `sizes`, one of which may be -1
/// - joined(S, T, dim): S with T behind it along `dim`, the others being equal
struct DerivedList {
  std::string name;      ///< "R".
  std::string function;  ///< "with_one".
  std::string source;    ///< "S".
  std::string second;    ///< "T" of `joined`, else empty.
  std::string argument;  ///< The parameter that says which dimensions.
};

/// What a condition of that form says; nothing for other conditions.
std::optional<DerivedList> readDerivedList(const syntax::Expr& condition);

/// The numbers that an argument names, `dim` or `dims = [...]`; nothing where they are open.
std::optional<std::vector<expr::Dim>> numbersOf(const DerivedList& list, const Locals& locals);

/// What derive works with.
struct DeriveInput {
  std::vector<expr::Dim> numbers;
  std::vector<expr::Dim> source;
  std::vector<expr::Dim> second;
};

/// Dimensions, or why there are none: empty for positions that are not there or stand twice.
struct Derived {
  std::optional<std::vector<expr::Dim>> dims;
  std::string why;
};

/// The derived dimensions.
Derived derive(const DerivedList& list, const DeriveInput& input, const expr::Facts& facts);

}  // namespace itw::sema
