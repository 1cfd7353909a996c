#include "compiler/parse/syntax_errors.h"

#include <algorithm>
#include <string>
#include <vector>

#include "compiler/parse/keywords.h"
#include "compiler/parse/syntax_diagnostics.h"

namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

/// "`a`, `b` or `c`", without repeats; empty when it would be a long list.
std::string listed(const std::vector<std::string_view>& words) {
  if (words.empty() || words.size() > 4) return {};
  std::string text(words.front());
  for (std::size_t i = 1; i < words.size(); ++i) {
    text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

/// What is needed, in words.
std::string wordsFor(const Misplaced& place) {
  if (place.needs(TokenKind::Integer)) return "a value";
  const bool entry = place.needs(TokenKind::Name) && !place.needs(TokenKind::Require);
  if (place.needs(TokenKind::Binder)) return entry ? "a name" : "a statement";
  if (place.needs(TokenKind::TypeOpen)) return "a type";
  if (place.needs(TokenKind::Separator)) return "`,` or the end of the line";
  std::vector<std::string_view> words;
  for (std::size_t kind = 0; kind < place.needed.size(); ++kind) {
    if (!place.needed.test(kind)) continue;
    const std::string_view word = syntax::textOf(static_cast<TokenKind>(kind));
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  return listed(words);
}

Diagnostic describe(const Misplaced& place) {
  if (auto slip = slipOfForm(place)) return *std::move(slip);
  if (auto slip = slipAtStart(place)) return *std::move(slip);
  if (auto slip = slipOfBinding(place)) return *std::move(slip);
  if (auto slip = slipOfSign(place)) return *std::move(slip);
  if (auto slip = slipBehindOperand(place)) return *std::move(slip);
  if (auto slip = slipOfWord(place)) return *std::move(slip);
  const std::string needed = wordsFor(place);
  if (place.text().empty()) return lineEndsEarly(place.span(), needed);
  if (hardKeyword(place.text()) && place.needs(TokenKind::Name)) {
    return misplacedKeyword(place.span(), place.text(), needed);
  }
  return misplacedToken(place.span(), "`" + std::string(place.text()) + "`", needed);
}

}  // namespace

Token Misplaced::at(std::ptrdiff_t offset) const {
  const std::ptrdiff_t wanted = static_cast<std::ptrdiff_t>(index) + offset;
  const bool inside = wanted >= 0 && wanted < static_cast<std::ptrdiff_t>(tokens.size());
  return inside ? tokens[static_cast<std::size_t>(wanted)] : Token{};
}

Span Misplaced::span(std::ptrdiff_t offset) const {
  const Token token = at(offset);
  return {file, token.begin, token.end};
}

bool Misplaced::startsStatement(std::ptrdiff_t offset) const {
  const TokenKind before = kind(offset - 1);
  return before == TokenKind::Separator || before == TokenKind::OpenBrace ||
         before == TokenKind::TypeOpen;
}

SyntaxErrors::SyntaxErrors(FileId file, std::string_view text, const Program& program,
                           DiagnosticSink& diagnostics)
    : file_(file), text_(text), program_(program), diagnostics_(diagnostics) {
  for (const Diagnostic& each : diagnostics.all()) {
    const bool here = each.span.valid() && each.span.file.value == file.value;
    if (here && severityOf(each.kind) == Severity::Error) places_.insert(each.span.begin);
  }
}

void SyntaxErrors::report(std::size_t token, const TokenKinds& needed) {
  const std::size_t index = std::min(token, program_.tokens.size() - 1);
  if (isSilent(index)) return;
  Diagnostic found = describe({file_, text_, program_.tokens, index, needed});
  // What only says that something else is needed mostly comes of what was told there before.
  if (found.help.empty() && hasErrorOnLine(found.span.begin)) return;
  places_.insert(found.span.begin);
  diagnostics_.add(std::move(found));
}

bool SyntaxErrors::hasErrorOnLine(std::uint32_t place) {
  if (place < lineBegin_ || place >= lineEnd_) {
    const std::size_t before = place == 0 ? std::string_view::npos : text_.rfind('\n', place - 1);
    lineBegin_ = before == std::string_view::npos ? 0 : before + 1;
    lineEnd_ = std::min(text_.size(), text_.find('\n', place)) + 1;
  }
  const auto first = places_.lower_bound(static_cast<std::uint32_t>(lineBegin_));
  return first != places_.end() && *first < lineEnd_;
}

/// Whether what is wrong there was reported by the lexer or the layout.
bool SyntaxErrors::isSilent(std::size_t index) const {
  const Token& token = program_.tokens[index];
  if (token.broken || token.kind == TokenKind::Unknown) return true;
  if (index > 0 && program_.tokens[index - 1].kind == TokenKind::Unknown) return true;
  // What `x += 1` binds, wherever that stands.
  const bool last = index + 1 == program_.tokens.size();
  const Token& next = program_.tokens[last ? index : index + 1];
  if (next.broken && next.kind == TokenKind::Assign) return true;
  return std::any_of(program_.mended.begin(), program_.mended.end(), [&](const Span& each) {
    return each.begin <= token.begin && token.begin <= each.end;
  });
}

}  // namespace itw::parsing
