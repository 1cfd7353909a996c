#include "compiler/parse/parse_diagnostics.h"

#include <fmt/format.h>

#include <string>

namespace itw::parsing {

namespace {

Fix replace(Span span, std::string replacement, std::string title) {
  return {.title = std::move(title),
          .applicability = Applicability::Automatic,
          .edits = {{span, std::move(replacement)}}};
}

Span emptyAt(Span span, std::uint32_t byte) { return {span.file, byte, byte}; }

/// What stands in single quotes as a string, where `\'` is no escape.
std::string quotedAsString(std::string_view content) {
  std::string result = "\"";
  for (std::size_t i = 0; i < content.size(); ++i) {
    if (content[i] == '\\' && i + 1 < content.size()) {
      if (content[++i] != '\'') result += '\\';
    } else if (content[i] == '"') {
      result += '\\';
    }
    result += content[i];
  }
  return result + "\"";
}

}  // namespace

Diagnostic notUtf8(Span at, unsigned char byte) {
  return {.kind = DiagKind::Encoding,
          .span = at,
          .message = fmt::format("the byte 0x{:02X} here is not part of UTF-8 text", byte),
          .help = "save the file as UTF-8"};
}

Diagnostic byteOrderMark(Span mark) {
  return {.kind = DiagKind::ByteOrderMark,
          .span = mark,
          .message = "a byte order mark stands in front of the text",
          .help = "save the file as UTF-8 without a byte order mark",
          .fixes = {replace(mark, "", "remove the mark")}};
}

Diagnostic nulBytes(Span first, std::size_t count) {
  return {.kind = DiagKind::UnknownCharacter,
          .span = first,
          .message = count == 1 ? "the text has a NUL byte"
                                : fmt::format("the text has {} NUL bytes, the first here", count),
          .help = "a program is text in UTF-8; is this a binary file or one in UTF-16?"};
}

Diagnostic unknownCharacter(Span at, std::uint32_t codePoint) {
  const bool shown = codePoint > 0x20 && codePoint < 0x7F && codePoint != '`';
  return {.kind = DiagKind::UnknownCharacter,
          .span = at,
          .message =
              shown ? fmt::format("`{}` is not part of the language", static_cast<char>(codePoint))
                    : fmt::format("the character U+{:04X} is not part of the language", codePoint)};
}

Diagnostic lookalike(Span at, std::string_view written, std::string_view meant) {
  Diagnostic result{.kind = DiagKind::UnknownCharacter, .span = at};
  if (meant.empty() || meant == " ") {
    result.message = meant.empty() ? "an invisible character stands here"
                                   : "a blank that is not the ordinary one stands here";
    result.help = meant.empty() ? "remove it" : "write an ordinary blank";
  } else {
    result.message = fmt::format("`{}` only looks like `{}`", written, meant);
    result.help = fmt::format("write `{}`", meant);
  }
  result.fixes = {replace(at, std::string(meant), result.help)};
  return result;
}

Diagnostic nonAsciiName(Span at, std::string_view word) {
  return {.kind = DiagKind::UnknownCharacter,
          .span = at,
          .message = fmt::format("the name `{}` has characters that are not ASCII", word),
          .help =
              "names have the letters a to z and A to Z, digits and `_`; other characters may "
              "stand in strings and comments"};
}

Diagnostic unterminatedString(Span quote, Span lineEnd) {
  return {.kind = DiagKind::UnterminatedString,
          .span = quote,
          .message = "this string does not end on its line",
          .labels = {{lineEnd, "the line ends here"}},
          .help = "close it with `\"`; a line end inside is written `\\n`"};
}

Diagnostic unknownEscape(Span at, std::string_view escape) {
  return {.kind = DiagKind::UnknownEscape,
          .span = at,
          .message = fmt::format("strings have no escape `{}`", escape),
          .help = "the escapes are `\\\"`, `\\\\`, `\\n` and `\\t`; a backslash itself is `\\\\`"};
}

Diagnostic singleQuotes(Span at, std::string_view written) {
  const std::string_view content = written.substr(1, written.size() - 2);
  return {.kind = DiagKind::SingleQuotes,
          .span = at,
          .message = written.front() == '`' ? "this string stands in backticks"
                                            : "this string stands in single quotes",
          .help = "write strings in `\"`",
          .fixes = {replace(at, quotedAsString(content), "write `\"`")}};
}

Diagnostic loneQuote(Span at, char written) {
  return {.kind = DiagKind::SingleQuotes,
          .span = at,
          .message = written == '`' ? "a backtick stands here" : "a single quote stands here",
          .help = "write strings in `\"`"};
}

Diagnostic malformedNumber(Span at, std::string_view number, const std::string& meant) {
  const bool underscore = number.find('_') != std::string_view::npos;
  const bool based =
      number.starts_with("0x") || number.starts_with("0b") || number.starts_with("0o");
  Diagnostic result{.kind = DiagKind::MalformedNumber,
                    .span = at,
                    .message = fmt::format("`{}` is not a number", number),
                    .help = based        ? "numbers are decimal"
                            : underscore ? "a `_` stands between two digits: `1_000`"
                                         : "digits stand on both sides of a decimal point: `0.5`, "
                                           "`1.0`"};
  if (meant.empty()) return result;
  result.help = fmt::format("write `{}`", meant);
  result.fixes = {replace(at, meant, result.help)};
  return result;
}

Diagnostic numberInParts(Span at) {
  return {.kind = DiagKind::MalformedNumber,
          .span = at,
          .message = "a blank stands inside a number",
          .help = "the parts of a number touch: `1e-3`"};
}

Diagnostic sizesByLetter(Span at, std::string_view written) {
  return {.kind = DiagKind::MalformedNumber,
          .span = at,
          .message = fmt::format("`{}` is not a number", written),
          .help =
              "dimensions are separated by commas, `f32[3, 3]`; a product is `3 * 3`; where one "
              "number says a size in all directions, it is written once"};
}

Diagnostic percentWrittenOtherwise(Span whole, std::string_view number) {
  std::string meant = fmt::format("{}%", number);
  return {.kind = DiagKind::PercentSign,
          .span = whole,
          .message = "the `%` of a percentage does not stand right behind its number",
          .help = fmt::format("write `{}`", meant),
          .fixes = {replace(whole, meant, fmt::format("write `{}`", meant))}};
}

Diagnostic unknownUnit(Span at, std::string_view unit, std::string_view nearest) {
  Diagnostic result{
      .kind = DiagKind::UnknownUnit,
      .span = at,
      .message = fmt::format("there is no unit `{}`", unit),
      .help =
          "units are those like `s`, `min`, `h`, `MB`, `GiB`, `Hz`, `W`, `epochs`; a product is "
          "written with `*`"};
  if (nearest.empty()) return result;
  result.help = fmt::format("did you mean `{}`?", nearest);
  result.fixes = {
      {fmt::format("write `{}`", nearest), Applicability::Maybe, {{at, std::string(nearest)}}}};
  return result;
}

Diagnostic bareMetre(Span at) {
  return {.kind = DiagKind::UnknownUnit,
          .span = at,
          .message = "`m` could be minutes, metres or mega",
          .help = "write `min` for minutes, `MB` or `MiB` for mega"};
}

Diagnostic minutesByLetter(Span at) {
  return {.kind = DiagKind::UnknownUnit,
          .span = at,
          .message = "`m` stands for no unit",
          .help = "minutes are `min`: `2h30min`",
          .fixes = {replace(at, "min", "write `min`")}};
}

Diagnostic unitlessPart(Span at, std::string_view compound) {
  return {.kind = DiagKind::UnknownUnit,
          .span = at,
          .message = fmt::format("the last part of `{}` has no unit", compound),
          .help = "give each part its unit: `6h30min`"};
}

Diagnostic mixedCompound(Span at, std::string_view unit) {
  return {.kind = DiagKind::UnknownUnit,
          .span = at,
          .message = fmt::format("`{}` is part of a quantity of several units", unit),
          .help = "only durations are put together, as in `6h30min`; write a sum: `1GB + 500MB`"};
}

Diagnostic percentSign(Span at, bool behindNumber, bool gapBefore, bool gapBehind) {
  Diagnostic result{.kind = DiagKind::PercentSign, .span = at};
  result.message = behindNumber ? "this `%` could be percent or the remainder of a division"
                                : "the remainder `%` has no blanks on both sides";
  result.help = behindNumber ? "write `80 % x` for the remainder; behind a percentage like `80%` "
                               "stands a blank or a sign"
                             : "write blanks on both sides: `a % b`";
  Fix fix{.title = "write blanks around `%`", .applicability = Applicability::Maybe};
  if (!gapBefore) fix.edits.push_back({emptyAt(at, at.begin), " "});
  if (!gapBehind) fix.edits.push_back({emptyAt(at, at.end), " "});
  result.fixes = {std::move(fix)};
  return result;
}

Diagnostic foreignOperator(Span at, std::string_view written, std::string_view replacement,
                           std::string_view help) {
  Diagnostic result{.kind = DiagKind::ForeignOperator,
                    .span = at,
                    .message = fmt::format("`{}` is not an operator of this language", written),
                    .help = std::string(help)};
  if (!replacement.empty()) {
    result.fixes = {replace(at, std::string(replacement), std::string(help))};
  }
  return result;
}

Diagnostic unclosedBracket(Span opener, std::string_view opened, Span noticed,
                           std::string_view what) {
  const std::string closer = opened == "(" ? ")" : opened == "[" ? "]" : "}";
  return {.kind = DiagKind::UnclosedBracket,
          .span = opener,
          .message = fmt::format("this `{}` is not closed", opened),
          .labels = {{noticed, fmt::format("{} before a `{}`", what, closer)}},
          .help = fmt::format("close it with `{}`", closer)};
}

Diagnostic strayBracket(Span at, std::string_view bracket) {
  return {.kind = DiagKind::StrayBracket,
          .span = at,
          .message = fmt::format("this `{}` closes nothing", bracket),
          .help = "remove it, or open the bracket that it should close"};
}

Diagnostic strayComma(Span at) {
  return {.kind = DiagKind::Syntax,
          .span = at,
          .message = "nothing stands in front of this `,`",
          .help = "remove it",
          .fixes = {replace(at, "", "remove the comma")}};
}

Diagnostic wrongBracket(const BracketPair& pair) {
  return {.kind = DiagKind::StrayBracket,
          .span = pair.closer,
          .message = fmt::format("`{}` is closed by `{}`", pair.opened, pair.closed),
          .labels = {{pair.opener, "opened here"}},
          .help = "close each bracket by one of its kind"};
}

Diagnostic lineBeginsWith(const LineStart& start) {
  Diagnostic result{.kind = DiagKind::LineBeginning,
                    .span = start.written,
                    .message = fmt::format("this line begins with `{}`", start.text)};
  if (start.text == "." || start.text == "?") {
    result.help = fmt::format("put `{}` right behind what it belongs to", start.text);
    return result;
  }
  if (start.text == ">") {
    result.help = "keep `>` and both its sides on one line, or put them in parentheses";
    return result;
  }
  result.help = fmt::format("end the line above with `{}`", start.text);
  result.fixes = {
      {.title = result.help,
       .applicability = Applicability::Automatic,
       .edits = {{start.lineAbove, fmt::format(" {}", start.text)}, {start.removed, ""}}}};
  return result;
}

Diagnostic tooDeep(Span at) {
  return {.kind = DiagKind::TooDeep,
          .span = at,
          .message = "this expression nests too deep",
          .note = "the limit is passed here",
          .help =
              "brackets, `if` and unary operators nest to 256, with the operators between them "
              "to 1,000; give parts of it a name"};
}

Diagnostic missingEdition(Span first, Span place) {
  return {.kind = DiagKind::Edition,
          .span = first,
          .message = "the file does not begin with its edition",
          .help = "write `itw 1` in the first line",
          .fixes = {replace(place, "itw 1\n\n", "add the edition line")}};
}

Diagnostic editionWrittenOtherwise(Span line) {
  return {.kind = DiagKind::Edition,
          .span = line,
          .message = "the edition is written otherwise",
          .help = "write `itw 1` in the first line",
          .fixes = {replace(line, "itw 1", "write `itw 1`")}};
}

Diagnostic unknownEdition(Span at, std::string_view written) {
  return {.kind = DiagKind::Edition,
          .span = at,
          .message = written.empty() ? std::string("no edition stands behind `itw`")
                                     : fmt::format("there is no edition {}", written),
          .help = "this itwc knows edition 1: `itw 1`"};
}

Diagnostic textBehindEdition(Span at) {
  return {.kind = DiagKind::Edition,
          .span = at,
          .message = "text stands behind the edition",
          .help = "`itw 1` has a line of its own"};
}

Diagnostic docBehindCode(Span sign) {
  return {.kind = DiagKind::DocBehindCode,
          .span = sign,
          .message = "a `##` comment stands behind code",
          .help = "`##` documents what follows; write it on the line above, or `#` for a comment",
          .fixes = {replace(sign, "#", "make it a comment")}};
}

Diagnostic detachedDoc(Span block) {
  return {.kind = DiagKind::DetachedDoc,
          .span = block,
          .message = "this `##` comment documents nothing",
          .help = "put it right above what it documents, or write `#` for a comment"};
}

}  // namespace itw::parsing
