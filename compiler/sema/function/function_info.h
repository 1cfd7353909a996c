#pragma once

#include <memory>
#include <vector>

#include "compiler/expr/expression.h"
#include "compiler/sema/arguments.h"

namespace itw::sema {

/// A value of its file that a function reads: a param or constant, or an item of one that is a
/// list.
struct Capture {
  const Symbol* symbol = nullptr;
  std::optional<std::size_t> item;
  friend bool operator==(const Capture&, const Capture&) = default;
};

/// Operations over the first parameters of a function, or all of them, and over captures.
struct FunctionCode {
  std::shared_ptr<const expr::Function> function;
  std::vector<Capture> captures;
  std::vector<Span> places;  ///< What the origins of the body point into.
};

/// A `fn` after checking.
struct FunctionInfo {
  const Symbol* symbol = nullptr;
  TypeRef result = nullptr;
  FunctionCode body;  ///< Without a function when something in it is wrong.
  /// Of the parameters that have one, over the parameters before.
  std::vector<FunctionCode> defaults;

  bool valid() const { return body.function != nullptr; }
};

/// A function, checked on first use.
const FunctionInfo& functionOf(Context& context, const Symbol& symbol);

/// Says that a function needs itself, which was reported: its calls stay silent.
void poisonFunction(Context& context, const Symbol& symbol);

/// A call of a function: evaluated as far as its arguments are known.
Item functionCall(Context& context, const Symbol& symbol, const CallSite& site);

/// A function by its name where one is asked for: `mean(relative)`. Null if it names none.
const Symbol* functionNamed(const Context& context, std::uint32_t module,
                            const syntax::Expr& callee);

/// What `symbol` is where a function of the type `expected` is asked for.
Item functionItem(Context& context, const Symbol& symbol, Span use, TypeRef expected);

}  // namespace itw::sema
