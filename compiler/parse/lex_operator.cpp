#include <algorithm>
#include <array>

#include "compiler/base/utf8.h"
#include "compiler/parse/character.h"
#include "compiler/parse/lexer.h"
#include "compiler/parse/line_rules.h"
#include "compiler/parse/parse_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

struct Spelling {
  std::string_view text;
  TokenKind kind;
};

/// Longest first.
constexpr std::array kOperators = {
    Spelling{"..=", TokenKind::RangeThrough},
    Spelling{"..", TokenKind::Range},
    Spelling{"|>", TokenKind::Pipe},
    Spelling{"->", TokenKind::Arrow},
    Spelling{"==", TokenKind::Equal},
    Spelling{"!=", TokenKind::NotEqual},
    Spelling{"<=", TokenKind::LessEqual},
    Spelling{">=", TokenKind::GreaterEqual},
    Spelling{"//", TokenKind::FloorDivide},
    Spelling{"(", TokenKind::OpenParen},
    Spelling{")", TokenKind::CloseParen},
    Spelling{"[", TokenKind::OpenBracket},
    Spelling{"]", TokenKind::CloseBracket},
    Spelling{"{", TokenKind::OpenBrace},
    Spelling{"}", TokenKind::CloseBrace},
    Spelling{",", TokenKind::Comma},
    Spelling{".", TokenKind::Dot},
    Spelling{":", TokenKind::Colon},
    Spelling{"=", TokenKind::Assign},
    Spelling{"~", TokenKind::Tilde},
    Spelling{"|", TokenKind::Bar},
    Spelling{"?", TokenKind::Question},
    Spelling{"<", TokenKind::Less},
    Spelling{">", TokenKind::Greater},
    Spelling{"+", TokenKind::Plus},
    Spelling{"-", TokenKind::Minus},
    Spelling{"*", TokenKind::Star},
    Spelling{"/", TokenKind::Slash},
};

/// Operators of other languages: what we go on with, and what to write.
struct Foreign {
  std::string_view text;
  TokenKind meant;
  std::string_view replacement;
  std::string_view help;
};

constexpr std::string_view kBoundOnce = "a name is bound once and never changed";

constexpr std::array kForeign = {
    Foreign{"**=", TokenKind::Assign, "", kBoundOnce},
    Foreign{"//=", TokenKind::Assign, "", kBoundOnce},
    Foreign{"**", TokenKind::Star, "", "there is no power operator; write the product, `x * x`"},
    Foreign{"&&", TokenKind::And, "and", "write `and`"},
    Foreign{"||", TokenKind::Or, "or", "write `or`"},
    Foreign{"&", TokenKind::And, "and", "write `and`"},
    Foreign{"^", TokenKind::Star, "", "there is no power operator; write the product, `x * x`"},
    Foreign{"===", TokenKind::Equal, "==", "write `==`"},
    Foreign{"!==", TokenKind::NotEqual, "!=", "write `!=`"},
    Foreign{"<>", TokenKind::NotEqual, "!=", "write `!=`"},
    Foreign{"...", TokenKind::Range, "",
            "`1..10` is a range without its end, `1..=10` one with it"},
    Foreign{"<<", TokenKind::Star, "", "integers have no bits; a power of two is a product"},
    Foreign{"++", TokenKind::Plus, "", kBoundOnce},
    Foreign{"::", TokenKind::Dot, ".", "write `.`"},
    Foreign{"!", TokenKind::Not, "not ", "write `not`"},
    Foreign{"=>", TokenKind::GreaterEqual, "",
            "`>=` compares and `->` leads to an output; `=>` is neither"},
    Foreign{":=", TokenKind::Assign, "=", "a binding is written `name = value`"},
    Foreign{"+=", TokenKind::Assign, "", kBoundOnce},
    Foreign{"-=", TokenKind::Assign, "", kBoundOnce},
    Foreign{"*=", TokenKind::Assign, "", kBoundOnce},
    Foreign{"/=", TokenKind::Assign, "", kBoundOnce},
    Foreign{";", TokenKind::Newline, "\n", "a statement ends with its line"},
};

/// Characters that look like one of ours and come from word processors or other keyboards.
struct Lookalike {
  std::uint32_t codePoint;
  std::string_view meant;
};

constexpr std::array kLookalikes = {
    Lookalike{0x00A0, " "},  Lookalike{0x3000, " "},  Lookalike{0x200B, ""},
    Lookalike{0x201C, "\""}, Lookalike{0x201D, "\""}, Lookalike{0x201E, "\""},
    Lookalike{0x2018, "\""}, Lookalike{0x2019, "\""}, Lookalike{0x2212, "-"},
    Lookalike{0x2013, "-"},  Lookalike{0x2014, "-"},  Lookalike{0x00D7, "*"},
    Lookalike{0x00B7, "*"},  Lookalike{0x00F7, "/"},  Lookalike{0x2264, "<="},
    Lookalike{0x2265, ">="}, Lookalike{0x2260, "!="}, Lookalike{0x2192, "->"},
    Lookalike{0x2026, ".."}, Lookalike{0xFF0C, ","},  Lookalike{0xFF1A, ":"},
    Lookalike{0xFF08, "("},  Lookalike{0xFF09, ")"},  Lookalike{0xFF1D, "="},
    Lookalike{0xFEFF, ""},
};

const Lookalike* findLookalike(std::uint32_t codePoint) {
  const auto found =
      std::find_if(kLookalikes.begin(), kLookalikes.end(),
                   [codePoint](const Lookalike& each) { return each.codePoint == codePoint; });
  return found == kLookalikes.end() ? nullptr : &*found;
}

bool isGap(char each) { return isBlank(each) || each == '\n' || each == '\r'; }

}  // namespace

bool isLookalike(std::uint32_t codePoint) { return findLookalike(codePoint) != nullptr; }

void Lexer::lexOperator() {
  switch (here()) {
    case '%':
      return lexPercent();
    case '\\':
      return lexBackslash();
    case '$':
      return lexDollar();
    case '@':
      return lexAt();
    default:
      break;
  }
  const auto foreign = std::find_if(kForeign.begin(), kForeign.end(), [this](const Foreign& each) {
    return startsWith(each.text) && !(each.text == "!" && startsWith("!="));
  });
  if (foreign != kForeign.end()) return lexForeignOperator();
  const auto found = std::find_if(kOperators.begin(), kOperators.end(),
                                  [this](const Spelling& each) { return startsWith(each.text); });
  if (found == kOperators.end()) return lexUnknown();
  const std::size_t begin = next_;
  next_ += found->text.size();
  push(found->kind, begin);
  const bool closes = found->text == ")" || found->text == "]";
  if (found->text == "(" || found->text == "[") ++parentheses_;
  if (closes && parentheses_ > 0) --parentheses_;
}

/// A `\` that shall join two lines; elsewhere it is only unknown.
void Lexer::lexBackslash() {
  std::size_t behind = next_ + 1;
  while (isBlank(at(behind)) || at(behind) == '\r') ++behind;
  if (at(behind) != '\n') return lexUnknown();
  diagnostics_.add(lineContinuation(span(next_, next_ + 1)));
  next_ = behind + 1;
}

/// `$HOME` or `${HOME}`.
void Lexer::lexDollar() {
  const std::size_t begin = next_;
  const bool braces = at(begin + 1) == '{';
  std::size_t end = begin + (braces ? 2 : 1);
  const std::size_t word = end;
  while (isWordCharacter(at(end))) ++end;
  if (end == word || (braces && at(end) != '}')) return lexUnknown();
  next_ = braces ? end + 1 : end;
  diagnostics_.add(shellVariable(span(begin, next_), text_.substr(word, end - word)));
  push(TokenKind::Name, begin, true);
}

/// `@decorator`, with its line; elsewhere `@` is only unknown.
void Lexer::lexAt() {
  const bool decorates = atLineStart() && isLetter(at(next_ + 1));
  if (!decorates) return lexUnknown();
  const std::size_t begin = next_;
  next_ += restOfLine(begin).size();
  if (at(next_ - 1) == '\r') --next_;
  diagnostics_.add(decorator(span(begin, begin + 1)));
  push(TokenKind::Comment, begin);
}

/// Whether an argument or element begins here.
bool Lexer::opensElement() const {
  const auto before = std::find_if(tokens_.rbegin(), tokens_.rend(), [](const auto& each) {
    return each.kind != TokenKind::Newline && each.kind != TokenKind::Comment;
  });
  if (before == tokens_.rend()) return false;
  return before->kind == TokenKind::OpenParen || before->kind == TokenKind::OpenBracket ||
         before->kind == TokenKind::Comma;
}

void Lexer::lexForeignOperator() {
  const auto* const found =
      std::find_if(kForeign.begin(), kForeign.end(),
                   [this](const Foreign& each) { return startsWith(each.text); });
  const std::size_t begin = next_;
  next_ += found->text.size();
  // The layout tells of `f(**options)` and of `=>`, which stands for many things.
  if (found->text == "**" && opensElement()) return push(found->meant, begin);
  if (found->text == "=>") return push(found->meant, begin);
  diagnostics_.add(
      foreignOperator(span(begin, next_), found->text, found->replacement, found->help));
  push(found->meant, begin, true);
}

/// `%80` where a value begins.
bool Lexer::lexPercentInFront(std::size_t begin) {
  const bool operand = !tokens_.empty() && endsOperand(tokens_.back().kind);
  if (operand || !isDigit(here())) return false;
  const std::size_t number = next_;
  scanMantissa();
  const std::string_view digits = text_.substr(number, next_ - number);
  diagnostics_.add(percentWrittenOtherwise(span(begin, next_), digits));
  push(TokenKind::Quantity, begin, true);
  return true;
}

void Lexer::lexPercent() {
  const std::size_t begin = next_;
  ++next_;
  if (lexPercentInFront(begin)) return;
  push(TokenKind::Percent, begin);
  const bool gapBefore = begin == 0 || isGap(at(begin - 1));
  const bool gapBehind = next_ == text_.size() || isGap(here());
  if (gapBefore && gapBehind) return;
  const bool behindNumber = begin > 0 && isDigit(at(begin - 1));
  diagnostics_.add(percentSign(span(begin, next_), behindNumber, gapBefore, gapBehind));
}

bool Lexer::lexLookalike() {
  const CodePoint point = decodeUtf8(text_, next_);
  const Lookalike* found = point.bytes > 0 ? findLookalike(point.value) : nullptr;
  if (found == nullptr) return false;
  const std::size_t begin = next_;
  next_ += point.bytes;
  diagnostics_.add(lookalike(span(begin, next_), text_.substr(begin, point.bytes), found->meant));
  if (found->meant != " " && !found->meant.empty()) push(TokenKind::Unknown, begin, true);
  return true;
}

void Lexer::lexUnknown() {
  if (lexLookalike()) return;
  const std::size_t begin = next_;
  const CodePoint point = decodeUtf8(text_, next_);
  next_ += std::max<std::size_t>(1, point.bytes);
  // A letter of another script begins a word that is no name.
  if (point.value >= 0x80) {
    next_ = begin;
    return lexWord();
  }
  if (point.value != 0) diagnostics_.add(unknownCharacter(span(begin, next_), point.value));
  push(TokenKind::Unknown, begin, true);
}

}  // namespace itw::parsing
