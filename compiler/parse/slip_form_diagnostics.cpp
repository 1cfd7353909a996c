#include "compiler/parse/slip_form_diagnostics.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace itw::parsing {

namespace {

std::vector<Fix> fixOf(std::string title, Applicability applicability, std::vector<Edit> edits) {
  return {{std::move(title), applicability, std::move(edits)}};
}

}  // namespace

Diagnostic quotesMissing(Span word, std::string_view written) {
  return {.kind = DiagKind::Syntax,
          .span = word,
          .message = fmt::format("`{}` stands where a string is needed", written),
          .help = fmt::format("write it in quotes: `\"{}\"`", written),
          .fixes = fixOf("put it in quotes", Applicability::Automatic,
                         {{word, fmt::format("\"{}\"", written)}})};
}

Diagnostic enumerationWithoutQuotes(Span first, Span second, std::string_view written) {
  const auto quote = [](Span at) { return Span{at.file, at.begin, at.begin}; };
  const auto behind = [](Span at) { return Span{at.file, at.end, at.end}; };
  return {.kind = DiagKind::Syntax,
          .span = first,
          .message = fmt::format("`{}` is a member of an enumeration without its quotes", written),
          .help = "the members of an enumeration are strings: `\"barrel\" | \"endcap\"`",
          .fixes = fixOf("put them in quotes", Applicability::Maybe,
                         {{quote(first), "\""},
                          {behind(first), "\""},
                          {quote(second), "\""},
                          {behind(second), "\""}})};
}

Diagnostic optionalByBar(Span bar, Span whole, std::string_view type) {
  return {.kind = DiagKind::Syntax,
          .span = bar,
          .message = "a `|` stands between types",
          .help = fmt::format("a value that may be missing has a type with `?`: `{}?`", type),
          .fixes = fixOf("write `?`", Applicability::Automatic, {{whole, "?"}})};
}

Diagnostic choiceOfTypes(Span bar) {
  return {.kind = DiagKind::Syntax,
          .span = bar,
          .message = "a `|` stands between types",
          .help =
              "a value has one type: `float` takes whole numbers too, and only strings are "
              "joined by `|`, as in `\"a\" | \"b\"`"};
}

Diagnostic enumerationByComma(Span comma) {
  return {.kind = DiagKind::Syntax,
          .span = comma,
          .message = "a `,` stands between the members of an enumeration",
          .help = "they are joined by `|`: `\"a\" | \"b\"`",
          .fixes = fixOf("write `|`", Applicability::Automatic, {{comma, " |"}})};
}

Diagnostic publishWithoutAs(Span at, std::string_view seen, Span gap, const std::string& inserted) {
  Diagnostic result{.kind = DiagKind::Syntax,
                    .span = at,
                    .message = seen.empty()
                                   ? std::string("nothing says the name of what is published")
                                   : fmt::format("`{}` stands where `as` is needed", seen),
                    .help = "write `publish score as \"score\"`"};
  if (!inserted.empty())
    result.fixes = fixOf(fmt::format("write `{}`", inserted), Applicability::Maybe,
                         {{gap, seen.empty() ? " " + inserted : inserted}});
  return result;
}

Diagnostic publishTurnedRound(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "`=` stands where `as` is needed",
          .help = "the value comes first, then its name: `publish score as \"score\"`"};
}

Diagnostic equalsMissing(Span value, Span gap, std::string_view name) {
  return {.kind = DiagKind::WrongBinding,
          .span = value,
          .message = fmt::format("a value stands behind the name `{}` without a `=`", name),
          .help = fmt::format("write `{} = ...`", name),
          .fixes = fixOf("write `=`", Applicability::Maybe, {{gap, " ="}})};
}

Diagnostic resultTypeMissing(Span at, std::string_view name) {
  return {.kind = DiagKind::WrongBinding,
          .span = at,
          .message = fmt::format("`{}` does not say the type of its result", name),
          .help = fmt::format("write it behind `:`, such as `fn {}(x: float): float = ...`", name)};
}

Diagnostic paramBlock(Span brace) {
  return {.kind = DiagKind::Syntax,
          .span = brace,
          .message = "`{` stands where a name is needed",
          .help = "each param has a line of its own: `param lr: float = 1e-3`"};
}

Diagnostic rangeByWord(Span word, Span gap) {
  return {.kind = DiagKind::Syntax,
          .span = word,
          .message = "`to` stands behind a number",
          .help = "a range is `1..=10` with its end and `1..10` without",
          .fixes = fixOf("write `..=`", Applicability::Maybe, {{gap, "..="}})};
}

Diagnostic conversion(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "a type and a value stand side by side",
          .help =
              "values are not converted: an `int` is taken where a `float` is asked for, and "
              "`round`, `floor` and `ceil` make whole numbers"};
}

Diagnostic stringsSideBySide(Span second) {
  return {.kind = DiagKind::Syntax,
          .span = second,
          .message = "two strings stand side by side",
          .help = "write one string; `{name}` in it puts in the value of a name"};
}

Diagnostic severalLoopNames(Span comma) {
  return {.kind = DiagKind::Syntax,
          .span = comma,
          .message = "`for` has several names",
          .help = "it has one, whose parts are reached by theirs: `[f(d.x, d.y) for d in list]`"};
}

Diagnostic secondLoop(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "a list has a second `for`",
          .help = "a list goes over one other list: give the inner one a name of its own"};
}

Diagnostic loopWithoutBrackets(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "`for` stands outside of a list",
          .help = "write `[f(x) for x in list]`"};
}

Diagnostic switchWord(Span at, std::string_view written, std::string_view meant) {
  return {.kind = DiagKind::ForeignWord,
          .span = at,
          .message = fmt::format("`{}` is not a constant of this language", written),
          .help = fmt::format("write `{}`", meant),
          .fixes = fixOf(fmt::format("write `{}`", meant), Applicability::Automatic,
                         {{at, std::string(meant)}})};
}

Diagnostic settingWithoutParam(Span name, std::string_view word, Span replaced,
                               const std::string& meant) {
  Diagnostic result{.kind = DiagKind::MisplacedDeclaration,
                    .span = name,
                    .message = fmt::format("`{}` does not begin a declaration", word),
                    .help = fmt::format("a setting is `param {0}: type = ...`, a constant "
                                        "`let {0} = ...`; what is computed stands in a pipeline",
                                        word)};
  if (!meant.empty())
    result.fixes =
        fixOf(fmt::format("write `{}`", meant), Applicability::Maybe, {{replaced, meant}});
  return result;
}

Diagnostic defaultBehindCondition(Span at) {
  return {.kind = DiagKind::WrongBinding,
          .span = at,
          .message = "a default stands behind `where`",
          .help = "it comes first: `a: int = 1 where a > 0`"};
}

}  // namespace itw::parsing
