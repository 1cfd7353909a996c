#include "compiler/parse/slip_sign_diagnostics.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace itw::parsing {

namespace {

Diagnostic syntax(Span at, std::string message, std::string help) {
  return {
      .kind = DiagKind::Syntax, .span = at, .message = std::move(message), .help = std::move(help)};
}

Diagnostic fixed(Diagnostic diagnostic, std::string title, std::vector<Edit> edits,
                 Applicability applicability = Applicability::Automatic) {
  diagnostic.fixes = {{std::move(title), applicability, std::move(edits)}};
  return diagnostic;
}

std::string withoutTicks(std::string_view needed) {
  return std::string(needed.substr(1, needed.size() - 2));
}

}  // namespace

Diagnostic otherSign(Span at, std::string_view written, std::string_view needed) {
  return fixed(syntax(at, fmt::format("`{}` stands where {} is needed", written, needed),
                      fmt::format("write {}", needed)),
               fmt::format("write {}", needed), {{at, withoutTicks(needed)}}, Applicability::Maybe);
}

Diagnostic signMissing(Span at, Span gap, std::string_view needed, bool touches) {
  return fixed(syntax(at, fmt::format("{} is missing in front of this", needed),
                      fmt::format("write {}", needed)),
               fmt::format("write {}", needed),
               {{gap, touches ? withoutTicks(needed) : " " + withoutTicks(needed)}},
               Applicability::Maybe);
}

Diagnostic signWithoutEffect(Span at, std::string_view sign, std::uint32_t next) {
  return fixed(syntax(at, fmt::format("nothing stands on the left of this `{}`", sign),
                      sign == "+" ? "a number is written without `+`"
                                  : "a chain begins with a value, or in a model with an op"),
               fmt::format("leave out `{}`", sign), {{{at.file, at.begin, next}, ""}});
}

Diagnostic limitsWithoutOr(Span sign, std::string_view written, std::uint32_t before) {
  return fixed(syntax(sign, fmt::format("`{}` stands where `or` is needed", written),
                      "a budget ends at the first of its limits: `60 trials or 1h`"),
               "write `or`", {{{sign.file, before, sign.end}, " or"}});
}

Diagnostic bindingsWithoutBraces(Span name, Span end) {
  return fixed(
      syntax(name, "what `with` binds does not stand in braces", "write `with { name = value }`"),
      "write braces", {{{name.file, name.begin, name.begin}, "{ "}, {end, " }"}});
}

Diagnostic dottedBinding(Span name, std::string_view last) {
  Diagnostic result{.kind = DiagKind::WrongBinding,
                    .span = name,
                    .message = "a name with a `.` stands in front of `=`",
                    .help = fmt::format("a name is bound as a whole: `{} = ...`", last)};
  return fixed(std::move(result), fmt::format("write `{}`", last), {{name, std::string(last)}},
               Applicability::Maybe);
}

Diagnostic parenthesesMissing(Span gap, Span end, std::string_view name, Span argument) {
  return fixed(
      syntax(argument, fmt::format("the arguments of `{}` do not stand in parentheses", name),
             fmt::format("write `{}(...)`", name)),
      "write parentheses", {{gap, "("}, {end, ")"}}, Applicability::Maybe);
}

Diagnostic misspeltClause(Span word, std::string_view written, std::string_view meant) {
  return fixed(syntax(word, fmt::format("`{}` follows no call", written),
                      fmt::format("did you mean `{}`?", meant)),
               fmt::format("write `{}`", meant), {{word, std::string(meant)}},
               Applicability::Maybe);
}

Diagnostic clauseWithoutParentheses(Span whole, std::string_view meant, const std::string& value) {
  Diagnostic result =
      syntax(whole, fmt::format("`{}` has no parentheses", meant),
             meant == "cache" ? "write `cache(never)`" : fmt::format("write `{}(...)`", meant));
  if (value.empty()) return result;
  const bool never = meant == "cache" && (value == "false" || value == "none");
  std::string written = fmt::format("{}({})", meant, never ? "never" : value);
  const std::string help = fmt::format("write `{}`", written);
  result.help = help;
  return fixed(std::move(result), help, {{whole, written}}, Applicability::Maybe);
}

Diagnostic portWithoutParentheses(Span name, std::string_view written, Span end) {
  return fixed(
      syntax(name, fmt::format("the named port `{}` does not stand in parentheses", written),
             "named inputs and results stand in `( )`: `(x: f32[N, 4]) -> (y: f32[N])`"),
      "write parentheses", {{{name.file, name.begin, name.begin}, "("}, {end, ")"}});
}

Diagnostic valueBehindValue(Span at, std::string_view written) {
  return syntax(at, fmt::format("`{}` follows a value", written),
                "a statement ends with its line or a comma; what is computed from two values has "
                "an operator between them");
}

Diagnostic defaultWithoutEquals(Span value, Span gap) {
  Diagnostic result{.kind = DiagKind::WrongBinding,
                    .span = value,
                    .message = "a default stands behind its type without `=`",
                    .help = "a default is `a: float = 1.0`"};
  return fixed(std::move(result), "write `=`", {{gap, " ="}});
}

Diagnostic textBehindDefault(Span at) {
  return syntax(at, "a text stands behind a value",
                "what a param is for stands in a line above it: `## the learning rate`");
}

Diagnostic comparisonBehindType(Span at, std::string_view sign) {
  return syntax(at, fmt::format("`{}` stands behind a type", sign),
                "a range stands behind `in`, `a: float in 0..=1`, and a condition behind `where`, "
                "`a: float = 1.0 where a > 0`");
}

Diagnostic taskInProgram(Span keyword) {
  return fixed(syntax(keyword, "a task has no body: tasks are the library's",
                      "a program or function of yours is a `step`"),
               "write `step`", {{keyword, "step"}}, Applicability::Maybe);
}

Diagnostic titleWithoutQuotes(Span written, std::string_view title) {
  return fixed(
      syntax(written, "the title of a test is a string", "write `test \"what it shows\" { ... }`"),
      "write a string", {{written, fmt::format("\"{}\"", title)}});
}

}  // namespace itw::parsing
