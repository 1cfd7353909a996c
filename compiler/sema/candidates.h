#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"

namespace itw::sema {

/// Where a name stands that nothing declares: what is suggested for it can stand there too.
struct NamePlace {
  bool called = false;         ///< In front of arguments, or in a chain of a model.
  TypeRef expected = nullptr;  ///< What is asked for there, or null.
};

/// All names that could stand at a place, the nearest scope first.
std::vector<std::string_view> candidates(Context& context, const Scope& scope,
                                         const NamePlace& place);

/// `fit.validation_loss`: the output of a binding that has the name of a lone word and could stand
/// where it stands; or an empty text.
std::string outputNamed(const Scope& scope, const std::string& name, TypeRef expected);

/// Whether a declared name could stand there.
bool canStand(Context& context, const Scope& scope, const Symbol& symbol, const NamePlace& place);

/// Whether a value as it is written could be one of that type: numbers, texts, lists ... are
/// told apart, and what is not a literal could be anything.
bool literalCouldBe(const syntax::Expr& value, const Type& type);

}  // namespace itw::sema
