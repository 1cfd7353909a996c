#include "compiler/sema/types_diagnostics.h"

#include <fmt/format.h>

#include "compiler/expr/value_text.h"
#include "compiler/sema/mismatch_advice.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/scalar_compiler.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

// Says where a value that has a name was declared and who set it.
void explainOrigin(Diagnostic& diagnostic, const Item& item) {
  if (!item.provenance) return;
  diagnostic.setBy = item.provenance->setBy;
  if (item.provenance->declared == diagnostic.span) return;
  diagnostic.labels.push_back(
      {item.provenance->declared, fmt::format("`{}` is declared here", item.provenance->name)});
}

std::string foundText(const Item& item) {
  std::string value = valueText(item);
  bool output = item.value && std::holds_alternative<expr::OutputRef>(item.value->node);
  bool scalar = item.type != nullptr && scalarTypeOf(*item.type).has_value() && !output;
  std::string subject = scalar && !value.empty() ? fmt::format("`{}`", value) : "this";
  return fmt::format("{} is {}", subject, withArticle(*item.type));
}

Diagnostic plain(DiagKind kind, Span span, std::string message, std::string help = {}) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

std::string giveUnit(const Type& expected) {
  const std::string examples = unitExamples(expected);
  return examples.empty() ? fmt::format("give it a unit of `{}`", textOf(expected))
                          : fmt::format("give it a unit, such as {}", examples);
}

bool isWholeElement(const std::string& element) { return element == "i64" || element == "u8"; }

std::string conversionHelp(const Item& item, const Type& expected) {
  if (expected.is(TypeKind::Int) && item.type->is(TypeKind::Float))
    return "round it: `floor(...)` or `ceil(...)` give an `int`, and so does `//` of two";
  if (expected.is(TypeKind::Path) && item.type->is(TypeKind::String))
    return "declare the value as `path`, or write the text here";
  if (expected.is(TypeKind::Measure) && scalarTypeOf(*item.type)) return giveUnit(expected);
  if (expected.is(TypeKind::Tensor) && expected.tensor.dims.empty() && scalarTypeOf(*item.type))
    return fmt::format("`{}` is an element type of tensors: write `{}`", textOf(expected),
                       isWholeElement(textOf(expected)) ? "int" : "float");
  if (expected.is(TypeKind::List) && item.known()) return "a list stands in brackets: `[...]`";
  return "";
}

// `"10GB"`: whether a text is a number and its unit.
bool readsAsQuantity(const std::string& text) {
  const std::size_t unit = text.find_first_not_of("0123456789.");
  const bool number = unit != 0 && unit != std::string::npos && text.back() != '.';
  return number && text.find_first_not_of(
                       "0123456789.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_ /%") ==
                       std::string::npos;
}

// A fix for a quantity in quotes.
void unquote(Diagnostic& diagnostic, const Item& item, const Type& expected) {
  if (!expected.is(TypeKind::Measure) || !item.type->is(TypeKind::String) || !item.known()) return;
  const std::string* text = item.scalar.value ? item.scalar.value->string() : nullptr;
  if (text == nullptr || !readsAsQuantity(*text)) return;
  if (item.span.end - item.span.begin != text->size() + 2) return;
  diagnostic.help = fmt::format("a quantity has no quotes: `{}`", *text);
  diagnostic.fixes = {{"leave out the quotes", Applicability::Maybe, {{diagnostic.span, *text}}}};
}

}  // namespace

Diagnostic typeMismatch(const Item& item, const Type& expected) {
  Diagnostic diagnostic =
      plain(DiagKind::TypeMismatch, item.span,
            fmt::format("{}, and {} is needed here", foundText(item), withArticle(expected)),
            conversionHelp(item, expected));
  unquote(diagnostic, item, expected);
  explainOrigin(diagnostic, item);
  return diagnostic;
}

Diagnostic argumentMismatch(const Item& item, const std::string& name, const std::string& callee,
                            const Type& expected, Span declared) {
  Diagnostic diagnostic = plain(DiagKind::TypeMismatch, item.span,
                                fmt::format("`{}` of `{}` takes {}, and this is {}", name, callee,
                                            withArticle(expected), withArticle(*item.type)));
  unquote(diagnostic, item, expected);
  diagnostic.labels.push_back({declared, "declared here"});
  explainOrigin(diagnostic, item);
  return diagnostic;
}

Diagnostic kindMismatch(const Item& item, const std::string& expected) {
  std::string name = item.symbol == nullptr ? "this" : fmt::format("`{}`", item.symbol->name);
  Diagnostic diagnostic = plain(DiagKind::TypeMismatch, item.span,
                                fmt::format("{} is {}, and {} is needed here", name,
                                            withArticle(item.type->name), withArticle(expected)));
  if (expected == "metric" && item.type->name == "table")
    diagnostic.help = "a table is not one number per epoch: measure it with `evaluate`";
  explainOrigin(diagnostic, item);
  return diagnostic;
}

Diagnostic noneForValue(const Item& item, const Type& expected) {
  Diagnostic diagnostic =
      plain(DiagKind::TypeMismatch, item.span,
            fmt::format("this is `none`, and {} is needed here", withArticle(expected)));
  explainOrigin(diagnostic, item);
  return diagnostic;
}

Diagnostic branchMismatch(const syntax::IfExpr& branches, const std::string& then,
                          const std::string& otherwise) {
  Diagnostic diagnostic =
      plain(DiagKind::TypeMismatch, branches.otherwise->span,
            fmt::format("the two branches differ: `{}` and `{}`", then, otherwise));
  diagnostic.note = fmt::format("`{}`", otherwise);
  diagnostic.labels.push_back({branches.then->span, fmt::format("`{}`", then)});
  return diagnostic;
}

Diagnostic conditionNotBool(Span condition, const std::string& type) {
  return plain(DiagKind::TypeMismatch, condition,
               fmt::format("a condition is a `bool`, and this is `{}`", type),
               "compare it with something");
}

Diagnostic notAScalar(Span use, const Type& type) {
  return plain(DiagKind::TypeMismatch, use,
               fmt::format("{} is not a number, text or truth value", withArticle(type)));
}

Diagnostic notAList(Span use, const Type& type) {
  return plain(DiagKind::TypeMismatch, use,
               fmt::format("`in` looks into a list or range, and this is {}", withArticle(type)));
}

Diagnostic typeAsValue(Span use) {
  return plain(DiagKind::TypeMismatch, use, "a type stands where a value is needed",
               "a type stands as a value only where a schema is asked for");
}

Diagnostic rangeAsValue(Span use) {
  return plain(DiagKind::TypeMismatch, use, "a range is not a value", "a range stands behind `in`");
}

Diagnostic neverNone(Span use, const Type& type) {
  return plain(DiagKind::TypeMismatch, use,
               fmt::format("{} is never `none`, so this always says the same", withArticle(type)),
               "declare it optional with `?`, or leave the test out");
}

namespace {

// `80` where a share is asked for.
void asShare(Diagnostic& diagnostic, const Item& item) {
  if (!item.scalar.value || item.provenance) return;
  const double number = expr::realOf(*item.scalar.value).toDouble();
  std::string text = valueText(item);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  const bool whole = text.find('.') == std::string::npos;
  if (!whole || number <= 1 || number > 100 || item.span.end - item.span.begin > text.size() + 2)
    return;
  const std::string share = text + "%";
  diagnostic.help = fmt::format("a share of {} in 100 is `{}`", text, share);
  diagnostic.fixes = {
      {fmt::format("write `{}`", share), Applicability::Maybe, {{diagnostic.span, share}}}};
}

}  // namespace

Diagnostic outOfRange(const Item& item, const syntax::Parameter& parameter,
                      const std::string& range) {
  // An open value is outside whatever it will be.
  const char* form =
      item.scalar.value ? "`{}` is {}, which is not in {}" : "`{}` is `{}`, which is never in {}";
  Diagnostic diagnostic =
      plain(DiagKind::OutOfRange, item.span,
            fmt::format(fmt::runtime(form), parameter.name.text, valueText(item), range));
  explainOrigin(diagnostic, item);
  diagnostic.labels.push_back({parameter.range->span, "the range is declared here"});
  if (range == "0..=1" || range == "0..1") asShare(diagnostic, item);
  return diagnostic;
}

Diagnostic conditionBroken(Span place, const std::string& condition, const std::string& explanation,
                           Span declared, const Item* subject) {
  Diagnostic diagnostic =
      plain(DiagKind::ConditionBroken, place, fmt::format("`{}` does not hold", condition));
  diagnostic.note = explanation;
  if (subject != nullptr) explainOrigin(diagnostic, *subject);
  diagnostic.labels.push_back({declared, "the condition is declared here"});
  return diagnostic;
}

Diagnostic drawOutsideSweep(Span use) {
  return plain(DiagKind::DrawOutsideSweep, use, "a value is drawn outside a sweep",
               "bind it with `=`");
}

Diagnostic operandMismatch(const syntax::BinaryExpr& binary, const std::string& left,
                           const std::string& right) {
  Diagnostic diagnostic =
      plain(DiagKind::OperandMismatch, binary.operatorSpan,
            fmt::format("`{}` does not go with `{}` and `{}`", signOf(binary.op), left, right));
  diagnostic.labels = {{binary.left->span, fmt::format("`{}`", left)},
                       {binary.right->span, fmt::format("`{}`", right)}};
  if (left == "string")
    diagnostic.help = "strings are not computed with: `{name}` in one puts in the value of a name";
  return diagnostic;
}

Diagnostic operandOfUnary(Span use, const std::string& sign, const std::string& type) {
  return plain(DiagKind::OperandMismatch, use,
               fmt::format("`{}` does not go with `{}`", sign, type));
}

Diagnostic operandOfFunction(Span use, const std::string& function, const std::string& type) {
  return plain(DiagKind::OperandMismatch, use,
               fmt::format("`{}` does not take `{}`", function, type));
}

Diagnostic wrongOperandCount(Span use, const std::string& function, std::size_t wanted,
                             std::size_t given) {
  return plain(DiagKind::OperandMismatch, use,
               fmt::format("`{}` takes {} and gets {}", function,
                           wanted == 1 ? "one value" : "two values or more", given));
}

Diagnostic namedOperand(Span use, const std::string& function) {
  return plain(DiagKind::OperandMismatch, use,
               fmt::format("the arguments of `{}` have no names", function));
}

Diagnostic boundMismatch(Span bound, const std::string& value, const std::string& type) {
  return plain(DiagKind::OperandMismatch, bound,
               fmt::format("`{}` bounds `{}`: the two cannot be compared", type, value));
}

Diagnostic numberTooLarge(Span use, const std::string& type) {
  return plain(DiagKind::Overflow, use, fmt::format("the number is too large for `{}`", type),
               type == "int" ? "an `int` ends at 9223372036854775807" : "");
}

Diagnostic rangeBehindDefault(Span sign, const std::string& name, const std::string& meant) {
  return plain(DiagKind::WrongBinding, sign,
               fmt::format("the range of `{}` stands behind its default", name),
               fmt::format("it comes first: `{}`", meant));
}

Diagnostic tooManyParts(Span use, const std::string& what) {
  return plain(DiagKind::TooLarge, use,
               fmt::format("this {} has more than {} parts", what, kMostParts),
               "what is built of two of the last doubles with each line");
}

Diagnostic scalarFault(Span use, expr::FaultKind kind) {
  switch (kind) {
    case expr::FaultKind::Overflow:
      return plain(DiagKind::Overflow, use, "the result is too large for its type",
                   "an `int` ends at 9223372036854775807; floats go further");
    case expr::FaultKind::TextTooLong:
      return plain(DiagKind::TooLarge, use,
                   fmt::format("the text has more than {} bytes", expr::kLongestText),
                   "long texts are files: pass a `path`");
    case expr::FaultKind::DivisionByZero:
      return plain(DiagKind::DivisionByZero, use, "this divides by zero");
    case expr::FaultKind::NotDivisible:
      return plain(DiagKind::DimensionForm, use, "the division is not known to leave no rest",
                   "say so in `where`: `x % n == 0`, or floor with `//`");
    case expr::FaultKind::GuardBroken:
      return plain(DiagKind::ConditionBroken, use, "the function does not take this value");
    case expr::FaultKind::OutOfDomain:
      return plain(DiagKind::DivisionByZero, use,
                   "the function has no value there: a negative number's root, or the logarithm of "
                   "what is not positive");
  }
  return {};
}

Diagnostic unknownUnit(Span use, const std::string& unit) {
  return plain(DiagKind::UnknownUnit, use, fmt::format("there is no unit `{}`", unit));
}

Diagnostic compoundNotDuration(Span use, const std::string& unit) {
  return plain(DiagKind::UnknownUnit, use,
               fmt::format("only durations are written in parts, and `{}` is none", unit));
}

Diagnostic emptyRange(Span range) {
  return plain(DiagKind::RangeForm, range, "nothing lies in this range",
               "the lower bound stands first, and `a..b` leaves `b` out: `a..=b` has it");
}

Diagnostic emptyChoice(Span list) {
  return plain(DiagKind::RangeForm, list, "nothing lies in this list",
               "name what is allowed: `[1, 10]`");
}

Diagnostic rangeOnType(Span range, const Type& type) {
  return plain(DiagKind::RangeForm, range, fmt::format("{} has no range", withArticle(type)));
}

Diagnostic rangeNeeded(Span use, const Type& type) {
  return plain(
      DiagKind::RangeForm, use,
      fmt::format("a range or list is needed behind `in`, and this is {}", withArticle(type)),
      "a range is `1..=10` with its end and `1..10` without, a list `[1, 10]`");
}

Diagnostic pathForShell(Span path, const std::string& sign) {
  return plain(DiagKind::ShellWord, path,
               fmt::format("`{}` is a part of the name here, as no shell reads a path", sign),
               sign == "*"   ? "name each file: `[csv(p, ...) for p in [\"a.csv\", \"b.csv\"]]`"
               : sign == "~" ? "write the folder out, or set a `path` param by `--set`"
                             : "set a `path` param by `--set`, which the shell fills in");
}

Diagnostic notAMember(Span use, const std::string& text, const Type& enumeration) {
  std::vector<std::string_view> members(enumeration.members.begin(), enumeration.members.end());
  std::string near = nearest(text, members);
  return plain(DiagKind::NotAMember, use,
               fmt::format("`\"{}\"` is none of `{}`", text, textOf(enumeration)),
               near.empty() ? "" : fmt::format("did you mean `\"{}\"`?", near));
}

Diagnostic memberWithoutList(Span use, const std::string& name, const Type& list) {
  std::string written = fmt::format("[{}]", name);
  Diagnostic diagnostic =
      plain(DiagKind::TypeMismatch, use,
            fmt::format("`{}` is one word, and {} is needed here", name, withArticle(list)),
            fmt::format("write `{}`", written));
  diagnostic.fixes = {
      {fmt::format("write `{}`", written), Applicability::Automatic, {{use, written}}}};
  return diagnostic;
}

Diagnostic notAMember(const Item& item, const std::string& text, const Type& enumeration) {
  Diagnostic diagnostic = notAMember(item.span, text, enumeration);
  explainOrigin(diagnostic, item);
  return diagnostic;
}

Diagnostic overrideNotReadable(Span declared, const std::string& text, const Type& type) {
  return plain(DiagKind::OverrideForm, declared,
               fmt::format("`{}` cannot be read as {}", text, withArticle(type)));
}

}  // namespace itw::sema
