#include "compiler/parse/syntax_diagnostics.h"

#include <fmt/format.h>

#include <string>

namespace itw::parsing {

namespace {

Fix replace(Span span, std::string replacement, Applicability applicability) {
  return {.title = fmt::format("write `{}`", replacement),
          .applicability = applicability,
          .edits = {{span, std::move(replacement)}}};
}

}  // namespace

Diagnostic misplacedToken(Span at, std::string_view seen, std::string_view needed) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = needed.empty() ? fmt::format("{} cannot stand here", seen)
                                    : fmt::format("{} stands where {} is needed", seen, needed)};
}

Diagnostic lineEndsEarly(Span at, std::string_view needed) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = needed.empty() ? std::string("the line ends too early")
                                    : fmt::format("the line ends where {} is needed", needed)};
}

Diagnostic misplacedKeyword(Span at, std::string_view word, std::string_view needed) {
  Diagnostic result = misplacedToken(at, fmt::format("the keyword `{}`", word), needed);
  result.help = "a keyword is a name only behind a `.` and in front of `=`, `~` or `:`";
  return result;
}

Diagnostic distantUnit(Span at, std::string_view unit, std::uint32_t number) {
  return {.kind = DiagKind::UnknownUnit,
          .span = at,
          .message = fmt::format("the unit `{}` stands too far behind its number", unit),
          .help = "between a number and its unit stands one blank or none",
          .fixes = {
              {"write one blank", Applicability::Automatic, {{{at.file, number, at.begin}, " "}}}}};
}

Diagnostic productOfUnits(Span at) {
  return {.kind = DiagKind::UnknownUnit,
          .span = at,
          .message = "a second unit stands behind a quantity",
          .help = "hours of devices are one unit: `500 gpu_h`, `100 cpu_h`"};
}

Diagnostic separateParts(Span at) {
  return {.kind = DiagKind::UnknownUnit,
          .span = at,
          .message = "a quantity follows another one",
          .help = "the parts of a duration touch: `6h30min`"};
}

Diagnostic secondEdition(Span at) {
  return {.kind = DiagKind::Edition,
          .span = at,
          .message = "an edition stands behind the start of the file",
          .help = "`itw 1` is the first line of a file, once"};
}

Diagnostic missingComma(Span at, Span before, std::string_view seen) {
  const Span gap{at.file, before.end, before.end};
  return {
      .kind = DiagKind::MissingComma,
      .span = at,
      .message = fmt::format("{} follows a value without a comma", seen),
      .help = "write a comma in front of it",
      .fixes = {
          {.title = "add a comma", .applicability = Applicability::Maybe, .edits = {{gap, ","}}}}};
}

Diagnostic wrongEquals(Span at, std::string_view seen, std::string_view meant) {
  return {.kind = DiagKind::WrongBinding,
          .span = at,
          .message = fmt::format("`{}` stands where `{}` is needed", seen, meant),
          .help = "`=` binds a name to a value, `==` compares two values",
          .fixes = {replace(at, std::string(meant), Applicability::Maybe)}};
}

Diagnostic typeOfBinding(Span type) {
  return {.kind = DiagKind::WrongBinding,
          .span = type,
          .message = "a binding says no type",
          .help = "its value has one: leave the type out",
          .fixes = {{"remove the type", Applicability::Automatic, {{type, ""}}}}};
}

Diagnostic colonForEquals(Span at, std::string_view help) {
  return {.kind = DiagKind::WrongBinding,
          .span = at,
          .message = "`:` stands where `=` is needed",
          .help = std::string(help),
          .fixes = {replace(at, " =", Applicability::Maybe)}};
}

Diagnostic equalsForColon(Span at) {
  return {.kind = DiagKind::WrongBinding,
          .span = at,
          .message = "`=` stands where `:` is needed",
          .help = "`:` says a type, `=` gives a value",
          .fixes = {replace(at, ":", Applicability::Maybe)}};
}

Diagnostic unnamedPort(Span at, std::string_view type) {
  return {.kind = DiagKind::WrongBinding,
          .span = at,
          .message = fmt::format("no name stands in front of the type `{}`", type),
          .help =
              "in parentheses each input or output has a name, `(x: f32[N])`; a single one needs "
              "no parentheses"};
}

Diagnostic missingType(Span at, std::string_view name) {
  return {.kind = DiagKind::WrongBinding,
          .span = at,
          .message = fmt::format("`{}` has no type", name),
          .help = fmt::format("write its type behind a `:`, such as `{}: int = ...`", name)};
}

Diagnostic keywordAsName(Span at, std::string_view word) {
  return {.kind = DiagKind::KeywordAsName,
          .span = at,
          .message = fmt::format("the keyword `{}` cannot be a name here", word),
          .help = "choose another name"};
}

Diagnostic foreignWord(Span at, std::string_view word, std::string_view meant) {
  return {.kind = DiagKind::ForeignWord,
          .span = at,
          .message = fmt::format("`{}` is not a constant of this language", word),
          .help = fmt::format("write `{}`", meant),
          .fixes = {replace(at, std::string(meant), Applicability::Automatic)}};
}

Diagnostic chainedComparison(Span at) {
  return {.kind = DiagKind::ChainedComparison,
          .span = at,
          .message = "the result of a comparison is compared again",
          .help = "write `a < b and b < c`, or `x in 0..1` for a range"};
}

Diagnostic operatorBehindStage(Span at, std::string_view sign) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = fmt::format("`{}` stands behind a call on the right of `|>`", sign),
          .help = fmt::format("`|>` takes in all that follows; write `(x |> f) {} y`", sign)};
}

Diagnostic indexing(Span at, std::string_view name, bool isType) {
  return {.kind = DiagKind::Indexing,
          .span = at,
          .message = isType ? fmt::format("the type `{}[..]` stands where a value is needed", name)
                            : "a `[` stands behind a value",
          .help = isType
                      ? "give the type a name with `type` and use that; only record types, "
                        "`{ name: type }`, can be written as values"
                      : "there is no index; outputs and fields are reached by name, `parts.train`"};
}

Diagnostic conditionalNeedsParentheses(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "`if` stands inside a larger expression",
          .help = "put it in parentheses: `1 + (if a then b else c)`"};
}

Diagnostic elseOfWhen(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "`else` stands behind a `when`",
          .help = "write a second `when` with the opposite condition"};
}

Diagnostic choiceBehindValue(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "`if` stands behind a value",
          .help = "a choice is written `if condition then a else b`"};
}

Diagnostic choiceAsStatement(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "`if` stands where a statement is needed",
          .help = "a choice is a value: `name = if condition then a else b`"};
}

Diagnostic foreignComment(Span at, std::string_view sign) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = fmt::format("`{}` stands where a value is needed", sign),
          .help = "comments begin with `#`"};
}

Diagnostic loopOutsideList(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "`for` stands outside of a list",
          .help = "write `[f(x) for x in list]`"};
}

Diagnostic questionMark(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "`?` stands behind a value",
          .help = "a choice is written `if a then b else c`; `?` makes a type optional"};
}

Diagnostic clauseWithoutCall(Span at, std::string_view word) {
  return {
      .kind = DiagKind::Syntax,
      .span = at,
      .message = fmt::format("`{}` does not follow a call", word),
      .help = fmt::format("`{}` belongs behind the call of a task or step, on its line or at the "
                          "start of the next",
                          word)};
}

Diagnostic unnamedStatement(Span at, std::string_view word) {
  return {.kind = DiagKind::MisplacedEntry,
          .span = at,
          .message = fmt::format("the statement that begins with `{}` has no name", word),
          .help = "bind its value: `name = ...`"};
}

Diagnostic colonBehindObjective(Span colon, std::string_view word) {
  return {.kind = DiagKind::MisplacedEntry,
          .span = colon,
          .message = fmt::format("a `:` stands behind `{}`", word),
          .help = fmt::format("an objective follows its word: `{} fit.validation_loss`", word),
          .fixes = {replace(colon, "", Applicability::Automatic)}};
}

Diagnostic wordOfOtherBlock(Span at, std::string_view word, std::string_view block) {
  return {.kind = DiagKind::MisplacedEntry,
          .span = at,
          .message = fmt::format("`{}` does not stand in this block", word),
          .help = fmt::format("it belongs into a {}", block)};
}

Diagnostic rangeInSweep(Span at, std::string_view name) {
  return {.kind = DiagKind::MisplacedEntry,
          .span = at,
          .message = "`in` stands where `~`, `over` or `=` is needed",
          .help = fmt::format("a sweep draws, `{0} ~ one_of(1, 2)`, a study goes over values, "
                              "`{0} over [1, 2]`",
                              name)};
}

Diagnostic nestedDeclaration(Span at, std::string_view keyword) {
  return {.kind = DiagKind::MisplacedDeclaration,
          .span = at,
          .message = fmt::format("`{}` stands inside another declaration", keyword),
          .help = "declarations stand at the top of a file, outside of all brackets"};
}

Diagnostic notADeclaration(Span at, std::string_view word, std::string_view nearest, bool binds) {
  Diagnostic result{.kind = DiagKind::MisplacedDeclaration, .span = at};
  result.message = fmt::format("`{}` does not begin a declaration", word);
  if (!nearest.empty()) {
    result.help = fmt::format("did you mean `{}`?", nearest);
  } else if (binds) {
    result.help = fmt::format(
        "write `let {} = ...` for a constant, `param {}: type = ...` for a "
        "setting, or put it into a pipeline",
        word, word);
  } else {
    result.help =
        "at the top of a file stand `import`, `param`, `let`, `model`, `shape`, "
        "`pipeline` and the like";
  }
  return result;
}

Diagnostic unknownOpEntry(Span at, std::string_view name) {
  return {.kind = DiagKind::MisplacedEntry,
          .span = at,
          .message = fmt::format("an op has no entry `{}`", name),
          .help = "an op has `weight name: [..] = ...`, `buffer` the same, and `cost = ...`"};
}

Diagnostic secondCost(Span at, Span first) {
  return {.kind = DiagKind::MisplacedEntry,
          .span = at,
          .message = "the cost of this op is given twice",
          .labels = {{first, "first here"}},
          .help = "keep one of them"};
}

Diagnostic misplacedOf(Span at) {
  return {.kind = DiagKind::MisplacedEntry,
          .span = at,
          .message = "`of` stands outside of `nodes = ...`",
          .help = "only a number of nodes has a kind: `nodes = 8 of gpu_node`"};
}

Diagnostic misplacedLeading(Span at) {
  return {.kind = DiagKind::MisplacedEntry,
          .span = at,
          .message = "leading dimensions stand behind others",
          .help = "`..B` comes first: `f[..B, I]`"};
}

Diagnostic clauseOrder(Span at, Span before, bool twice) {
  return {.kind = DiagKind::ClauseOrder,
          .span = at,
          .message = twice ? "this clause is given twice" : "this clause stands too late",
          .labels = {{before, twice ? "first here" : "it belongs in front of this"}},
          .help =
              "clauses follow a call in this order, each once: `with`, `on`, `using`, `retry`, "
              "`cache`, `deadline`"};
}

Diagnostic brokenInterpolation(Span brace) {
  return {.kind = DiagKind::Interpolation,
          .span = brace,
          .message = "no name stands behind this `{`",
          .help = "`{name}` or `{a.b}` puts a value into the text; `{{` is a brace"};
}

}  // namespace itw::parsing
