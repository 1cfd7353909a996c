#pragma once

#include <functional>
#include <string>
#include <vector>

#include "compiler/syntax/declaration.h"

namespace itw::sema {

/// A bare name that is read somewhere.
struct NameUse {
  const std::string& name;
  Span span;
  bool inType = false;  ///< Where a type is asked for.
  /// The `with` clause behind a call of that name, or null.
  const syntax::Clause* with = nullptr;
  bool callee = false;  ///< What is called, which a declaration goes before a binding for.
  /// A whole argument or item of a list, such as the field in `target = power`: no call.
  bool operand = false;
  std::string_view member = {};  ///< What stands behind its dot: `sub` of `io.sub`.
};

/// Told of one name after the other.
using VisitName = std::function<void(const NameUse& use)>;

/// Calls `visit` for each bare name that an expression or type reads, callees included, members and
/// argument names not. Needs no stack for deep trees.
void forEachName(const syntax::Expr& expr, const VisitName& visit);
void forEachName(const syntax::Type& type, const VisitName& visit);
/// All names that a declaration reads, those of its own parameters and bindings too.
void forEachName(const syntax::Declaration& declaration, const VisitName& visit);

/// An order in which everything comes after what it needs, and the groups that need themselves.
struct DependencyOrder {
  std::vector<std::size_t> order;  ///< All nodes; those of cycles too.
  std::vector<std::vector<std::size_t>> cycles;
};

/// `needs[i]` lists what node i needs. Linear; keeps the given order where it can.
DependencyOrder sortByNeed(const std::vector<std::vector<std::size_t>>& needs);

}  // namespace itw::sema
