#include "compiler/sema/place/narrowing.h"

#include <algorithm>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/place/place_diagnostics.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

bool isSame(const Item& left, const Item& right) {
  return expr::sameScalar(*left.scalar.value, *right.scalar.value);
}

Allowed readRange(Context& context, const Scope& scope, const syntax::RangeExpr& range, Span span,
                  TypeRef type) {
  Item low = elaborate(context, scope, *range.low);
  Item high = elaborate(context, scope, *range.high);
  if (low.isError() || high.isError()) return {};
  auto scalar = scalarTypeOf(*type);
  for (const Item* bound : {&low, &high}) {
    auto other = scalarTypeOf(*bound->type);
    if (scalar && other && expr::resultType(expr::Op::LessEqual, *scalar, *other)) continue;
    context.report(boundMismatch(bound->span, textOf(*type), textOf(*bound->type)));
    return {};
  }
  if (!low.scalar.value || !high.scalar.value) return {};
  Allowed allowed{.known = true};
  allowed.interval = {low.scalar.range.low, high.scalar.range.high, !range.inclusive};
  allowed.range = {expr::realOf(*low.scalar.value), expr::realOf(*high.scalar.value),
                   range.inclusive};
  if (!allowed.interval.empty()) return allowed;
  context.report(emptyRange(span));
  return {};
}

Allowed readList(Context& context, const Scope& scope, const syntax::Expr& written, TypeRef type) {
  if (std::holds_alternative<syntax::Missing>(written.node)) return {};
  const auto* list = std::get_if<syntax::ListExpr>(&written.node);
  if (list != nullptr && list->items.empty()) {
    context.report(emptyChoice(written.span));
    return {};
  }
  Item item = list != nullptr ? elaborateAs(context, scope, written, context.types.list(type))
                              : elaborate(context, scope, written);
  if (item.isError()) return {};
  if (!item.items) {
    context.report(rangeNeeded(written.span, *item.type));
    return {};
  }
  Allowed allowed{.known = true, .listed = true, .items = *item.items};
  for (Item& each : allowed.items) {
    if (list == nullptr) each = coerce(context, scope, std::move(each), type);
    allowed.known = allowed.known && !each.isError() && each.scalar.value.has_value();
  }
  return allowed;
}

}  // namespace

bool Allowed::contains(const Item& item) const {
  if (!known || item.isError() || !item.scalar.value) return true;
  if (listed)
    return std::any_of(items.begin(), items.end(),
                       [&](const Item& each) { return isSame(each, item); });
  return range.contains(expr::realOf(*item.scalar.value));
}

bool Allowed::isWithin(const Allowed& others) const {
  if (!known || !others.known) return true;
  if (listed)
    return std::all_of(items.begin(), items.end(),
                       [&](const Item& each) { return others.contains(each); });
  return !others.listed && expr::within(interval, others.interval) == expr::Tri::True;
}

Allowed readAllowed(Context& context, const Scope& scope, const syntax::Expr& written,
                    TypeRef type) {
  const auto* range = std::get_if<syntax::RangeExpr>(&written.node);
  return range != nullptr ? readRange(context, scope, *range, written.span, type)
                          : readList(context, scope, written, type);
}

}  // namespace itw::sema
