#include <fmt/format.h>

#include <string>
#include <utility>

#include "compiler/parse/near_forms.h"

namespace itw::parsing {

namespace {

std::vector<Fix> fixOf(std::string title, Applicability applicability, std::vector<Edit> edits) {
  return {{std::move(title), applicability, std::move(edits)}};
}

std::vector<Edit> bracketsAs(const Brackets& written, std::string opener, std::string closer) {
  std::vector<Edit> edits = {{written.opener, std::move(opener)}};
  if (written.closer.valid()) edits.push_back({written.closer, std::move(closer)});
  return edits;
}

Diagnostic syntax(Span at, std::string message, std::string help) {
  return {
      .kind = DiagKind::Syntax, .span = at, .message = std::move(message), .help = std::move(help)};
}

Diagnostic fixed(Diagnostic diagnostic, std::string title, std::vector<Edit> edits,
                 Applicability applicability = Applicability::Automatic) {
  diagnostic.fixes = fixOf(std::move(title), applicability, std::move(edits));
  return diagnostic;
}

}  // namespace

Diagnostic argumentsInBrackets(const Brackets& brackets, std::string_view name) {
  return fixed(syntax(brackets.opener,
                      fmt::format("the arguments of `{}` do not stand in parentheses", name),
                      fmt::format("write `{}(...)`", name)),
               "write parentheses", bracketsAs(brackets, "(", ")"));
}

Diagnostic parametersInBrackets(const Brackets& brackets) {
  return fixed(syntax(brackets.opener, "these parameters do not stand in parentheses",
                      "parameters stand in `( )`, the body in `{ }`"),
               "write parentheses", bracketsAs(brackets, "(", ")"));
}

Diagnostic bindingsInBrackets(const Brackets& brackets) {
  return fixed(syntax(brackets.opener, "what `with` binds does not stand in braces",
                      "write `with { name = value }`"),
               "write braces", bracketsAs(brackets, "{ ", " }"));
}

Diagnostic fieldsInBrackets(const Brackets& brackets) {
  Diagnostic result{
      .kind = DiagKind::ForeignCollection,
      .span = brackets.opener,
      .message = "these fields do not stand in braces",
      .help = "a record stands in braces, `{ a = 1 }`, and its type too, `{ a: int }`"};
  return fixed(std::move(result), "write braces", bracketsAs(brackets, "{", "}"));
}

Diagnostic portsInBrackets(const Brackets& brackets) {
  return fixed(syntax(brackets.opener, "these names do not stand in parentheses",
                      "named inputs and results stand in `( )`: `(x: f32[N, 4]) -> (y: f32[N])`"),
               "write parentheses", bracketsAs(brackets, "(", ")"));
}

Diagnostic dimensionsInBrackets(const Brackets& brackets, std::string_view type) {
  return fixed(syntax(brackets.opener,
                      fmt::format("what follows `{}` does not stand in square brackets", type),
                      fmt::format("write `{}[...]`", type)),
               "write square brackets", bracketsAs(brackets, "[", "]"));
}

Diagnostic typesInBrackets(const Brackets& brackets, std::string_view type) {
  return fixed(syntax(brackets.opener,
                      fmt::format("what follows `{}` does not stand in angle brackets", type),
                      fmt::format("write `{}<...>`", type)),
               "write angle brackets", bracketsAs(brackets, "<", ">"));
}

Diagnostic defaultInParentheses(const Brackets& brackets) {
  Diagnostic result{.kind = DiagKind::WrongBinding,
                    .span = brackets.opener,
                    .message = "a default stands in parentheses behind the type",
                    .help = "a default is `a: int = 1`"};
  return fixed(std::move(result), "write `=`", {{brackets.opener, " = "}, {brackets.closer, ""}});
}

Diagnostic loopInBrackets(const Brackets& brackets) {
  Diagnostic result{.kind = DiagKind::ForeignCollection,
                    .span = brackets.opener,
                    .message = "this list does not stand in square brackets",
                    .help = "write `[f(x) for x in list]`"};
  return fixed(std::move(result), "write a list", bracketsAs(brackets, "[", "]"));
}

Diagnostic dictOfLoop(Span brace) {
  return {.kind = DiagKind::ForeignCollection,
          .span = brace,
          .message = "a record is not made by a `for`",
          .help = "a list is: `[f(x) for x in list]`; a record names each of its fields"};
}

Diagnostic nameInBraces(const Brackets& brackets, std::string_view name) {
  return {.kind = DiagKind::ForeignCollection,
          .span = brackets.opener,
          .message = fmt::format("the name `{}` stands in braces", name),
          .help = fmt::format("the value of a name is `{0}`; a list of it is `[{0}]`", name),
          .fixes = {{"leave out the braces",
                     Applicability::Maybe,
                     {{{brackets.opener.file, brackets.opener.begin, brackets.closer.end},
                       std::string(name)}}},
                    {"write a list",
                     Applicability::Maybe,
                     {{brackets.opener, "["}, {brackets.closer, "]"}}}}};
}

Diagnostic typesBehindEquals(Span first, std::vector<Edit> edits) {
  Diagnostic result{.kind = DiagKind::WrongBinding,
                    .span = first,
                    .message = "`=` stands where `:` is needed",
                    .help = "`:` says a type, `=` gives a value"};
  return fixed(std::move(result), "write `:`", std::move(edits));
}

Diagnostic typeAsCall(const Brackets& brackets, Span gap) {
  Diagnostic result{.kind = DiagKind::WrongBinding,
                    .span = brackets.opener,
                    .message = "`(` stands where `=` is needed",
                    .help = "a record type is `type A = { x: int }`"};
  return fixed(std::move(result), "write a record type", {{gap, " = { "}, {brackets.closer, " }"}});
}

Diagnostic withMissing(Span brace) {
  return fixed(syntax(brace, "a `{` follows a call",
                      "a run with other values is `digits() with { lr = 1e-3 }`"),
               "write `with`", {{{brace.file, brace.begin, brace.begin}, "with "}},
               Applicability::Maybe);
}

Diagnostic functionWithoutQuotes(Span written, std::string_view text) {
  Diagnostic result{.kind = DiagKind::ForeignString,
                    .span = written,
                    .message = "the name of a Python function stands here without quotes",
                    .help = fmt::format("write it as a string: `\"{}\"`", text)};
  return fixed(std::move(result), "put it in quotes", {{written, fmt::format("\"{}\"", text)}});
}

Diagnostic openDimension(Span at, std::string_view written, bool first) {
  Diagnostic result = syntax(at, fmt::format("`{}` is no dimension", written),
                             "a dimension of any size has a name: `f32[N, 8]`");
  // The first is the batch by custom; a second `N` would be of its length.
  if (!first) return result;
  return fixed(std::move(result), "write `N`", {{at, "N"}}, Applicability::Maybe);
}

Diagnostic signBeforeBlock(Span sign, std::string_view written, Span gap) {
  Diagnostic result{.kind = DiagKind::WrongBinding,
                    .span = sign,
                    .message = fmt::format("`{}` stands where `{{` is needed", written),
                    .help = "a block follows its head without a sign between them"};
  return fixed(std::move(result), fmt::format("leave out `{}`", written), {{gap, " "}});
}

Diagnostic colonBehindKeyword(Span colon, std::string_view keyword) {
  Diagnostic result{
      .kind = DiagKind::MisplacedEntry,
      .span = colon,
      .message = fmt::format("a `:` stands behind `{}`", keyword),
      .help = fmt::format("leave it out: what is meant follows `{}` at once", keyword)};
  return fixed(std::move(result), "leave out `:`", {{colon, ""}});
}

Diagnostic nameInQuotes(Span quoted, std::string_view name) {
  return fixed(syntax(quoted, fmt::format("the name `{}` stands in quotes", name),
                      fmt::format("write `{}`", name)),
               "leave out the quotes", {{quoted, std::string(name)}});
}

Diagnostic moduleInQuotes(Span quoted, std::string_view name) {
  return fixed(
      syntax(
          quoted, fmt::format("the module `{}` stands in quotes", name),
          fmt::format("a file is imported by its path, a module by its name: `import {}`", name)),
      "leave out the quotes", {{quoted, std::string(name)}});
}

Diagnostic moduleBySign(Span sign, std::string_view written) {
  return fixed(syntax(sign,
                      written.empty() ? std::string("the parts of a module's name stand apart")
                                      : fmt::format("`{}` stands in the name of a module", written),
                      "the parts of a module's name are joined by `.`: `import std.nn`"),
               "write `.`", {{sign, "."}});
}

Diagnostic moduleWithStar(Span star) {
  return fixed(syntax(star, "`.*` stands behind the name of a module",
                      "leave it out: an import brings in all names of its module"),
               "leave it out", {{star, ""}});
}

Diagnostic alternativeWithoutOr(Span at, std::string_view written, Edit edit) {
  return fixed(syntax(at,
                      written == "{"
                          ? std::string("two alternatives of a shape stand side by side")
                          : fmt::format("`{}` stands between two alternatives of a shape", written),
                      "the alternatives of a shape are joined by `or`: `{ ... } or { ... }`"),
               "write `or`", {std::move(edit)});
}

Diagnostic misspeltDeclaration(Span word, std::string_view written, std::string_view meant,
                               std::vector<Edit> edits) {
  Diagnostic result{.kind = DiagKind::MisplacedDeclaration,
                    .span = word,
                    .message = fmt::format("`{}` does not begin a declaration", written),
                    .help = fmt::format("did you mean `{}`?", meant)};
  return fixed(std::move(result), fmt::format("write `{}`", meant), std::move(edits),
               Applicability::Maybe);
}

Diagnostic misspeltStatement(Span word, std::string_view written, std::string_view meant) {
  Diagnostic result{.kind = DiagKind::MisplacedEntry,
                    .span = word,
                    .message = fmt::format("`{}` begins no statement of this block", written),
                    .help = fmt::format("did you mean `{}`?", meant)};
  return fixed(std::move(result), fmt::format("write `{}`", meant), {{word, std::string(meant)}},
               Applicability::Maybe);
}

Diagnostic objectiveWithoutDirection(Span word, std::string_view written) {
  return {.kind = DiagKind::MisplacedEntry,
          .span = word,
          .message = fmt::format("`{}` begins no statement of this block", written),
          .help = "an objective is `minimize fit.validation_loss` or `maximize ...`"};
}

Diagnostic wordBeforeBinding(Span word, std::string_view written, std::uint32_t next) {
  Diagnostic result{.kind = DiagKind::MisplacedEntry,
                    .span = word,
                    .message = fmt::format("`{}` stands in front of a binding", written),
                    .help = "leave it out: a name is bound by `name = value`"};
  return fixed(std::move(result), fmt::format("leave out `{}`", written),
               {{{word.file, word.begin, next}, ""}});
}

Diagnostic wordBeforeTracker(Span word, std::string_view written, std::uint32_t next) {
  Diagnostic result{
      .kind = DiagKind::MisplacedEntry,
      .span = word,
      .message = fmt::format("`{}` stands in front of a tracker", written),
      .help = "leave it out: a tracker is named, `tensorboard(dir = \"tensorboard\")`"};
  return fixed(std::move(result), fmt::format("leave out `{}`", written),
               {{{word.file, word.begin, next}, ""}});
}

Diagnostic commaBehindDeclaration(Span comma) {
  return fixed(syntax(comma, "nothing that a `,` can separate stands here",
                      "leave it out: a declaration ends with its line"),
               "leave out the comma", {{comma, ""}});
}

Diagnostic conditionsWithoutAnd(Span at, std::string_view written, Span gap) {
  return fixed(syntax(at, fmt::format("`{}` stands where `and` is needed", written),
                      "several conditions are joined by `and`: `where a > 0 and a <= 1`"),
               "write `and`", {{gap, " and "}});
}

Diagnostic conditionByWord(Span word, std::string_view written) {
  return fixed(syntax(word, fmt::format("`{}` stands where `where` is needed", written),
                      "a condition stands behind `where`: `param a: int = 1 where a > 0`"),
               "write `where`", {{word, "where"}}, Applicability::Maybe);
}

Diagnostic defaultByWord(Span word) {
  return fixed(
      syntax(word, "`default` stands where `=` is needed", "a default is `param a: int = 1`"),
      "write `=`", {{word, "="}});
}

Diagnostic rangeBySign(Span sign, std::string_view written, Span gap) {
  return fixed(syntax(sign, fmt::format("`{}` stands where `..=` is needed", written),
                      "a range is `1..=10` with its end and `1..10` without"),
               "write `..=`", {{gap, "..="}}, Applicability::Maybe);
}

Diagnostic fatArrow(Span at, std::string_view meant) {
  Diagnostic result{.kind = DiagKind::ForeignOperator,
                    .span = at,
                    .message = "`=>` is not an operator of this language",
                    .help = "`>=` compares and `->` leads to an output; `=>` is neither"};
  if (meant.empty()) return result;
  result.help = fmt::format("write `{}`", meant);
  return fixed(std::move(result), fmt::format("write `{}`", meant), {{at, std::string(meant)}},
               Applicability::Maybe);
}

Diagnostic foreignPipes(Span first, std::string_view written, std::vector<Edit> edits) {
  Diagnostic result{
      .kind = DiagKind::ForeignOperator,
      .span = first,
      .message = written == "->" || written == "=>"
                     ? fmt::format("`{}` does not pass a value on", written)
                     : fmt::format("`{}` is not an operator of this language", written),
      .help = "a value is passed on with `|>`"};
  return fixed(std::move(result), "write `|>`", std::move(edits));
}

}  // namespace itw::parsing
