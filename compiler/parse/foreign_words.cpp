#include "compiler/parse/foreign_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace itw::parsing {

using syntax::TokenKind;

namespace {

struct Statement {
  std::string_view word;
  std::string_view help;
};

constexpr Statement kStatements[] = {
#define ITW_STATEMENT(word, help) {word, help},
#include "compiler/parse/foreign_words.def"
#undef ITW_STATEMENT
};

struct Operator {
  std::string_view word;
  MeantOperator meant;
};

constexpr std::array kOperators = {
    Operator{"AND", {TokenKind::And, "and"}},     Operator{"OR", {TokenKind::Or, "or"}},
    Operator{"And", {TokenKind::And, "and"}},     Operator{"Or", {TokenKind::Or, "or"}},
    Operator{"mod", {TokenKind::Percent, "%"}},   Operator{"div", {TokenKind::FloorDivide, "//"}},
    Operator{"eq", {TokenKind::Equal, "=="}},     Operator{"equals", {TokenKind::Equal, "=="}},
    Operator{"foreach", {TokenKind::For, "for"}}, Operator{"ELSE", {TokenKind::Else, "else"}},
    Operator{"THEN", {TokenKind::Then, "then"}},
};

std::vector<Fix> fixWith(std::string title, Applicability applicability, std::vector<Edit> edits) {
  if (edits.empty()) return {};
  return {{std::move(title), applicability, std::move(edits)}};
}

}  // namespace

std::string_view helpForStatement(std::string_view word) {
  const auto* const found =
      std::find_if(std::begin(kStatements), std::end(kStatements),
                   [word](const Statement& each) { return each.word == word; });
  return found == std::end(kStatements) ? std::string_view{} : found->help;
}

std::optional<MeantOperator> meantOperator(std::string_view word) {
  const auto* const found =
      std::find_if(kOperators.begin(), kOperators.end(),
                   [word](const Operator& each) { return each.word == word; });
  if (found == kOperators.end()) return std::nullopt;
  return found->meant;
}

Diagnostic foreignStatement(Span at, std::string_view word, std::string_view help) {
  return {.kind = DiagKind::ForeignStatement,
          .span = at,
          .message = fmt::format("`{}` begins no statement of this language", word),
          .help = std::string(help)};
}

Diagnostic returnInModel(Span at, std::uint32_t next) {
  return {.kind = DiagKind::ForeignStatement,
          .span = at,
          .message = "`return` begins no statement of this language",
          .help = "leave it out: the expression without a name is the result of a model",
          .fixes = fixWith("leave out `return`", Applicability::Automatic,
                           {{{at.file, at.begin, next}, ""}})};
}

Diagnostic assertInTest(Span at) {
  return {.kind = DiagKind::ForeignStatement,
          .span = at,
          .message = "`assert` begins no statement of this language",
          .help = "write `expect`",
          .fixes = fixWith("write `expect`", Applicability::Automatic, {{at, "expect"}})};
}

Diagnostic foreignWordOperator(Span at, std::string_view written, std::string_view meant) {
  return {.kind = DiagKind::ForeignOperator,
          .span = at,
          .message = fmt::format("`{}` is not an operator of this language", written),
          .help = fmt::format("write `{}`", meant),
          .fixes = fixWith(fmt::format("write `{}`", meant), Applicability::Automatic,
                           {{at, std::string(meant)}})};
}

Diagnostic lambda(Span at) {
  return {.kind = DiagKind::ForeignStatement,
          .span = at,
          .message = "a function has no name here",
          .help = "declare it, `fn name(x: float): float = x + 1`, and write its name"};
}

Diagnostic wordBeforeValue(Span at, std::string_view word, std::uint32_t next) {
  return {.kind = DiagKind::ForeignStatement,
          .span = at,
          .message = fmt::format("`{}` stands in front of a value", word),
          .help = "leave it out",
          .fixes = fixWith(fmt::format("leave out `{}`", word), Applicability::Automatic,
                           {{{at.file, at.begin, next}, ""}})};
}

Diagnostic listOfLines(Span dash) {
  return {.kind = DiagKind::ForeignCollection,
          .span = dash,
          .message = "`-` begins a list of lines, as in YAML",
          .help = "a list stands in brackets, `[a, b]`; a setting is bound with `name = value`"};
}

Diagnostic blockByColon(Span colon, std::vector<Edit> edits) {
  return {
      .kind = DiagKind::WrongBinding,
      .span = colon,
      .message = "`:` stands where `{` is needed",
      .help = "a block stands in braces, `{ ... }`; indentation does not count",
      .fixes = fixWith("put braces around the block", Applicability::Automatic, std::move(edits))};
}

Diagnostic dictLiteral(Span brace, bool types, std::vector<Edit> edits) {
  return {.kind = DiagKind::ForeignCollection,
          .span = brace,
          .message = "this record is written as a dict",
          .help = types ? "its fields are names without quotes: `{ name: int }`"
                        : "its fields are names without quotes, and `=` gives them values: "
                          "`{ name = 1 }`",
          .fixes = fixWith("write a record", Applicability::Automatic, std::move(edits))};
}

Diagnostic setLiteral(Span brace, std::vector<Edit> edits) {
  return {.kind = DiagKind::ForeignCollection,
          .span = brace,
          .message = "values without names stand in braces",
          .help = "a list stands in brackets, `[1, 2]`",
          .fixes = fixWith("write a list", Applicability::Automatic, std::move(edits))};
}

}  // namespace itw::parsing
