#pragma once

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"

namespace itw::sema {

/// The type that `type name = ...` declares; cycles are reported.
TypeRef aliasType(Context& context, std::uint32_t fromModule, const Symbol& symbol, Span use);

/// What is called: a declared symbol, or a local binding (a `layer` of a model).
struct Callee {
  const Symbol* symbol = nullptr;
  const Item* local = nullptr;
};

/// What a callee expression (`f`, `nn.f`) names, preferring a component of the kind that is
/// expected. Null after a report.
const Symbol* findCallee(Context& context, const Scope& scope, const syntax::Expr& callee,
                         TypeRef expected);

/// The value of a file-level param or constant, evaluated on first use; cycles are reported.
const Item& definitionOf(Context& context, const Symbol& symbol, Span use);

/// Reports a binding that repeats the name of a declaration of its file.
void reportShadowing(Context& context, std::uint32_t module, const syntax::Name& name);

/// The text of a name or dotted name, or an empty one.
std::string dottedName(const syntax::Expr& expr);

}  // namespace itw::sema
