#pragma once

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/expression.h"

namespace itw::sema {

/// What an expression is. `expected` helps to look up bare names and to read strings, types and
/// lists; it does not force the result: use elaborateAs for that.
Item elaborate(Context& context, const Scope& scope, const syntax::Expr& expr,
               TypeRef expected = nullptr);

/// An expression where a type is asked for: coerced to it, or reported and poisoned.
Item elaborateAs(Context& context, const Scope& scope, const syntax::Expr& expr, TypeRef expected);

/// What a bare name means, see elaborate.
Item elaborateName(Context& context, const Scope& scope, const std::string& name, Span span,
                   TypeRef expected);

/// `parts.train`, `nn.relu`.
Item elaborateMember(Context& context, const Scope& scope, const syntax::Expr& expr,
                     const syntax::MemberExpr& member, TypeRef expected);

/// `f(...)`, with `piped` as first argument when it is not null.
Item elaborateCall(Context& context, const Scope& scope, const syntax::Expr& expr,
                   const Item* piped, TypeRef expected);

/// `a |> f |> g(x)`, the clauses of the last call included.
Item elaboratePipe(Context& context, const Scope& scope, const syntax::Expr& expr,
                   TypeRef expected);

/// `f(x) on shape ...`.
Item elaborateClauses(Context& context, const Scope& scope, const syntax::Expr& expr,
                      const Item* piped, TypeRef expected);

/// `[a, b]`: all elements of one type.
Item elaborateList(Context& context, const Scope& scope, const syntax::Expr& expr,
                   const syntax::ListExpr& list, TypeRef expected);

/// `{ a = 1, b = 2 }`
Item elaborateRecord(Context& context, const Scope& scope, const syntax::Expr& expr,
                     const syntax::RecordExpr& record, TypeRef expected);

/// `[body for x in list if condition]`: the body once for each element.
Item elaborateFanOut(Context& context, const Scope& scope, const syntax::Expr& expr,
                     TypeRef expected);

/// Looks for mistakes in an argument whose parameter is not known: only where no expected type
/// could change what it means.
void elaborateLoose(Context& context, const Scope& scope, const syntax::Expr& expr);

/// A scalar made of operators and functions, evaluated as far as its operands are known.
Item elaborateScalar(Context& context, const Scope& scope, const syntax::Expr& expr);

/// The type of an item as `expected` wants it, with the conversions of the language: int to float,
/// enumeration to string, a number to a count. Mismatches are reported at `item.span`.
Item coerce(Context& context, const Scope& scope, Item item, TypeRef expected);

/// A text as a path, relative to the folder of the file of its span.
Item pathItem(Context& context, const std::string& text, Span span);

/// A literal or folded scalar as an item.
Item scalarItem(Context& context, const expr::Abstract& value, const expr::ScalarType& type,
                Span span);

/// Whether a component of kind `actual` may stand where `expected` is asked for: a measure is a
/// metric or a table.
bool kindSuits(const std::string& expected, const std::string& actual);

}  // namespace itw::sema
