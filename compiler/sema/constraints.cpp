#include "compiler/sema/arguments.h"
#include "compiler/sema/compiled_condition.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/scalar_compiler.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

enum class Verdict : std::uint8_t { Holds, Broken, Reported };

std::optional<std::string> rangeText(Context& context, const syntax::Parameter& parameter) {
  return std::string(context.input.sources->text(parameter.range->span));
}

Verdict checkBounds(Context& context, const syntax::RangeExpr& range, const Scope& declared,
                    const Item& item) {
  Item low = elaborate(context, declared, *range.low);
  Item high = elaborate(context, declared, *range.high);
  if (low.isError() || high.isError()) return Verdict::Reported;
  auto type = scalarTypeOf(*item.type);
  for (const Item* bound : {&low, &high}) {
    auto boundType = scalarTypeOf(*bound->type);
    bool suits = type && boundType && expr::resultType(expr::Op::LessEqual, *type, *boundType);
    if (suits) continue;
    context.report(boundMismatch(bound->span, textOf(*item.type), textOf(*bound->type)));
    return Verdict::Reported;
  }
  if (item.scalar.value && low.scalar.value && high.scalar.value) {
    ConstantRange constant{expr::realOf(*low.scalar.value), expr::realOf(*high.scalar.value),
                           range.inclusive};
    return constant.contains(expr::realOf(*item.scalar.value)) ? Verdict::Holds : Verdict::Broken;
  }
  expr::Interval allowed{low.scalar.range.low, high.scalar.range.high, !range.inclusive};
  return expr::within(item.scalar.range, allowed) == expr::Tri::False ? Verdict::Broken
                                                                      : Verdict::Holds;
}

Verdict checkChoice(Context& context, const syntax::Expr& list, const Scope& declared,
                    const Item& item) {
  Item choices = elaborate(context, declared, list);
  if (choices.isError()) return Verdict::Reported;
  if (!choices.items) {
    context.report(rangeNeeded(list.span, *choices.type));
    return Verdict::Reported;
  }
  bool open = !item.scalar.value;
  for (const Item& choice : *choices.items) {
    open = open || !choice.scalar.value;
    if (!open && expr::sameScalar(*choice.scalar.value, *item.scalar.value)) return Verdict::Holds;
  }
  return open ? Verdict::Holds : Verdict::Broken;
}

// The common case needs no evaluation: a number and bounds that are literals.
bool liesInside(Context& context, const syntax::Parameter& parameter, const Item& item) {
  bool number =
      item.scalar.value && (item.type->is(TypeKind::Int) || item.type->is(TypeKind::Float) ||
                            item.type->is(TypeKind::Count));
  const ConstantRange* range = number ? constantRangeOf(context, parameter) : nullptr;
  return range != nullptr && range->contains(expr::realOf(*item.scalar.value));
}

bool checkRange(Context& context, const syntax::Parameter& parameter, const Scope& declared,
                const Item& item) {
  if (liesInside(context, parameter, item)) return true;
  const syntax::Expr& written = *parameter.range;
  if (std::holds_alternative<syntax::Missing>(written.node)) return true;
  const auto* range = std::get_if<syntax::RangeExpr>(&written.node);
  Verdict verdict = range != nullptr ? checkBounds(context, *range, declared, item)
                                     : checkChoice(context, written, declared, item);
  if (verdict == Verdict::Broken)
    context.report(outOfRange(item, parameter, *rangeText(context, parameter)));
  return verdict == Verdict::Holds;
}

bool isLiteral(const syntax::Expr& expr) {
  return std::holds_alternative<syntax::NumberLiteral>(expr.node) ||
         std::holds_alternative<syntax::QuantityLiteral>(expr.node) ||
         std::holds_alternative<syntax::StringLiteral>(expr.node) ||
         std::holds_alternative<syntax::BoolLiteral>(expr.node);
}

}  // namespace

// "train + validation + test is 105%", "`hi` is 0.2 and `lo` is 0.3".
std::string explainCondition(Context& context, const syntax::Expr& condition,
                             const Scope& declared) {
  const auto* binary = std::get_if<syntax::BinaryExpr>(&condition.node);
  if (binary == nullptr) return "";
  if (binary->op == syntax::BinaryOp::And) {
    Item left = elaborate(context, declared, *binary->left);
    bool leftBroken = left.scalar.truth == expr::Tri::False;
    return explainCondition(context, leftBroken ? *binary->left : *binary->right, declared);
  }
  if (binary->op == syntax::BinaryOp::Or || binary->op == syntax::BinaryOp::Pipe) return "";
  Item left = elaborate(context, declared, *binary->left);
  std::string value = valueText(left);
  if (left.isError() || value.empty()) return "";
  std::string_view right = context.input.sources->text(binary->right->span);
  bool percent = right.ends_with('%') && left.type->is(TypeKind::Float) && left.scalar.value;
  if (percent) {
    expr::Real share = expr::realOf(*left.scalar.value).times(expr::Decimal(100));
    value = share.text();
    if (value.ends_with(".0")) value.resize(value.size() - 2);
    value += "%";
  }
  std::string text =
      "`" + std::string(context.input.sources->text(binary->left->span)) + "` is " + value;
  if (isLiteral(*binary->right) || percent) return text;
  const Item other = elaborate(context, declared, *binary->right);
  if (other.isError() || !other.scalar.value) return text;
  return text + " and `" + std::string(right) + "` is " + valueText(other);
}

std::string settingBehind(Context& context, const syntax::Expr& condition, const Scope& declared) {
  std::string setBy;
  forEachName(condition, [&](const NameUse& use) {
    if (!setBy.empty() || use.inType || use.callee) return;
    const Item item =
        elaborate(context, declared, syntax::Expr{use.span, syntax::NameExpr{use.name}});
    if (item.provenance) setBy = item.provenance->setBy;
  });
  return setBy;
}

bool checkConstraints(Context& context, const syntax::Parameter& parameter, const Scope& declared,
                      const Item& item) {
  if (item.isError()) return true;
  bool none = item.isNone() || item.type->is(TypeKind::None);
  if (none || declared.untaken) return true;
  if (parameter.range && !checkRange(context, parameter, declared, item)) return false;
  return !parameter.where || checkCondition(context, *parameter.where, declared, item.span, &item);
}

bool checkCondition(Context& context, const syntax::Expr& condition, const Scope& declared,
                    Span place, const Item* subject) {
  if (std::holds_alternative<syntax::Missing>(condition.node) || declared.untaken) return true;
  auto quick = quickTruth(context, condition, declared);
  if (quick && *quick != expr::Tri::False) return true;
  Item result = elaborateAs(context, declared, condition, context.types.simple(TypeKind::Bool));
  if (result.isError()) return false;
  if (result.scalar.truth != expr::Tri::False) return true;
  std::string text(context.input.sources->text(condition.span));
  Diagnostic diagnostic = conditionBroken(
      place, text, explainCondition(context, condition, declared), condition.span, subject);
  if (diagnostic.setBy.empty()) diagnostic.setBy = settingBehind(context, condition, declared);
  context.report(std::move(diagnostic));
  return false;
}

}  // namespace itw::sema
