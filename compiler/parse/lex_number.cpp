#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "compiler/parse/character.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/lexer.h"
#include "compiler/parse/parse_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

/// `0x10` as `16`; empty where it is no number or a very large one.
std::string decimalOf(std::string_view based) {
  const unsigned base = based[1] == 'x' ? 16 : based[1] == 'o' ? 8 : 2;
  std::uint64_t value = 0;
  for (const char each : based.substr(2)) {
    if (each == '_') continue;
    const unsigned digit = isDigit(each)                ? static_cast<unsigned>(each - '0')
                           : each >= 'a' && each <= 'f' ? static_cast<unsigned>(each - 'a') + 10
                           : each >= 'A' && each <= 'F' ? static_cast<unsigned>(each - 'A') + 10
                                                        : base;
    if (digit >= base || value > (std::uint64_t{1} << 56U)) return {};
    value = value * base + digit;
  }
  return based.size() > 2 ? std::to_string(value) : std::string{};
}

/// `.5` as `0.5`, `5.` as `5.0`, `1_000_` as `1_000`; empty where more is wrong with it.
std::string wellFormedNumber(std::string_view written) {
  std::string result;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char each = written[i];
    const bool behindDigit = !result.empty() && isDigit(result.back());
    const bool beforeDigit = i + 1 < written.size() && isDigit(written[i + 1]);
    const bool atPoint = each == '_' && ((i > 0 && written[i - 1] == '.') ||
                                         (i + 1 < written.size() && written[i + 1] == '.'));
    if (atPoint) return {};
    if (each == '_' && !(behindDigit && beforeDigit)) continue;
    if (each == '.' && !behindDigit) result += '0';
    result += each;
    if (each == '.' && !beforeDigit) result += '0';
  }
  const std::size_t digits = result.find_first_not_of("0123456789_.");
  const bool plain = digits == std::string::npos || result[digits] == 'e' || result[digits] == 'E';
  return plain && result.find('.') == result.rfind('.') ? result : std::string{};
}

}  // namespace

/// `1_000`: digits with single `_` between them. False when a `_` stands elsewhere.
bool Lexer::scanDigits() {
  bool wellFormed = true;
  while (isDigit(here()) || here() == '_') {
    if (here() == '_' && !(isDigit(at(next_ - 1)) && isDigit(at(next_ + 1)))) {
      // `500_gpu` is a number with a word behind it, not a number that ends in `_`.
      if (isLetter(at(next_ + 1)) && at(next_ + 1) != '_') return wellFormed;
      wellFormed = false;
    }
    ++next_;
  }
  return wellFormed;
}

bool Lexer::scanMantissa() {
  bool wellFormed = true;
  if (here() != '.') wellFormed = scanDigits();
  if (here() != '.' || at(next_ + 1) == '.') return wellFormed;
  const bool leading = next_ > 0 && isDigit(at(next_ - 1));
  ++next_;
  const bool trailing = isDigit(here());
  if (trailing) wellFormed = scanDigits() && wellFormed;
  return wellFormed && leading && trailing;
}

void Lexer::scanExponent() {
  if (here() != 'e' && here() != 'E') return;
  const std::size_t digits = next_ + (at(next_ + 1) == '+' || at(next_ + 1) == '-' ? 2 : 1);
  if (!isDigit(at(digits))) return;
  next_ = digits;
  while (isDigit(here())) ++next_;
}

void Lexer::lexNumber() {
  const std::size_t begin = next_;
  if (lexClockTime(begin)) return;
  const bool wellFormed = scanMantissa();
  scanExponent();
  const std::string_view number = text_.substr(begin, next_ - begin);
  const bool integer = number.find_first_of(".eE") == std::string_view::npos;
  if (!wellFormed) {
    while (isWordCharacter(here())) ++next_;
    const std::string_view written = text_.substr(begin, next_ - begin);
    diagnostics_.add(malformedNumber(span(begin, next_), written, wellFormedNumber(written)));
    push(TokenKind::Decimal, begin, true);
    return;
  }
  bool broken = false;
  const TokenKind unit = scanUnit(begin, broken);
  push(unit == TokenKind::Quantity ? unit
       : integer                   ? TokenKind::Integer
                                   : TokenKind::Decimal,
       begin, broken);
}

/// `02:00:00`, as Slurm writes a duration. A number is never followed by a `:` otherwise.
bool Lexer::lexClockTime(std::size_t begin) {
  std::array<std::size_t, 3> parts{};
  std::size_t count = 0;
  std::size_t end = begin;
  for (; count < parts.size(); ++end) {
    const std::size_t first = end;
    while (isDigit(at(end)) && end < first + 4)
      parts[count] = parts[count] * 10 + static_cast<std::size_t>(at(end++) - '0');
    const bool pair = end == first + 2;
    if (end == first || (count > 0 && !pair)) return false;
    if (++count == parts.size() || at(end) != ':') break;
  }
  // `in 1:20` is a range.
  const bool range = !tokens_.empty() && tokens_.back().text(text_) == "in";
  const bool clock = count == 3 || (count == 2 && parentheses_ == 0 && !range);
  if (!clock || isWordCharacter(at(end))) return false;
  next_ = end;
  constexpr std::array kUnits = {std::string_view{"h"}, std::string_view{"min"},
                                 std::string_view{"s"}};
  std::string quantity;
  for (std::size_t i = 0; i < count; ++i) {
    // Slurm reads two parts as minutes and seconds.
    if (parts[i] > 0) quantity += std::to_string(parts[i]) + std::string(kUnits[i + 3 - count]);
  }
  if (quantity.empty()) quantity = "0s";
  diagnostics_.add(clockTime(span(begin, end), text_.substr(begin, end - begin), quantity));
  push(TokenKind::Quantity, begin, true);
  return true;
}

/// Whether the `%` here is percent and not the start of a remainder that lacks its blanks.
bool Lexer::percentTouches() const {
  const char behind = at(next_ + 1);
  return !isWordCharacter(behind) && behind != '(';
}

TokenKind Lexer::scanUnit(std::size_t begin, bool& broken) {
  if (here() == '%') {
    // Left to lexPercent, which refuses it.
    if (!percentTouches()) return TokenKind::Integer;
    ++next_;
    return here() == '%' ? scanDoubledPercent(begin, broken) : TokenKind::Quantity;
  }
  if (isLetter(here())) return scanCompound(begin, broken);
  if (isBlank(here()) && isDistantPercent()) return scanDistantPercent(begin, broken);
  if (!isBlank(here()) || !isLetter(at(next_ + 1))) return TokenKind::Integer;
  const std::size_t length = unitLength(text_, next_ + 1, false);
  if (length > 0) {
    next_ += 1 + length;
    return TokenKind::Quantity;
  }
  if (at(next_ + 1) == 'm' && !isWordCharacter(at(next_ + 2))) {
    next_ += 2;
    diagnostics_.add(bareMetre(span(next_ - 1, next_)));
    broken = true;
    return TokenKind::Quantity;
  }
  return TokenKind::Integer;
}

/// `80%%`.
TokenKind Lexer::scanDoubledPercent(std::size_t begin, bool& broken) {
  const std::string_view number = text_.substr(begin, next_ - 1 - begin);
  while (here() == '%') ++next_;
  diagnostics_.add(percentWrittenOtherwise(span(begin, next_), number));
  broken = true;
  return TokenKind::Quantity;
}

/// Where the next token begins, on this line or a later one.
std::size_t Lexer::nextToken(std::size_t from) const {
  while (isBlank(at(from)) || at(from) == '\r' || at(from) == '\n' || at(from) == '#')
    from = at(from) == '#' ? std::min(text_.find('\n', from), text_.size()) : from + 1;
  return from;
}

/// Whether blanks and a `%` follow behind which no divisor can stand.
bool Lexer::isDistantPercent() const {
  std::size_t sign = next_;
  while (isBlank(at(sign))) ++sign;
  if (at(sign) != '%') return false;
  const std::size_t behind = nextToken(sign + 1);
  constexpr std::string_view kEnds = ",)]}=";
  if (behind >= text_.size() || kEnds.find(at(behind)) != std::string_view::npos) return true;
  std::size_t end = behind;
  while (isWordCharacter(at(end))) ++end;
  const std::string_view word = text_.substr(behind, end - behind);
  return hardKeyword(word).has_value() && word != "if" && word != "not";
}

/// `80 %` where percent is meant.
TokenKind Lexer::scanDistantPercent(std::size_t begin, bool& broken) {
  const std::string_view number = text_.substr(begin, next_ - begin);
  next_ = text_.find('%', next_) + 1;
  diagnostics_.add(percentWrittenOtherwise(span(begin, next_), number));
  broken = true;
  return TokenKind::Quantity;
}

/// `2h`, `6h30min`: a unit that touches its number, and for durations more of the same.
TokenKind Lexer::scanCompound(std::size_t begin, bool& broken) {
  for (bool first = true;; first = false) {
    const std::size_t length = unitLength(text_, next_, true);
    const std::string_view unit = text_.substr(next_, length);
    const bool more = isDigit(at(next_ + length));
    if (length == 0 || ((more || !first) && !isDuration(unit))) return refuseUnit(begin, broken);
    next_ += length;
    if (!more) return TokenKind::Quantity;
    scanMantissa();
  }
}

TokenKind Lexer::refuseUnit(std::size_t begin, bool& broken) {
  const std::size_t unit = next_;
  while (isWordCharacter(here())) ++next_;
  diagnostics_.add(refusedUnit(begin, unit));
  broken = true;
  return TokenKind::Quantity;
}

/// What is wrong with the word from `unit` to here, which touches the number from `begin`.
Diagnostic Lexer::refusedUnit(std::size_t begin, std::size_t unit) const {
  const std::string_view known = text_.substr(unit, unitLength(text_, unit, true));
  const std::string_view written = text_.substr(unit, next_ - unit);
  const std::string_view number = text_.substr(begin, unit - begin);
  const std::string_view whole = text_.substr(begin, next_ - begin);
  if (written == "m") {
    const bool compound = std::any_of(number.begin(), number.end(), isLetter);
    return compound ? minutesByLetter(span(unit, next_)) : bareMetre(span(unit, next_));
  }
  const bool based = number == "0" && !written.empty() &&
                     (written.front() == 'x' || written.front() == 'b' || written.front() == 'o');
  if (based) return malformedNumber(span(begin, next_), whole, decimalOf(whole));
  if (written.empty()) return unitlessPart(span(begin, next_), whole);
  if (written == "e" || written == "E") return numberInParts(span(begin, next_));
  const bool suffix = written == "f" || written == "F" || written == "L" || written == "l";
  if (suffix) return malformedNumber(span(begin, next_), whole, std::string(number));
  const bool sizes = (written.front() == 'x' || written.front() == 'X') && written.size() > 1 &&
                     isDigit(written[1]);
  if (sizes) return sizesByLetter(span(begin, next_), whole);
  if (!known.empty() && known.size() < written.size() && isDigit(written[known.size()]))
    return mixedCompound(span(begin, next_), known);
  return unknownUnit(span(unit, next_), written, nearestUnit(written));
}

}  // namespace itw::parsing
