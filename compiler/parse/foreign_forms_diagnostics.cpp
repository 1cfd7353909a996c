#include <fmt/format.h>

#include <string>
#include <utility>

#include "compiler/parse/foreign_forms.h"

namespace itw::parsing {

namespace {

std::vector<Fix> fixOf(std::string title, Applicability applicability, std::vector<Edit> edits) {
  if (edits.empty()) return {};
  return {{std::move(title), applicability, std::move(edits)}};
}

}  // namespace

Diagnostic choiceWithoutThen(Span at, std::string_view sign, std::vector<Edit> edits) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = fmt::format("`{}` stands where `then` is needed", sign),
          .help = "a choice is a value, written `if condition then a else b`",
          .fixes = fixOf("write `then` and `else`", Applicability::Automatic, std::move(edits))};
}

Diagnostic choiceBehindItsValue(Span at, Span whole, const std::string& meant) {
  Diagnostic result{.kind = DiagKind::Syntax,
                    .span = at,
                    .message = "`if` stands behind a value",
                    .help = "a choice is written `if condition then a else b`"};
  if (meant.empty()) return result;
  result.help = fmt::format("the condition comes first: `{}`", meant);
  result.fixes = fixOf("put the condition first", Applicability::Automatic, {{whole, meant}});
  return result;
}

Diagnostic tuple(Span opener, Span closer) {
  return {.kind = DiagKind::ForeignCollection,
          .span = opener,
          .message = "values with commas between them stand in parentheses",
          .help =
              "there are no tuples: a list is `[1, 2]`, and a record names its parts, "
              "`{ a = 1 }`",
          .fixes = fixOf("write a list", Applicability::Maybe, {{opener, "["}, {closer, "]"}})};
}

Diagnostic rangeAsTuple(Span whole, const std::string& meant) {
  Diagnostic result{
      .kind = DiagKind::ForeignCollection,
      .span = {whole.file, whole.begin, whole.begin + 1},
      .message = "values with commas between them stand in parentheses",
      .help = "a range is `1..=10` with its end and `1..10` without; `[1, 10]` lists values"};
  if (!meant.empty())
    result.fixes = fixOf(fmt::format("write `{}`", meant), Applicability::Maybe, {{whole, meant}});
  return result;
}

Diagnostic decimalComma(Span whole, std::string_view written, const std::string& number) {
  return {
      .kind = DiagKind::MalformedNumber,
      .span = whole,
      .message = fmt::format("`{}` is not a number", written),
      .help = fmt::format("a comma separates values; a number has a decimal point: `{}`", number),
      .fixes = fixOf(fmt::format("write `{}`", number), Applicability::Maybe, {{whole, number}})};
}

Diagnostic emptyParentheses(Span whole) {
  return {.kind = DiagKind::ForeignCollection,
          .span = whole,
          .message = "no value stands in these parentheses",
          .help = "an empty list is `[]`, an empty record `{}`, and no value at all `none`"};
}

Diagnostic listWithoutBrackets(Span comma) {
  return {.kind = DiagKind::ForeignCollection,
          .span = comma,
          .message = "a `,` stands behind the value of a constant",
          .help = "several values are a list, in brackets: `[1, 2]`"};
}

Diagnostic groupedDigits(Span whole, std::string_view written, const std::string& digits) {
  return {
      .kind = DiagKind::MalformedNumber,
      .span = whole,
      .message = fmt::format("`{}` is not a number", written),
      .help = fmt::format("a comma separates values; digits are grouped with `_`: `{}`", digits),
      .fixes = fixOf(fmt::format("write `{}`", digits), Applicability::Maybe, {{whole, digits}})};
}

Diagnostic unpacking(Span names, std::string_view first) {
  return {.kind = DiagKind::ForeignCollection,
          .span = names,
          .message = "several names stand in front of one `=`",
          .help = fmt::format("bind one name, `{0} = ...`, and reach outputs by theirs, such as "
                              "`{0}.train`",
                              first.empty() ? "parts" : first)};
}

Diagnostic functionArrow(Span arrow, Span gap) {
  return {.kind = DiagKind::WrongBinding,
          .span = arrow,
          .message = "`->` stands where `:` is needed",
          .help = "the type of what a function gives stands behind `:`",
          .fixes = fixOf("write `:`", Applicability::Automatic, {{gap, ":"}})};
}

Diagnostic functionBlock(Span brace, std::vector<Edit> edits) {
  return {.kind = DiagKind::WrongBinding,
          .span = brace,
          .message = "`{` stands where `=` is needed",
          .help = "a function is one expression: `fn f(x: float): float = x + 1`",
          .fixes = fixOf("write `=`", Applicability::Automatic, std::move(edits))};
}

Diagnostic joinedDeclarations(Span comma, Span gap, std::string_view keyword) {
  return {.kind = DiagKind::Syntax,
          .span = comma,
          .message = fmt::format("a second `{}` stands behind a comma", keyword),
          .help = fmt::format("each `{}` has a line of its own", keyword),
          .fixes = fixOf("begin a new line", Applicability::Automatic,
                         {{gap, fmt::format("\n{} ", keyword)}})};
}

Diagnostic publishCall(Span opener, const std::string& meant, Span whole) {
  return {.kind = DiagKind::Syntax,
          .span = opener,
          .message = "`publish` is written as a call",
          .help = meant.empty() ? "write `publish score as \"score\"`"
                                : fmt::format("write `publish {}`", meant),
          .fixes = meant.empty()
                       ? std::vector<Fix>{}
                       : fixOf("write `as`", Applicability::Automatic, {{whole, " " + meant}})};
}

Diagnostic foreignPipe(Span at, std::string_view written) {
  return {.kind = DiagKind::ForeignOperator,
          .span = at,
          .message = fmt::format("`{}` is not an operator of this language", written),
          .help = "a value is passed on with `|>`",
          .fixes = fixOf("write `|>`", Applicability::Automatic, {{at, "|>"}})};
}

Diagnostic importOfNames(Span whole, const std::string& module, const std::string& meant) {
  return {.kind = DiagKind::ForeignStatement,
          .span = {whole.file, whole.begin, whole.begin + 4},
          .message = "`from` begins no statement of this language",
          .help = fmt::format("`import {0}` brings in all its names, `import {0} as x` makes them "
                              "`x.name`",
                              module),
          .fixes = fixOf(fmt::format("write `import {}`", module), Applicability::Automatic,
                         {{whole, meant}})};
}

Diagnostic pathWithoutQuotes(Span path, std::string_view written) {
  return {.kind = DiagKind::ForeignString,
          .span = path,
          .message = "a path stands here without quotes",
          .help = fmt::format("write it as a string: `\"{}\"`", written),
          .fixes = fixOf("put it in quotes", Applicability::Automatic,
                         {{path, fmt::format("\"{}\"", written)}})};
}

Diagnostic unpackingStar(Span at, std::string_view written) {
  return {.kind = DiagKind::ForeignOperator,
          .span = at,
          .message = fmt::format("`{}` stands in front of a value", written),
          .help = written == "**"
                      ? "a record is not unpacked into arguments: write each one, `name = value`"
                      : "a list is not unpacked: write its elements, or `[f(x) for x in list]`"};
}

}  // namespace itw::parsing
