#include "compiler/sema/search/draws.h"

#include <limits>

#include "compiler/expr/value_text.h"
#include "compiler/sema/arguments.h"
#include "compiler/sema/definitions.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/place/profiles.h"
#include "compiler/sema/search/search_diagnostics.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

// More values than these are not looked at one by one.
constexpr std::int64_t kMostValues = 4096;
// And of these each use is looked at.
constexpr std::int64_t kMostKept = 64;

bool isWhole(const Type& type) {
  bool counted = type.is(TypeKind::Measure) && expr::namedDimension(type.dimension) != nullptr &&
                 expr::namedDimension(type.dimension)->counted;
  return type.is(TypeKind::Int) || type.is(TypeKind::Count) || counted;
}

bool isContinuous(const Type& type) {
  return type.is(TypeKind::Float) || (type.is(TypeKind::Measure) && !isWhole(type));
}

// Reads one draw; a class only so that the steps share what they know.
class DrawReader {
 public:
  DrawReader(Context& context, const Scope& scope, const DrawTarget& target,
             const syntax::Expr& written, DrawnValues* values)
      : context_(context),
        scope_(scope),
        target_(target),
        type_(target.type->is(TypeKind::Optional) ? target.type->inner : target.type),
        written_(written),
        values_(values) {}

  Item read() {
    if (type_->isError()) return context_.poisoned(written_.span);
    const auto* call = std::get_if<syntax::CallExpr>(&written_.node);
    bool bare = std::holds_alternative<syntax::NameExpr>(written_.node);
    if (std::holds_alternative<syntax::Missing>(written_.node))
      return context_.poisoned(written_.span);
    if (call == nullptr && !bare) return refuse(notADistribution(written_, *type_));
    const syntax::Expr& callee = call == nullptr ? written_ : *call->callee;
    const Symbol* symbol =
        findCallee(context_, scope_, callee, context_.types.component("distribution"));
    if (symbol == nullptr) return context_.poisoned(written_.span);
    if (symbol->componentKind != "distribution") return refuse(notADistribution(written_, *type_));
    if (call != nullptr) arguments_ = call->arguments;
    if (symbol->name == "one_of") return readChoices(*symbol);
    return readRange(*symbol, callee);
  }

 private:
  Item refuse(Diagnostic diagnostic) {
    context_.report(std::move(diagnostic));
    return context_.poisoned(written_.span);
  }

  Item itemOf(const Symbol& symbol, expr::Record arguments) const {
    Item item{.type = target_.type, .span = written_.span};
    item.value =
        expr::Value{expr::Component{context_.symbols.qualified(symbol), std::move(arguments)}};
    item.symbol = &symbol;
    return item;
  }

  // `one_of([a, b])`, `uniform([a, b])` and `uniform(a..b)`.
  const syntax::Expr* soleList() const {
    if (arguments_.size() != 1 || arguments_[0].name) return nullptr;
    const syntax::Expr& value = *arguments_[0].value;
    const bool list = std::holds_alternative<syntax::ListExpr>(value.node) ||
                      std::holds_alternative<syntax::RangeExpr>(value.node);
    return list ? &value : nullptr;
  }

  // ---- one_of

  Item readChoices(const Symbol& symbol) {
    if (arguments_.empty()) return refuse(noChoices(written_.span));
    if (const syntax::Expr* list = soleList(); list != nullptr && !type_->is(TypeKind::List))
      return refuse(choicesInList(*list));
    expr::List values;
    expr::Interval range{std::numeric_limits<double>::infinity(),
                         -std::numeric_limits<double>::infinity()};
    bool good = true;
    std::unordered_map<std::string, Span> seen;
    for (const syntax::Argument& argument : arguments_) {
      Item item = readChoice(argument);
      good = good && !item.isError() && checkOne(item);
      if (item.isError() || !item.known()) continue;
      expr::Value value = valueOf(item);
      keep(item);
      auto [place, fresh] = seen.emplace(expr::textOf(value), argument.span);
      if (!fresh) context_.report(repeatedChoice(argument.span, place->second));
      values.items.push_back(std::move(value));
      range = {std::min(range.low, item.scalar.range.low),
               std::max(range.high, item.scalar.range.high)};
    }
    if (!good) return context_.poisoned(written_.span);
    Item item = itemOf(symbol, {{{"choices", {std::move(values)}}}});
    if (isWhole(*type_) || isContinuous(*type_)) item.scalar.range = range;
    return item;
  }

  Item readChoice(const syntax::Argument& argument) {
    if (argument.name) {
      context_.report(namedChoice(argument.name->span, argument.name->text));
      return context_.poisoned(argument.span);
    }
    Scope inner = scope_;
    inner.draws = true;
    return elaborateAs(context_, inner, *argument.value, target_.type);
  }

  // ---- ranges of numbers

  Item readRange(const Symbol& symbol, const syntax::Expr& callee) {
    bool whole = symbol.name.starts_with("int_");
    if (const syntax::Expr* ends = soleList())
      return refuse(endsInOne(*ends, symbol.name, *context_.input.sources));
    if (!isWhole(*type_) && !isContinuous(*type_))
      return refuse(distributionMismatch(callee.span, symbol.name, *target_.type, target_.path));
    if (isWhole(*type_) && !whole)
      return refuse(wholeNumbersNeeded(callee.span, symbol.name, target_.path));
    Signature signature = signatureOf(context_, symbol);
    for (Parameter& parameter : signature.parameters)
      if (parameter.name != "step" && !parameter.type->isError()) parameter.type = boundType(whole);
    BoundArguments bound = bindArguments(context_, signature,
                                         {scope_, arguments_, nullptr, written_.span, symbol.name});
    if (bound.poisoned || !bound.known()) return context_.poisoned(written_.span);
    expr::Record values;
    for (const BoundArgument& argument : bound.all)
      values.fields.push_back({argument.parameter->name, valueOf(argument.item)});
    Item item = itemOf(symbol, std::move(values));
    bool good = bound.find("low") != nullptr ? checkBetween(symbol, bound, item)
                                             : checkUnbounded(symbol, bound, item);
    return good ? item : context_.poisoned(written_.span);
  }

  TypeRef boundType(bool whole) const {
    return whole && type_->is(TypeKind::Float) ? context_.types.simple(TypeKind::Int) : type_;
  }

  Span spanOf(const BoundArgument& argument) const {
    return argument.span.valid() ? argument.span : written_.span;
  }

  bool checkBetween(const Symbol& symbol, const BoundArguments& bound, Item& item) {
    const BoundArgument& low = *bound.find("low");
    const BoundArgument& high = *bound.find("high");
    expr::Real first = expr::realOf(*low.item.scalar.value);
    expr::Real last = expr::realOf(*high.item.scalar.value);
    bool logarithmic = symbol.name.ends_with("log_uniform");
    if (logarithmic && first.compare(expr::Real()) <= 0) {
      context_.report(logOfNothing(spanOf(low), symbol.name, low.item));
      return false;
    }
    if (first.compare(last) >= 0) {
      context_.report(nothingBetween(spanOf(high), low.item, high.item));
      return false;
    }
    item.scalar.range = {first.toDouble(), last.toDouble()};
    for (const BoundArgument* end : {&low, &high}) {
      Item value = end->item;
      value.span = spanOf(*end);
      Item taken = coerce(context_, scope_, value, target_.type);
      if (!checkOne(taken)) return false;
      if (symbol.name.starts_with("int_")) continue;
      keep(std::move(taken));
    }
    return checkSteps(bound, low.item, high.item);
  }

  void keep(Item item) {
    if (values_ == nullptr) return;
    values_->complete = true;
    values_->items.push_back(std::move(item));
  }

  // What lies between the ends, where it can be counted.
  bool checkSteps(const BoundArguments& bound, const Item& low, const Item& high) {
    const std::int64_t* first = low.scalar.value->integer();
    const std::int64_t* last = high.scalar.value->integer();
    bool conditional = target_.parameter != nullptr && target_.parameter->where != nullptr;
    if (first == nullptr || last == nullptr || (!conditional && values_ == nullptr)) return true;
    const BoundArgument* step = bound.find("step");
    std::int64_t by = step == nullptr ? 1 : *step->item.scalar.value->integer();
    const std::int64_t most = conditional ? kMostValues : kMostKept;
    std::int64_t i = 0;
    for (; i < most && *last - *first >= i * by; ++i) {
      Item value = low;
      value.scalar = expr::abstractOf(expr::Scalar{*first + i * by});
      value.span = written_.span;
      Item taken = coerce(context_, scope_, value, target_.type);
      if (conditional && !checkOne(taken)) return false;
      if (i < kMostKept) keep(std::move(taken));
    }
    if (values_ != nullptr) values_->complete = i <= kMostKept && *last - *first < i * by;
    return true;
  }

  // `normal` may give anything, `log_normal` anything above zero.
  bool checkUnbounded(const Symbol& symbol, const BoundArguments& bound, Item& item) {
    const BoundArgument* spread = bound.find("deviation");
    if (spread != nullptr && expr::realOf(*spread->item.scalar.value).compare(expr::Real()) <= 0) {
      context_.report(noDeviation(spanOf(*spread), spread->item));
      return false;
    }
    if (symbol.name == "log_normal") item.scalar.range.low = 0;
    const syntax::Parameter* parameter = target_.parameter;
    if (parameter == nullptr) return true;
    const bool half = symbol.name == "log_normal";
    const syntax::Expr* limit = parameter->range != nullptr         ? parameter->range.get()
                                : !takesAny(*parameter, half, item) ? parameter->where.get()
                                                                    : nullptr;
    if (limit == nullptr) return true;
    context_.report(unboundedDraw(written_.span, symbol.name, target_.path, limit->span));
    return false;
  }

  // Whether the condition of a parameter holds at both ends of what such a draw may give.
  bool takesAny(const syntax::Parameter& parameter, bool positive, const Item& drawn) {
    if (parameter.where == nullptr || target_.declared == nullptr) return true;
    constexpr double kFar = 1e300;
    const std::size_t before = context_.sink.all().size();
    bool holds = true;
    for (const double end : {positive ? 1 / kFar : -kFar, kFar}) {
      Item item = drawn;
      item.scalar = expr::abstractOf(expr::Scalar{expr::Real(end)});
      holds = holds && checkValue(context_, parameter, *target_.declared, item);
    }
    context_.sink.takeSince(before);
    return holds;
  }

  // Whether the target takes one of the values.
  bool checkOne(const Item& item) {
    if (item.isError()) return false;
    if (target_.parameter != nullptr && target_.declared != nullptr &&
        !checkValue(context_, *target_.parameter, *target_.declared, item))
      return false;
    return !target_.overridable || liesInProfile(context_, target_.path, item);
  }

  Context& context_;
  const Scope& scope_;
  const DrawTarget& target_;
  TypeRef type_;
  const syntax::Expr& written_;
  DrawnValues* values_;
  std::span<const syntax::Argument> arguments_;
};

}  // namespace

Item drawnItem(Context& context, const Scope& scope, const DrawTarget& target,
               const syntax::Expr& written, DrawnValues* values) {
  return DrawReader(context, scope, target, written, values).read();
}

Item openDraw(const Item& drawn) {
  Item open{.type = drawn.type, .scalar = drawn.scalar, .span = drawn.span};
  return open;
}

}  // namespace itw::sema
