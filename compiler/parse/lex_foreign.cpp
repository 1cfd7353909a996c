#include <algorithm>
#include <array>
#include <string>

#include "compiler/parse/character.h"
#include "compiler/parse/foreign_diagnostics.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/lexer.h"

// Strings and comments as other languages write them.
namespace itw::parsing {

using syntax::TokenKind;

namespace {

/// How many places of one kind a report mends.
constexpr std::size_t kMostEdits = 1000;

/// `b`, `f`, `r`, `u` and their pairs, in either case.
bool isPrefix(std::string_view word) {
  constexpr std::string_view kLetters = "bfruBFRU";
  if (word.empty() || word.size() > 2) return false;
  return std::all_of(word.begin(), word.end(),
                     [&](char each) { return kLetters.find(each) != std::string_view::npos; });
}

std::string_view withoutBlanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text;
}

/// Takes a word, with the apostrophes of prose.
std::string_view takeWord(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && (isWordCharacter(text[length]) || text[length] == '\'')) ++length;
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(length);
  return word;
}

bool isPlainWord(std::string_view word) {
  return !word.empty() && isLetter(word.front()) && !hardKeyword(word) && !clauseKeyword(word);
}

/// Whether two words follow each other without an operator, which no expression does.
bool readsAsProse(std::string_view rest) {
  rest = withoutBlanks(rest);
  const std::string_view first = takeWord(rest);
  if (!isPlainWord(first) || rest.empty()) return false;
  if (rest.front() == ':' || first.find('\'') != std::string_view::npos) return true;
  if (!isBlank(rest.front())) return false;
  rest = withoutBlanks(rest);
  return isPlainWord(takeWord(rest));
}

/// Whether a statement follows that someone took out.
bool readsAsCode(std::string_view rest) {
  rest = withoutBlanks(rest);
  const std::string_view word = takeWord(rest);
  rest = withoutBlanks(rest);
  return !word.empty() && !rest.empty() && (rest.front() == '=' || rest.front() == '~');
}

}  // namespace

std::string_view Lexer::restOfLine(std::size_t from) const {
  const std::size_t end = std::min(text_.find('\n', from), text_.size());
  return from < end ? text_.substr(from, end - from) : std::string_view{};
}

bool Lexer::atLineStart() const {
  return tokens_.empty() || tokens_.back().kind == TokenKind::Newline;
}

/// The sign of another language's comment that begins here, or nothing.
std::string_view Lexer::foreignCommentSign() const {
  if (startsWith("/*")) return "/*";
  if (startsWith("<!--")) return "<!--";
  constexpr std::array kSigns = {std::string_view{"//"}, std::string_view{"--"},
                                 std::string_view{";"}, std::string_view{"%"}};
  const auto sign = std::find_if(kSigns.begin(), kSigns.end(),
                                 [this](std::string_view each) { return startsWith(each); });
  if (sign == kSigns.end()) return {};
  const std::string_view rest = restOfLine(next_ + sign->size());
  const bool longSign = sign->size() == 2;
  if (readsAsProse(rest)) return longSign || atLineStart() ? *sign : std::string_view{};
  if (!atLineStart() || parentheses_ > 0) return {};
  // A line of a program begins with neither of these.
  if (sign->front() == '-' || sign->front() == ';')
    return withoutBlanks(rest).find_first_not_of('\r') == std::string_view::npos
               ? std::string_view{}
               : *sign;
  const bool touches = longSign && !rest.empty() && isLetter(rest.front());
  return touches || (longSign && readsAsCode(rest)) ? *sign : std::string_view{};
}

bool Lexer::lexForeignComment() {
  const std::string_view sign = foreignCommentSign();
  if (sign.empty()) return false;
  const std::size_t begin = next_;
  if (sign == "/*" || sign == "<!--") {
    lexBlockComment(sign);
  } else {
    next_ = begin + sign.size() + restOfLine(begin + sign.size()).size();
    if (at(next_ - 1) == '\r') --next_;
    noteComment(begin, sign, {span(begin, begin + sign.size()), "#"});
  }
  push(TokenKind::Comment, begin);
  return true;
}

void Lexer::lexBlockComment(std::string_view sign) {
  const std::string_view closer = sign == "/*" ? "*/" : "-->";
  const std::size_t begin = next_;
  const std::size_t close =
      openComments_ ? std::string_view::npos : text_.find(closer, begin + sign.size());
  if (close == std::string_view::npos) {
    openComments_ = true;
    next_ = begin + sign.size() + restOfLine(begin + sign.size()).size();
    return noteComment(begin, sign, {});
  }
  next_ = close + closer.size();
  const bool lineEnds =
      withoutBlanks(restOfLine(next_)).find_first_not_of('\r') == std::string_view::npos;
  const std::string_view content = text_.substr(begin + sign.size(), close - begin - sign.size());
  // Text that follows begins a line of its own; between words there is no place for a comment.
  Edit edit{span(begin, next_), hashComment(content) + (lineEnds ? "" : "\n")};
  noteComment(begin, sign, lineEnds || atLineStart() ? std::move(edit) : Edit());
}

/// All comments of a file are one report: who writes one so, writes all so.
void Lexer::noteComment(std::size_t begin, std::string_view sign, Edit edit) {
  if (comments_.count++ == 0) {
    comments_.first = span(begin, begin + sign.size());
    comments_.sign = sign;
  }
  const bool known = edit.span.valid() && comments_.edits.size() < kMostEdits;
  if (known) comments_.edits.push_back(std::move(edit));
}

void Lexer::reportForeign() {
  if (comments_.count > 0) diagnostics_.add(foreignComments(comments_));
  if (tabs_.count > 0) diagnostics_.add(tabs(tabs_));
}

void Lexer::lexTab() {
  const std::size_t begin = next_;
  while (here() == '\t') ++next_;
  if (tabs_.count == 0) tabs_.first = span(begin, begin + 1);
  tabs_.count += next_ - begin;
  const bool indents = atLineStart();
  if (tabs_.edits.size() < kMostEdits) {
    tabs_.edits.push_back(
        {span(begin, next_), indents ? std::string(2 * (next_ - begin), ' ') : " "});
  }
}

/// `f"..."` and the like, behind their prefix.
bool Lexer::lexPrefixed(std::size_t begin) {
  const std::string_view prefix = text_.substr(begin, next_ - begin);
  if (!isPrefix(prefix) || (here() != '"' && here() != '\'')) return false;
  const std::size_t open = next_;
  if (startsWith("\"\"\"") || startsWith("'''")) return false;
  const bool raw = prefix.find_first_of("rR") != std::string_view::npos;
  const std::size_t close = closingQuote(open, raw);
  if (close == std::string_view::npos) return false;
  next_ = close + 1;
  const std::string_view content = text_.substr(open + 1, close - open - 1);
  diagnostics_.add(stringPrefix({.prefix = span(begin, open),
                                 .whole = span(begin, next_),
                                 .written = prefix,
                                 .content = content}));
  push(TokenKind::String, begin, true);
  return true;
}

/// The end of a string on its line, without reports; none where it has no end.
std::size_t Lexer::closingQuote(std::size_t open, bool raw) const {
  for (std::size_t i = open + 1; i < text_.size() && text_[i] != '\n'; ++i) {
    if (text_[i] == text_[open]) return i;
    if (text_[i] == '\\' && !(raw && at(i + 1) == text_[open])) ++i;
  }
  return std::string_view::npos;
}

/// `"""text"""` over any number of lines.
bool Lexer::lexTripleQuoted() {
  const std::string_view quotes = text_.substr(next_, 3);
  if (quotes != "\"\"\"" && quotes != "'''") return false;
  const std::size_t begin = next_;
  const std::size_t close = text_.find(quotes, begin + 3);
  if (close == std::string_view::npos) return false;
  const bool documents = atLineStart() && parentheses_ == 0;
  next_ = close + 3;
  diagnostics_.add(
      tripleQuotes(span(begin, next_), text_.substr(begin + 3, close - begin - 3), documents));
  push(documents ? TokenKind::Comment : TokenKind::String, begin, !documents);
  return true;
}

}  // namespace itw::parsing
