#pragma once

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/expression.h"

namespace itw::sema {

/// What names in a type may mean besides declared types and constants.
struct TypeNames {
  const std::vector<syntax::Name>* generics = nullptr;  ///< The D of `task csv<D>`.
  bool symbols = false;  ///< Unknown names in dimensions are dimension symbols.
  /// What the names of these symbols begin with, to keep them apart from the symbols of a caller.
  std::string prefix;
};

/// The type that was written; reported and poisoned if there is none.
TypeRef resolveType(Context& context, const Scope& scope, const syntax::Type& type,
                    const TypeNames& names = {});

/// A tensor type; nothing after a report.
std::optional<Tensor> resolveTensor(Context& context, const Scope& scope,
                                    const syntax::TensorType& tensor, const TypeNames& names);

/// The names of dimension symbols and `..B` in a tensor type, in the order of the text.
std::vector<std::string> symbolsOf(const syntax::TensorType& tensor);

/// A schema as a value: a record of type texts.
Item schemaItem(Context& context, TypeRef record, Span span);

/// The record type of a model's inputs or outputs; one without a name gets `unnamed`.
TypeRef resolvePorts(Context& context, const Scope& scope, const std::vector<syntax::Port>& ports,
                     const std::string& unnamed, const std::string& prefix = "");

/// The common type of two branches, or nothing.
std::optional<TypeRef> joinBranches(Context& context, const Item& then, const Item& otherwise);

/// Whether a bare name means a type without being declared: `int`, `duration`, `optimizer`.
bool isTypeOfLanguage(const std::string& name);

/// Whether any component or the language itself knows the kind.
bool isComponentKind(const Context& context, const std::string& name);

}  // namespace itw::sema
