#pragma once

#include <span>
#include <unordered_map>

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/declaration.h"

namespace itw::sema {

/// A parameter of something that can be called.
struct Parameter {
  const syntax::Parameter* syntax = nullptr;
  std::string name;
  TypeRef type = nullptr;
  /// Tensors and classes are filled by the task, not by who writes the call.
  bool port = false;
};

/// The parameters of an op, task, component, model or pipeline.
struct Signature {
  const Symbol* symbol = nullptr;
  std::vector<Parameter> parameters;
  const syntax::Expr* where = nullptr;
};

/// The signature of a declaration; made on first use.
const Signature& signatureOf(Context& context, const Symbol& symbol);

/// What the type variables of one call stand for.
using Generics = std::unordered_map<std::string, TypeRef>;

/// One call as it is written.
struct CallSite {
  const Scope& scope;
  std::span<const syntax::Argument> arguments;
  const Item* piped = nullptr;     ///< What `|>` passes as first argument.
  Span span;                       ///< Of the call, or of the bare name.
  std::string callee;              ///< As written: "nn.linear".
  const Locals* preset = nullptr;  ///< Arguments that another part of the text gives.
  /// Arguments that are tensors, which the walk through a model's body has taken already.
  std::span<const syntax::Argument* const> taken = {};
};

/// An argument after all defaults are filled.
struct BoundArgument {
  const Parameter* parameter = nullptr;
  Item item;
  Span span;  ///< Invalid for a default.
};

/// The arguments of a call by parameter, ports left out.
struct BoundArguments {
  std::vector<BoundArgument> all;
  Locals locals;  ///< By name, for shape rules and conditions.
  bool poisoned = false;
  bool misnamed =
      false;  ///< One had a name that there is not, and may be any of the optional ones.

  const BoundArgument* find(std::string_view name) const;
  bool known() const;
};

/// Matches a call with a signature: positions, names, defaults, types, ranges and conditions.
/// Everything that is wrong is reported; what could be bound is there all the same.
BoundArguments bindArguments(Context& context, const Signature& signature, const CallSite& site,
                             Generics* generics = nullptr);

/// Checks a value against the range and condition of its parameter, which may speak of earlier
/// ones in `locals`. False after a report.
bool checkConstraints(Context& context, const syntax::Parameter& parameter, const Scope& declared,
                      const Item& item);

/// What the sides of a broken comparison are: "`hi` is 0.2 and `lo` is 0.3"; may be empty.
std::string explainCondition(Context& context, const syntax::Expr& condition,
                             const Scope& declared);
/// The override that gave one of the names in a condition its value, or nothing.
std::string settingBehind(Context& context, const syntax::Expr& condition, const Scope& declared);
/// Checks `where` of a whole declaration. `place` is what is reported.
bool checkCondition(Context& context, const syntax::Expr& condition, const Scope& declared,
                    Span place, const Item* subject);

/// Makes `pattern` agree with `actual` by binding type variables; false when it cannot.
bool unify(Context& context, Generics& generics, TypeRef pattern, TypeRef actual);
/// The type with its variables replaced by what they stand for.
TypeRef substitute(Context& context, const Generics& generics, TypeRef type);

}  // namespace itw::sema
