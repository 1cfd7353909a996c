#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/types_diagnostics.h"
#include "compiler/sema/unused_diagnostics.h"

namespace itw::sema {
namespace {

// `[body for x in source if condition]`: the body once for each element. Made for one evaluation.
class FanOut {
 public:
  FanOut(Context& context, const Scope& scope, const syntax::Expr& expr,
         const syntax::ComprehensionExpr& written)
      : context_(context), scope_(scope), expr_(expr), written_(written) {}

  Item make(TypeRef expected) {
    bool hinted = expected != nullptr && expected->is(TypeKind::List) && !hasGenerics(*expected);
    wanted_ = hinted ? expected->inner : nullptr;
    checkVariable();
    Item source = sourceItem();
    if (source.isError()) return source;
    if (!source.items) return open(source);
    auto items = std::make_shared<std::vector<Item>>();
    for (const Item& element : *source.items)
      if (!take(element, *items)) return context_.poisoned(expr_.span);
    if (items->empty() && !scope_.untaken) reportNothing(source);
    const bool typed = source.type->inner != nullptr && !source.type->inner->is(TypeKind::None);
    if (items->empty() && typed) checkBody(source.type->inner);
    return list(std::move(items));
  }

 private:
  void checkVariable() {
    reportShadowing(context_, scope_.module, written_.variable);
    if (const Item* earlier = scope_.find(written_.variable.text))
      context_.report(duplicateBinding(written_.variable, earlier->span));
    bool used = false;
    auto visit = [&](const NameUse& use) { used = used || use.name == written_.variable.text; };
    forEachName(*written_.body, visit);
    if (written_.condition) forEachName(*written_.condition, visit);
    if (!used) context_.report(unusedBinding(written_.variable));
  }

  // A list that is written out, or a condition of constants: a param may keep more.
  void reportNothing(const Item& source) {
    if (!source.items->empty())
      context_.report(nothingKept(written_.condition->span));
    else if (std::holds_alternative<syntax::ListExpr>(written_.source->node))
      context_.report(nothingToGoOver(written_.source->span));
  }

  Item sourceItem() {
    AtPlace inner = AtPlace::inner(scope_.pipeline);
    const auto* range = std::get_if<syntax::RangeExpr>(&written_.source->node);
    Item source =
        range != nullptr ? rangeItem(*range) : elaborate(context_, scope_, *written_.source);
    if (source.isError() || source.type->is(TypeKind::List)) return source;
    context_.report(fanOutOverOther(source));
    return context_.poisoned(expr_.span);
  }

  // The whole numbers of `1..=5`.
  Item rangeItem(const syntax::RangeExpr& range) {
    TypeRef type = context_.types.simple(TypeKind::Int);
    Item low = elaborateAs(context_, scope_, *range.low, type);
    Item high = elaborateAs(context_, scope_, *range.high, type);
    if (low.isError() || high.isError()) return context_.poisoned(expr_.span);
    Item result{.type = context_.types.list(type), .span = written_.source->span};
    if (!low.scalar.value || !high.scalar.value) {
      result.waitsFor = low.scalar.value ? outputBehind(high) : outputBehind(low);
      return result;
    }
    std::int64_t first = *low.scalar.value->integer();
    std::int64_t last = *high.scalar.value->integer();
    if (!range.inclusive && last > first)
      --last;
    else if (!range.inclusive)
      last = first - 1;
    auto items = std::make_shared<std::vector<Item>>();
    for (std::int64_t at = first; at <= last; ++at) {
      if (context_.fanOutLeft < static_cast<std::int64_t>(items->size())) return tooMany();
      items->push_back(scalarItem(context_, expr::abstractOf(expr::Scalar{at}),
                                  {expr::ScalarKind::Int, {}}, result.span));
      if (at == INT64_MAX) break;
    }
    result.items = std::move(items);
    return result;
  }

  Item tooMany() {
    if (context_.fanOutLeft >= 0) context_.report(fanOutTooLarge(expr_.span));
    context_.fanOutLeft = -1;
    return context_.poisoned(expr_.span);
  }

  // False after a report.
  bool take(const Item& element, std::vector<Item>& items) {
    if (--context_.fanOutLeft < 0) {
      if (context_.fanOutLeft == -1) context_.report(fanOutTooLarge(expr_.span));
      return false;
    }
    Locals locals{{written_.variable.text, element}};
    Scope inner = scope_;
    inner.outer = &scope_;
    inner.locals = &locals;
    std::optional<bool> kept = condition(inner);
    if (!kept) return false;
    if (!*kept) return true;
    AtPlace place = AtPlace::element(scope_.pipeline, items.size());
    Item item = wanted_ != nullptr ? elaborateAs(context_, inner, *written_.body, wanted_)
                                   : elaborate(context_, inner, *written_.body);
    if (item.isError()) return false;
    if (!items.empty() && !sameType(*items[0].type, *item.type)) {
      context_.report(elementsDiffer(written_.body->span, *items[0].type, *item.type));
      return false;
    }
    items.push_back(std::move(item));
    return true;
  }

  // Whether the element counts; nothing after a report.
  std::optional<bool> condition(const Scope& inner) {
    if (!written_.condition) return true;
    Item kept =
        elaborateAs(context_, inner, *written_.condition, context_.types.simple(TypeKind::Bool));
    if (kept.isError()) return std::nullopt;
    if (kept.scalar.truth != expr::Tri::Unknown) return kept.scalar.truth == expr::Tri::True;
    kept.span = written_.condition->span;
    if (outputBehind(kept)) {
      context_.report(fanOutNotBounded(kept));
      return std::nullopt;
    }
    return true;
  }

  // Of a param that has no value yet: the body is checked for any element.
  Item open(const Item& source) {
    if (outputBehind(source)) {
      context_.report(fanOutNotBounded(source));
      return context_.poisoned(expr_.span);
    }
    Item body = checkBody(source.type->inner);
    if (body.isError()) return body;
    return {.type = context_.types.list(body.type), .span = expr_.span};
  }

  Item checkBody(TypeRef type) {
    Locals locals{{written_.variable.text, {.type = type, .span = written_.variable.span}}};
    Scope inner = scope_;
    inner.outer = &scope_;
    inner.locals = &locals;
    inner.untaken = true;
    condition(inner);
    Item body = wanted_ != nullptr ? elaborateAs(context_, inner, *written_.body, wanted_)
                                   : elaborate(context_, inner, *written_.body);
    if (!body.isError()) bodyType_ = body.type;
    return body;
  }

  Item list(std::shared_ptr<const std::vector<Item>> items) {
    TypeRef inner = wanted_ != nullptr     ? wanted_
                    : !items->empty()      ? items->front().type
                    : bodyType_ != nullptr ? bodyType_
                                           : context_.types.simple(TypeKind::None);
    Item result{.type = context_.types.list(inner), .span = expr_.span};
    result.items = std::move(items);
    return result;
  }

  Context& context_;
  const Scope& scope_;
  const syntax::Expr& expr_;
  const syntax::ComprehensionExpr& written_;
  TypeRef wanted_ = nullptr;
  TypeRef bodyType_ = nullptr;
};

}  // namespace

Item elaborateFanOut(Context& context, const Scope& scope, const syntax::Expr& expr,
                     TypeRef expected) {
  const auto& written = std::get<syntax::ComprehensionExpr>(expr.node);
  return FanOut(context, scope, expr, written).make(expected);
}

}  // namespace itw::sema
