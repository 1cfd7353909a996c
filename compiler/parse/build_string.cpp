#include <algorithm>

#include "compiler/parse/character.h"
#include "compiler/parse/foreign_diagnostics.h"
#include "compiler/parse/syntax_diagnostics.h"
#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

using syntax::StringPiece;
using syntax::Token;

namespace {

char unescaped(char letter) {
  if (letter == 'n') return '\n';
  return letter == 't' ? '\t' : letter;
}

/// Between the quotes.
std::string_view contentOf(std::string_view written) {
  written.remove_prefix(1);
  if (!written.empty()) written.remove_suffix(1);
  return written;
}

std::string withoutEscapes(std::string_view content) {
  std::string result;
  for (std::size_t i = 0; i < content.size(); ++i) {
    const bool escape = content[i] == '\\' && i + 1 < content.size();
    result += escape ? unescaped(content[++i]) : content[i];
  }
  return result;
}

/// The names of `{a.b}`, whose `}` is at `end`; empty when something else stands there.
std::vector<syntax::Name> pathOf(std::string_view content, std::size_t begin, std::size_t end,
                                 Span base) {
  std::vector<syntax::Name> result;
  std::size_t at = begin;
  while (at < end && isLetter(content[at])) {
    const std::size_t word = at;
    while (at < end && isWordCharacter(content[at])) ++at;
    const Span span{base.file, base.begin + static_cast<std::uint32_t>(word),
                    base.begin + static_cast<std::uint32_t>(at)};
    result.push_back({std::string(content.substr(word, at - word)), span});
    if (at == end) return result;
    if (content[at++] != '.') break;
  }
  return {};
}

}  // namespace

syntax::Name TreeBuilder::plainString(antlr4::tree::TerminalNode* node) {
  const Token& token = tokenOf(node);
  if (token.broken) return {.text = {}, .span = spanOf(token)};
  return {withoutEscapes(contentOf(textOf(token))), spanOf(token)};
}

syntax::StringLiteral TreeBuilder::interpolated(const Token& token) {
  const std::string_view content = contentOf(textOf(token));
  const Span base{file_, token.begin + 1, token.end};
  syntax::StringLiteral result;
  std::string text;
  const auto endText = [&] {
    if (!text.empty()) result.pieces.push_back({std::move(text), {}});
    text.clear();
  };
  for (std::size_t at = 0; at < content.size();) {
    if (content[at] == '\\' && at + 1 < content.size()) {
      text += unescaped(content[at + 1]);
      at += 2;
    } else if (content[at] != '{') {
      text += content[at++];
    } else if (content.substr(at).starts_with("{{")) {
      text += '{';
      at += 2;
    } else {
      std::size_t end = at + 1;
      while (end < content.size() && (isWordCharacter(content[end]) || content[end] == '.')) ++end;
      const bool closed = end < content.size() && content[end] == '}';
      std::vector<syntax::Name> path;
      if (closed) path = pathOf(content, at + 1, end, base);
      const auto first = base.begin + static_cast<std::uint32_t>(at);
      if (path.empty()) {
        diagnostics_.add(brokenInterpolation({file_, first, first + 1}));
        text += content[at++];
        continue;
      }
      if (at > 0 && content[at - 1] == '$') {
        const Span variable{file_, first - 1, base.begin + static_cast<std::uint32_t>(end) + 1};
        diagnostics_.add(shellVariable(variable, content.substr(at + 1, end - at - 1)));
        at = end + 1;
        continue;
      }
      endText();
      result.pieces.push_back({{}, std::move(path)});
      at = end + 1;
    }
  }
  endText();
  return result;
}

}  // namespace itw::parsing
